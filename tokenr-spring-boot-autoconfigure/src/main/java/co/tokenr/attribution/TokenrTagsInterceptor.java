package co.tokenr.attribution;

import java.util.function.BooleanSupplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * Opens an {@link AttributionScope} for the calls of annotated methods, and keeps it
 * around the publishers that they return.
 */
final class TokenrTagsInterceptor implements MethodInterceptor {

	static final String REACTOR_TYPE = "reactor.core.publisher.Flux";

	private static final boolean REACTOR = ClassUtils.isPresent(REACTOR_TYPE,
			TokenrTagsInterceptor.class.getClassLoader());

	private final MethodTagsCache cache;

	private final BooleanSupplier enabled;

	TokenrTagsInterceptor(MethodTagsCache cache, BooleanSupplier enabled) {
		this.cache = cache;
		this.enabled = enabled;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (!this.enabled.getAsBoolean()) {
			return invocation.proceed();
		}
		MethodTags tags = this.cache.find(invocation.getMethod(), targetClass(invocation));
		Attribution attribution = tags.attribution(invocation.getArguments());
		if (attribution == Attribution.NONE) {
			return invocation.proceed();
		}
		try (AttributionScope scope = AttributionScope.open(attribution)) {
			Object result = invocation.proceed();
			return REACTOR ? PublisherResults.wrap(result, scope, tags.returnType()) : result;
		}
	}

	private static Class<?> targetClass(MethodInvocation invocation) {
		Object target = invocation.getThis();
		if (target != null) {
			return AopUtils.getTargetClass(target);
		}
		// a proxy with nothing behind it, such as an HTTP interface
		return (invocation instanceof ProxyMethodInvocation proxied) ? proxied.getProxy().getClass()
				: invocation.getMethod().getDeclaringClass();
	}

}
