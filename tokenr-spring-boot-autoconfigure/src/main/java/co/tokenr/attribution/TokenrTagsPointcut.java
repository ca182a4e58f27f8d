package co.tokenr.attribution;

import java.lang.reflect.Method;

import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.util.ClassUtils;

/**
 * Matches the methods that {@link TokenrTags} or {@link TokenrTag} speak of and a proxy
 * can reach. Looks for the annotations only and reads no values, as it is asked during
 * ahead-of-time processing too.
 */
final class TokenrTagsPointcut extends StaticMethodMatcherPointcut {

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		if (!TagDeclaration.reachable(method)) {
			return false;
		}
		Class<?> type = ClassUtils.getUserClass(targetClass);
		return TagDeclaration.present(type) || TagDeclaration.present(AopUtils.getMostSpecificMethod(method, type));
	}

}
