package co.tokenr.attribution;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Warns of annotations that have no effect, because no proxy can get between the method
 * and its callers.
 */
final class UnreachableMethods {

	private static final Log logger = LogFactory.getLog(UnreachableMethods.class);

	private static final String INSTEAD = ", or open an AttributionScope in the code that makes the LLM calls.";

	private UnreachableMethods() {
	}

	/**
	 * Warns of the methods of a class that stay out of reach.
	 * @param type the class of the bean
	 * @param bean the bean as others get it, proxied or not
	 */
	static void warn(Class<?> type, Object bean) {
		boolean typeTagged = TagDeclaration.present(type);
		boolean interfaces = Proxy.isProxyClass(bean.getClass());
		Set<String> found = new TreeSet<>();
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
			String obstacle = obstacle(method, interfaces);
			if (obstacle != null && (TagDeclaration.present(method) || (typeTagged && isOffered(method)))) {
				found.add(TagDeclaration.describe(method) + " is " + obstacle);
			}
		}
		if (!found.isEmpty()) {
			logger.warn("Annotated with @TokenrTags or @TokenrTag, but out of reach for a proxy, so that calls are not"
					+ " attributed: " + String.join("; ", found)
					+ ". Make these instance methods that are neither private nor final" + INSTEAD);
		}
	}

	/**
	 * Warns of a class that cannot be proxied at all.
	 * @param type the class of the bean
	 * @param reason what the proxy's maker said
	 */
	static void warn(Class<?> type, Exception reason) {
		logger.warn("The annotations @TokenrTags and @TokenrTag on " + type.getName()
				+ (Modifier.isFinal(type.getModifiers()) ? ", a final class," : "")
				+ " have no effect, as the class cannot be proxied: " + reason.getMessage()
				+ ". Make the class not final"
				+ ", let it implement an interface and set spring.aop.proxy-target-class=false" + INSTEAD);
	}

	private static @Nullable String obstacle(Method method, boolean interfaces) {
		if (method.isSynthetic() || TagDeclaration.ofObject(method)) {
			return null;
		}
		if (Modifier.isStatic(method.getModifiers())) {
			return "static";
		}
		if (Modifier.isPrivate(method.getModifiers())) {
			return "private";
		}
		return (Modifier.isFinal(method.getModifiers()) && !interfaces) ? "final" : null;
	}

	// what an annotated class keeps to itself was hardly meant
	private static boolean isOffered(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
	}

}
