package co.tokenr.attribution;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the parameters that bear {@link TokenrTag}, in a method or in those that it
 * overrides. Spring's own search for these opens each method for reflection, which fails
 * for methods of closed modules, and any bean may have inherited some.
 */
final class TaggedParameters {

	private TaggedParameters() {
	}

	/**
	 * Finds the annotated parameters.
	 * @return the annotations by position, the nearest for each
	 */
	static Map<Integer, TokenrTag> of(Method method) {
		if (method.getParameterCount() == 0) {
			return Map.of();
		}
		Map<Integer, TokenrTag> found = new TreeMap<>();
		collect(method, found);
		if (!Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers())) {
			for (Class<?> type : supertypes(method.getDeclaringClass())) {
				// the methods of a class are remembered there, at start-up they are asked
				// for often
				ReflectionUtils.doWithLocalMethods(type, (candidate) -> {
					if (overrides(method, candidate)) {
						collect(candidate, found);
					}
				});
			}
		}
		return found;
	}

	private static void collect(Method method, Map<Integer, TokenrTag> found) {
		Annotation[][] annotations = method.getParameterAnnotations();
		for (int i = 0; i < annotations.length; i++) {
			TokenrTag tag = TaggedTypes.find(annotations[i]);
			if (tag != null) {
				found.putIfAbsent(i, tag);
			}
		}
	}

	private static Collection<Class<?>> supertypes(Class<?> type) {
		List<Class<?>> supertypes = new ArrayList<>(ClassUtils.getAllInterfacesForClassAsSet(type));
		for (Class<?> parent = type.getSuperclass(); parent != null; parent = parent.getSuperclass()) {
			supertypes.add(parent);
		}
		supertypes.removeIf((supertype) -> supertype == type || supertype.getName().startsWith("java."));
		return supertypes;
	}

	private static boolean overrides(Method method, Method candidate) {
		if (!candidate.getName().equals(method.getName()) || candidate.getParameterCount() != method.getParameterCount()
				|| candidate.isSynthetic() || (candidate.getModifiers() & (Modifier.PRIVATE | Modifier.STATIC)) != 0) {
			return false;
		}
		Class<?>[] types = method.getParameterTypes();
		for (int i = 0; i < types.length; i++) {
			if (types[i] != ResolvableType.forMethodParameter(candidate, i, method.getDeclaringClass()).toClass()) {
				return false;
			}
		}
		return true;
	}

}
