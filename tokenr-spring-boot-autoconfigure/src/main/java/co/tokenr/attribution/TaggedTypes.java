package co.tokenr.attribution;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Sorts out the classes that have nothing to do with {@link TokenrTags} and
 * {@link TokenrTag}, which are nearly all. Looks at each type of a hierarchy once and
 * only for itself: what comes after searches hierarchies for each method, at several
 * times the cost. Thread-safe.
 */
final class TaggedTypes {

	private static final Log logger = LogFactory.getLog(TaggedTypes.class);

	private final Map<Class<?>, Boolean> hierarchies = new ConcurrentHashMap<>();

	private final Map<Class<?>, Boolean> types = new ConcurrentHashMap<>();

	/**
	 * Tells whether one of the annotations stands somewhere in a class or in what it
	 * inherits from, in whichever composition.
	 */
	boolean contain(Class<?> type) {
		Boolean known = this.hierarchies.get(type);
		if (known == null) {
			known = search(type);
			this.hierarchies.put(type, known);
		}
		return known;
	}

	private boolean search(Class<?> type) {
		try {
			boolean found = false;
			for (Class<?> parent = type; parent != null; parent = parent.getSuperclass()) {
				found |= bears(parent);
			}
			for (Class<?> parent : ClassUtils.getAllInterfacesForClassAsSet(type)) {
				found |= bears(parent);
			}
			return found;
		}
		catch (IllegalStateException | LinkageError ex) {
			// a signature names a class that is absent, which is no affair of ours
			logger.debug("Not looked through for annotations: " + type.getName(), ex);
			return false;
		}
	}

	private boolean bears(Class<?> type) {
		String name = type.getName();
		if (name.startsWith("java.") || name.startsWith("org.springframework.")
				|| !AnnotationUtils.isCandidateClass(type, TokenrTags.class)) {
			return false;
		}
		Boolean known = this.types.get(type);
		if (known == null) {
			boolean methods = methodsBear(type);
			known = methods || MergedAnnotations.from(type).isPresent(TokenrTags.class);
			this.types.put(type, known);
		}
		return known;
	}

	private static boolean methodsBear(Class<?> type) {
		boolean[] found = new boolean[1];
		ReflectionUtils.doWithLocalMethods(type, (method) -> found[0] |= bears(method));
		return found[0];
	}

	private static boolean bears(Method method) {
		if (method.getDeclaredAnnotations().length > 0 && MergedAnnotations.from(method).isPresent(TokenrTags.class)) {
			return true;
		}
		if (method.getParameterCount() > 0) {
			for (Annotation[] annotations : method.getParameterAnnotations()) {
				if (find(annotations) != null) {
					return true;
				}
			}
		}
		return false;
	}

	static @Nullable TokenrTag find(Annotation[] annotations) {
		for (Annotation annotation : annotations) {
			if (annotation instanceof TokenrTag tag) {
				return tag;
			}
		}
		return null;
	}

}
