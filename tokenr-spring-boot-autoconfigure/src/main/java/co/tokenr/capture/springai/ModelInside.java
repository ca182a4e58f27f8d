package co.tokenr.capture.springai;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Looks into the fields of a model, which shows neither its registry nor its HTTP client
 * otherwise. What can't be read, as in a native image, is not there.
 */
final class ModelInside {

	/** More than any SDK stacks up between a model and its HTTP client. */
	private static final int MAX_OBJECTS = 200;

	private static final List<String> PACKAGES = List.of("org.springframework.ai.", "com.openai.", "com.anthropic.",
			"okhttp3.", "co.tokenr.");

	private ModelInside() {
	}

	/**
	 * Finds what an object holds by itself.
	 * @return the value of its first field that holds such a thing, {@code null} where
	 * none does
	 */
	static <T> @Nullable T field(Object owner, Class<T> type) {
		return values(owner).stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
	}

	/**
	 * Tells whether an object leads to one of a type, by way of Spring AI, the SDKs and
	 * their HTTP client.
	 * @param typeName full name of a class that may be absent
	 */
	static boolean reaches(Object owner, String typeName) {
		return reaches(owner, (candidate) -> candidate.getClass().getName().equals(typeName));
	}

	private static boolean reaches(Object owner, Predicate<Object> wanted) {
		Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Object> open = new ArrayDeque<>(List.of(owner));
		while (!open.isEmpty() && seen.size() < MAX_OBJECTS) {
			Object next = open.remove();
			if (wanted.test(next)) {
				return true;
			}
			if (next instanceof List<?> list) {
				list.forEach((element) -> add(element, open));
			}
			else if (seen.add(next)) {
				values(next).forEach((value) -> add(value, open));
			}
		}
		return false;
	}

	private static void add(@Nullable Object value, Deque<Object> open) {
		if (value instanceof List<?>
				|| (value != null && PACKAGES.stream().anyMatch(value.getClass().getName()::startsWith))) {
			open.add(value);
		}
	}

	private static List<Object> values(Object owner) {
		List<Object> values = new ArrayList<>();
		for (Class<?> type = owner.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				Object value = Modifier.isStatic(field.getModifiers()) ? null : value(field, owner);
				if (value != null) {
					values.add(value);
				}
			}
		}
		return values;
	}

	private static @Nullable Object value(Field field, Object owner) {
		if (field.getType().isPrimitive()) {
			return null;
		}
		try {
			return field.trySetAccessible() ? field.get(owner) : null;
		}
		catch (IllegalAccessException | RuntimeException ex) {
			return null;
		}
	}

}
