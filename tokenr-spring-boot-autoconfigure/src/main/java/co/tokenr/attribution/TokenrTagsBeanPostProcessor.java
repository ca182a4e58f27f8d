package co.tokenr.attribution;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.util.ReflectionUtils;

/**
 * Lets {@link TokenrTags} and {@link TokenrTag} take effect: advises the beans whose
 * classes bear them. Needs no auto-proxy creator and no AspectJ; a bean that is a proxy
 * already gets an innermost advisor, so that the attribution is opened on the thread that
 * an {@code @Async} method runs on.
 * <p>
 * Beans are proxied by class unless {@link #setProxyTargetClass} says otherwise, as
 * Spring Boot does. What an annotation says is read when its bean is made, and an
 * {@link IllegalStateException} names what cannot be read. A class that cannot be proxied
 * is left alone with a warning.
 */
public final class TokenrTagsBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private final transient TaggedTypes types = new TaggedTypes();

	private final transient TokenrTagsPointcut pointcut = new TokenrTagsPointcut();

	private final transient MethodTagsCache cache;

	private final transient BooleanSupplier enabled;

	private final transient Set<Class<?>> inspected = ConcurrentHashMap.newKeySet();

	private final transient Set<Class<?>> refused = ConcurrentHashMap.newKeySet();

	private final transient Map<String, Object> earlyReferences = new ConcurrentHashMap<>();

	/**
	 * Creates a post-processor.
	 * @param enabled asked at each call of an advised method: {@code false} makes it run
	 * as if it had no annotation; while {@code false}, annotations are not checked either
	 */
	public TokenrTagsBeanPostProcessor(BooleanSupplier enabled) {
		this.enabled = enabled;
		this.cache = new MethodTagsCache(this::resolvePlaceholders);
		this.advisor = new DefaultPointcutAdvisor(this.pointcut, new TokenrTagsInterceptor(this.cache, enabled));
		setProxyTargetClass(true);
	}

	private @Nullable String resolvePlaceholders(String text) {
		return (this.beanFactory != null) ? this.beanFactory.resolveEmbeddedValue(text) : text;
	}

	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		try {
			return super.determineBeanType(beanClass, beanName);
		}
		catch (AopConfigException ex) {
			return beanClass;
		}
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		this.earlyReferences.put(beanName, bean);
		return inspectAndAdvise(bean, beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Object early = this.earlyReferences.remove(beanName);
		if (early != null && (early == bean || AopProxyUtils.getSingletonTarget(early) == bean)) {
			// in a circle of references, and advised when it was handed out early
			return bean;
		}
		return inspectAndAdvise(bean, beanName);
	}

	private Object inspectAndAdvise(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		if (bean instanceof AopInfrastructureBean || !this.types.contain(type)) {
			return bean;
		}
		boolean inspect = this.enabled.getAsBoolean() && this.inspected.add(type);
		if (inspect) {
			readAll(type);
		}
		Object advised = advise(bean, beanName, type);
		if (inspect && !this.refused.contains(type)) {
			UnreachableMethods.warn(type, advised);
		}
		return advised;
	}

	private Object advise(Object bean, String beanName, Class<?> type) {
		try {
			return super.postProcessAfterInitialization(bean, beanName);
		}
		catch (AopConfigException ex) {
			if (this.refused.add(type)) {
				UnreachableMethods.warn(type, ex);
			}
			return bean;
		}
	}

	private void readAll(Class<?> type) {
		if (isEligible(type)) {
			for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
				if (this.pointcut.matches(method, type)) {
					this.cache.require(method, type);
				}
			}
		}
	}

	@Override
	protected boolean isEligible(Class<?> targetClass) {
		return this.types.contain(targetClass) && !this.refused.contains(targetClass) && super.isEligible(targetClass);
	}

}
