package co.tokenr.attribution;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/**
 * One {@link TokenrTags} as it was found, composed or not, on an element or one that it
 * inherits from.
 *
 * @param annotation the annotation with its aliases merged in
 * @param place the element that it was found for, as a reader would call it
 * @param method the method that bears it, {@code null} where a type does
 */
record TagDeclaration(MergedAnnotation<TokenrTags> annotation, String place, @Nullable Method method) {

	private static final Comparator<MergedAnnotation<?>> NEAREST_FIRST = Comparator
		.<MergedAnnotation<?>>comparingInt(MergedAnnotation::getAggregateIndex)
		.thenComparingInt(MergedAnnotation::getDistance);

	/**
	 * Tells whether a proxy that is asked to could intercept this method, and whether it
	 * is one of the application's rather than of {@link Object}.
	 */
	static boolean reachable(Method method) {
		return (method.getModifiers() & (Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL)) == 0
				&& !ofObject(method);
	}

	static boolean ofObject(Method method) {
		return method.getDeclaringClass() == Object.class || ReflectionUtils.isEqualsMethod(method)
				|| ReflectionUtils.isHashCodeMethod(method) || ReflectionUtils.isToStringMethod(method);
	}

	static boolean present(Class<?> type) {
		return hierarchy(type).isPresent(TokenrTags.class);
	}

	static boolean present(Method method) {
		return hierarchy(method).isPresent(TokenrTags.class) || !TaggedParameters.of(method).isEmpty();
	}

	/**
	 * Finds the declarations that count for a method, nearest first.
	 */
	static List<TagDeclaration> find(Method method, Class<?> type) {
		List<TagDeclaration> found = new ArrayList<>();
		hierarchy(method).stream(TokenrTags.class)
			.sorted(NEAREST_FIRST)
			.forEach((annotation) -> found.add(new TagDeclaration(annotation, describe(method),
					(annotation.getSource() instanceof Method source) ? source : method)));
		hierarchy(type).stream(TokenrTags.class)
			.sorted(NEAREST_FIRST)
			.forEach((annotation) -> found.add(new TagDeclaration(annotation, type.getName(), null)));
		return found;
	}

	static String describe(Method method) {
		StringBuilder text = new StringBuilder(method.getDeclaringClass().getName()).append('.')
			.append(method.getName())
			.append('(');
		String separator = "";
		for (Class<?> type : method.getParameterTypes()) {
			text.append(separator).append(type.getSimpleName());
			separator = ", ";
		}
		return text.append(')').toString();
	}

	private static MergedAnnotations hierarchy(AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
	}

	/**
	 * Says where an attribute stands, for a message.
	 */
	String where(String attribute) {
		Class<?> root = this.annotation.getRoot().getType();
		String composed = (root != TokenrTags.class) ? " (by @" + root.getSimpleName() + ")" : "";
		return "@TokenrTags" + composed + " on " + this.place + ", attribute '" + attribute + "'";
	}

}
