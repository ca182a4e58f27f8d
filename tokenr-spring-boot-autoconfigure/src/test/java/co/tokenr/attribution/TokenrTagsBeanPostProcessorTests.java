package co.tokenr.attribution;

import java.lang.reflect.Proxy;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TokenrTagsBeanPostProcessor} among other proxies.
 */
class TokenrTagsBeanPostProcessorTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean(TokenrTagsBeanPostProcessor.class, () -> new TokenrTagsBeanPostProcessor(() -> true));

	@Test
	void joinsProxyOfAnotherAdvisorInsideOfIt() {
		this.contextRunner.withUserConfiguration(AdvisorConfiguration.class)
			.withBean(TokenrTagsInterceptorTests.Service.class)
			.run((context) -> {
				TokenrTagsInterceptorTests.Service service = context.getBean(TokenrTagsInterceptorTests.Service.class);
				assertThat(service.answer("c", 1).customerId()).isEqualTo("c");
				assertThat(AopUtils.getTargetClass(service)).isEqualTo(TokenrTagsInterceptorTests.Service.class);
				assertThat(service.getClass().getSuperclass()).isEqualTo(TokenrTagsInterceptorTests.Service.class);
				assertThat(AdvisorConfiguration.seen).hasValue(1);
			});
	}

	@Test
	void proxiesInterfacesWhereAskedTo() {
		new ApplicationContextRunner().withBean(TokenrTagsBeanPostProcessor.class, () -> {
			TokenrTagsBeanPostProcessor processor = new TokenrTagsBeanPostProcessor(() -> true);
			processor.setProxyTargetClass(false);
			return processor;
		}).withBean("api", ApiImplementation.class).run((context) -> {
			Api api = context.getBean(Api.class);
			assertThat(AopUtils.isJdkDynamicProxy(api)).isTrue();
			assertThat(api.call("c")).isEqualTo(Attribution.builder().team("api").customer("c").build());
		});
	}

	@Test
	void proxiesTargetClassByDefault() {
		this.contextRunner.withBean("api", ApiImplementation.class).run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean(ApiImplementation.class))).isTrue();
			assertThat(context.getBean(Api.class).call("c").customerId()).isEqualTo("c");
		});
	}

	@Test
	void advisesForeignProxiesOfAnnotatedInterfaces() {
		this.contextRunner.withUserConfiguration(ForeignProxies.class).run((context) -> {
			assertThat(context.getBean("plain", Api.class).call("c").customerId()).isEqualTo("c");
			assertThat(context.getBean("targetless", Api.class).call("d"))
				.isEqualTo(Attribution.builder().team("api").customer("d").build());
		});
	}

	@Test
	void getsAlongWithClassesOfClosedModules() {
		this.contextRunner.withBean(Timer.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AopUtils.isAopProxy(context.getBean(Timer.class))).isTrue();
		});
	}

	@Test
	void advisesScopedBeanOnce() {
		this.contextRunner.withUserConfiguration(ScopedConfiguration.class).run((context) -> {
			Counting argument = new Counting();
			assertThat(context.getBean("counted", Counted.class).call(argument)).isEqualTo("1");
		});
	}

	@Test
	void survivesCircularReferences() {
		this.contextRunner.withAllowCircularReferences(true)
			.withUserConfiguration(CircularConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				// Spring starts over, with a second instance, where the early reference
				// was another
				assertThat(context.getBean(AtomicInteger.class)).hasValue(1);
				assertThat(context.getBean(Left.class).call()).isEqualTo("left right");
				assertThat(context.getBean(Right.class).left()).isSameAs(context.getBean(Left.class));
			});
	}

	static Attribution current() {
		return AttributionContext.current().attribution();
	}

	@Configuration(proxyBeanMethods = false)
	static class AdvisorConfiguration {

		static AtomicInteger seen = new AtomicInteger();

		@Bean
		static DefaultAdvisorAutoProxyCreator creator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			creator.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return creator;
		}

		@Bean
		static DefaultPointcutAdvisor transactionLike() {
			NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
			pointcut.addMethodName("answer");
			return new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) (invocation) -> {
				assertThat(current()).isEqualTo(Attribution.NONE);
				seen.incrementAndGet();
				return invocation.proceed();
			});
		}

	}

	static class Timer extends ThreadPoolExecutor {

		Timer() {
			super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		}

		@Override
		@TokenrTags(team = "timer")
		public void execute(Runnable task) {
			super.execute(task);
		}

	}

	@TokenrTags(team = "api")
	interface Api {

		@TokenrTags(customer = "#{#customer}")
		Attribution call(String customer);

	}

	static class ApiImplementation implements Api {

		@Override
		public Attribution call(String id) {
			return current();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForeignProxies {

		@Bean
		Api plain() {
			return (Api) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Api.class },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "call" -> current();
						case "hashCode" -> 1;
						case "equals" -> false;
						default -> "plain";
					});
		}

		@Bean
		Api targetless() {
			return ProxyFactory.getProxy(Api.class, (MethodInterceptor) (invocation) -> current());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Counted counted() {
			return new Counted();
		}

	}

	static class Counted {

		@Nullable String call(@TokenrTag("n") Counting argument) {
			return current().tags().get("n") + (argument.count.get() == 1 ? "" : " evaluated again");
		}

	}

	static class Counting {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public String toString() {
			return String.valueOf(this.count.incrementAndGet());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CircularConfiguration {

		@Bean
		AtomicInteger leftInstances() {
			return new AtomicInteger();
		}

		@Bean
		Left left(AtomicInteger leftInstances) {
			leftInstances.incrementAndGet();
			return new Left();
		}

		@Bean
		Right right() {
			return new Right();
		}

	}

	static class Left {

		@Autowired
		private @Nullable Right right;

		@TokenrTags(team = "left")
		String call() {
			return current().teamId() + " " + this.right.call();
		}

	}

	static class Right {

		@Autowired
		private @Nullable Left left;

		@TokenrTags(team = "right")
		String call() {
			return String.valueOf(current().teamId());
		}

		@Nullable Left left() {
			return this.left;
		}

	}

}
