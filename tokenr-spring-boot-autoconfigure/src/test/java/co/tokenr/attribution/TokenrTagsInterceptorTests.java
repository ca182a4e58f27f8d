package co.tokenr.attribution;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link TokenrTagsInterceptor}: what holds during a call, and on which thread.
 */
class TokenrTagsInterceptorTests {

	private final AtomicBoolean enabled = new AtomicBoolean(true);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean(TokenrTagsBeanPostProcessor.class, () -> new TokenrTagsBeanPostProcessor(this.enabled::get));

	@Test
	void neverBleedsBetweenParallelCalls() throws Exception {
		this.contextRunner.withBean(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			ExecutorService executor = Executors.newFixedThreadPool(8);
			try {
				List<Future<Boolean>> results = new ArrayList<>();
				for (int i = 0; i < 8; i++) {
					String id = "customer-" + i;
					results.add(executor.submit(() -> {
						boolean own = true;
						for (int n = 0; n < 500; n++) {
							Attribution attribution = service.answer(id, n);
							own &= id.equals(attribution.customerId())
									&& String.valueOf(n).equals(attribution.tags().get("n"))
									&& AttributionContext.current() == AttributionContext.EMPTY;
						}
						return own;
					}));
				}
				for (Future<Boolean> result : results) {
					assertThat(result.get(30, TimeUnit.SECONDS)).isTrue();
				}
			}
			finally {
				executor.shutdownNow();
			}
		});
	}

	@Test
	void closesScopeAfterException() {
		this.contextRunner.withBean(Service.class).run((context) -> {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> context.getBean(Service.class).fail())
				.withMessage("seen team");
			assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
		});
	}

	@Test
	void obeysSwitchAtEachCall() {
		this.contextRunner.withBean(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			this.enabled.set(false);
			assertThat(service.answer("a", 1)).isEqualTo(Attribution.NONE);
			this.enabled.set(true);
			assertThat(service.answer("a", 1).customerId()).isEqualTo("a");
		});
	}

	@Test
	void survivesBadAnnotationThatIsSwitchedOnLater() {
		this.enabled.set(false);
		this.contextRunner.withBean(Bad.class).run((context) -> {
			this.enabled.set(true);
			assertThat(context.getBean(Bad.class).call()).isEqualTo(Attribution.NONE);
		});
	}

	@Test
	void readsAnnotationsOnceForAMethod() throws Exception {
		List<String> read = new ArrayList<>();
		MethodTagsCache cache = new MethodTagsCache((text) -> {
			read.add(text);
			return text;
		});
		Method method = Service.class.getDeclaredMethod("literal");
		MethodTags tags = cache.require(method, Service.class);
		assertThat(read).containsExactlyInAnyOrder("team", "a", "b");
		assertThat(cache.find(method, Service.class)).isSameAs(tags);
		assertThat(tags.attribution(new Object[0])).isSameAs(tags.attribution(new Object[0]));
		assertThat(read).hasSize(3);
	}

	@Test
	void opensScopeOnThreadOfAsyncMethod() {
		this.contextRunner.withUserConfiguration(AsyncConfiguration.class)
			.withBean(AsyncService.class)
			.run((context) -> assertAsync(context.getBean(AsyncService.class)));
	}

	@Test
	void opensScopeOnThreadOfAsyncMethodInWhateverOrderTheProcessorsCome() {
		for (int order : new int[] { Integer.MIN_VALUE, 0, Integer.MAX_VALUE }) {
			new ApplicationContextRunner().withUserConfiguration(EarlyAsyncConfiguration.class)
				.withBean(TokenrTagsBeanPostProcessor.class, () -> {
					TokenrTagsBeanPostProcessor processor = new TokenrTagsBeanPostProcessor(() -> true);
					processor.setOrder(order);
					return processor;
				})
				.withBean(AsyncService.class)
				.run((context) -> assertAsync(context.getBean(AsyncService.class)));
		}
	}

	private static void assertAsync(AsyncService service) throws Exception {
		CompletableFuture<String> answer;
		try (AttributionScope scope = AttributionScope.open(Attribution.builder().team("caller").build())) {
			answer = service.answer("a7");
			assertThat(AttributionContext.current()).isSameAs(scope.context());
		}
		assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("a7 null on another thread");
	}

	@Test
	void leavesSelfInvocationAlone() {
		this.contextRunner.withBean(Service.class)
			.run((context) -> assertThat(context.getBean(Service.class).self()).isEqualTo(Attribution.NONE));
	}

	static Attribution current() {
		return AttributionContext.current().attribution();
	}

	static class Service {

		@TokenrTags(customer = "#{#id}", tags = { "n=#{#n}", "s=x-#{#n + 0}" })
		Attribution answer(String id, int n) {
			return current();
		}

		@TokenrTags(team = "team")
		void fail() {
			throw new IllegalStateException("seen " + current().teamId());
		}

		@TokenrTags(team = "team", tags = "a=b")
		Attribution literal() {
			return current();
		}

		Attribution self() {
			return literal();
		}

	}

	static class Bad {

		@TokenrTags(tags = "bad")
		Attribution call() {
			return current();
		}

	}

	static class AsyncService {

		@Async
		@TokenrTags(customer = "#{#id}")
		CompletableFuture<String> answer(String id) {
			String thread = Thread.currentThread().getName().startsWith("attributed-") ? "another" : "the caller's";
			return CompletableFuture
				.completedFuture(current().customerId() + " " + current().teamId() + " on " + thread + " thread");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(order = 0, proxyTargetClass = true)
	static class EarlyAsyncConfiguration {

		@Bean
		SimpleAsyncTaskExecutor taskExecutor() {
			return new SimpleAsyncTaskExecutor("attributed-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		SimpleAsyncTaskExecutor taskExecutor() {
			return new SimpleAsyncTaskExecutor("attributed-");
		}

	}

}
