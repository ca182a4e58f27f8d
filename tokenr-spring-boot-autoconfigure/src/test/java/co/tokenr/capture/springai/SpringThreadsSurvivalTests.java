package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.attribution.AttributionThreadLocalAccessor;
import co.tokenr.attribution.TokenrTags;
import co.tokenr.attribution.TokenrTagsBeanPostProcessor;
import io.micrometer.context.ContextRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was said of a call is still said of it on the threads that Spring runs code on,
 * and what was said on such a thread is not said of the next task there.
 */
class SpringThreadsSurvivalTests {

	private static final Attribution BILLING = Attribution.builder().team("billing").build();

	private final TrackedApplication application = new TrackedApplication();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void start() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new AttributionThreadLocalAccessor());
		this.context.registerBean(ChatClient.class, () -> this.application.client(this.application::track));
		this.context.register(Threads.class, Assistant.class);
		this.context.refresh();
	}

	@AfterEach
	void leavesNothingBehind() throws InterruptedException {
		this.context.close();
		SchedulerThreads.assertNothingIsLeft();
		ContextRegistry.getInstance().removeThreadLocalAccessor(AttributionContext.KEY);
		this.application.close();
		assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
	}

	@Test
	void asyncMethodHoldsTheScopeOfItsCaller() {
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			assistant().async().join();
		}
		assistant().async().join();
		assertThat(features()).containsExactly("billing/async", "billing/async", "billing/async", "null/async",
				"null/async", "null/async");
	}

	@Test
	void futureOnAnExecutorWithContextHoldsTheScope() {
		Executor executor = this.context.getBean("pool", Executor.class);
		ChatClient client = this.context.getBean(ChatClient.class);
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			CompletableFuture.supplyAsync(() -> client.prompt("use tool").call().content(), executor)
				.thenApplyAsync((answer) -> client.prompt("use tool").stream().content().blockLast(), executor)
				.join();
		}
		CompletableFuture.runAsync(this.application::track, executor).join();
		assertThat(this.application.attributions()).hasSize(7).startsWith(BILLING).endsWith(Attribution.NONE);
		assertThat(this.application.attributions().subList(0, 6)).containsOnly(BILLING);
	}

	@Test
	void futureOnThePlainPoolHoldsWhatItWasWrappedIn() {
		ChatClient client = this.context.getBean(ChatClient.class);
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			Supplier<String> task = () -> client.prompt("hello").call().content();
			CompletableFuture.supplyAsync(scope.wrap(task)).join();
			CompletableFuture.supplyAsync(task).join();
		}
		assertThat(this.application.attributions()).containsExactly(BILLING, Attribution.NONE);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadHoldsTheScope() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("virtual-");
		executor.setVirtualThreads(true);
		executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
		ChatClient client = this.context.getBean(ChatClient.class);
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			CompletableFuture.runAsync(() -> {
				assertThat(Thread.currentThread().getName()).startsWith("virtual-");
				TrackedApplication.ask(client, "use tool", true);
			}, executor).join();
		}
		assertThat(this.application.attributions()).hasSize(3).containsOnly(BILLING);
	}

	@Test
	void scheduledMethodHoldsItsAnnotationAndLeavesNothingToTheNext() {
		this.context.registerBean(Jobs.class, this.context.getBean(ChatClient.class));
		this.context.getBean(Jobs.class);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> scheduled("nightly") > 3 && scheduled(null) > 3);
		assertThat(this.application.attributions()).allMatch(
				(attribution) -> "nightly".equals(attribution.feature()) == "nobody".equals(attribution.userId()));
	}

	@Test
	void streamThatAMethodReturnsHoldsItsAnnotationWhereverItIsSubscribed() {
		Flux<String> returned = assistant().stream("acme");
		assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
		returned.subscribeOn(Schedulers.parallel()).publishOn(Schedulers.single()).blockLast();
		Attribution said = Attribution.builder().feature("stream").customer("acme").build();
		assertThat(this.application.attributions()).containsExactly(said, said, said);
	}

	private long scheduled(String feature) {
		return this.application.attributions()
			.stream()
			.filter((attribution) -> Objects.equals(attribution.feature(), feature))
			.count();
	}

	private List<String> features() {
		return this.application.attributions()
			.stream()
			.map((attribution) -> attribution.teamId() + "/" + attribution.feature())
			.toList();
	}

	private Assistant assistant() {
		return this.context.getBean(Assistant.class);
	}

	static class Assistant {

		private final ChatClient client;

		Assistant(ChatClient client) {
			this.client = client;
		}

		@Async("pool")
		@TokenrTags(feature = "async")
		public CompletableFuture<String> async() {
			return CompletableFuture.completedFuture(this.client.prompt("use tool").call().content());
		}

		@TokenrTags(feature = "stream", customer = "#{#customer}")
		public Flux<String> stream(String customer) {
			return this.client.prompt("use tool").stream().content();
		}

	}

	static class Jobs {

		private final ChatClient client;

		Jobs(ChatClient client) {
			this.client = client;
		}

		@Scheduled(fixedDelay = 5)
		@TokenrTags(feature = "nightly", user = "nobody")
		public void nightly() {
			this.client.prompt("use tool").call().content();
		}

		@Scheduled(fixedDelay = 5)
		public void plain() {
			this.client.prompt("hello").call().content();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableScheduling
	static class Threads {

		@Bean
		ThreadPoolTaskExecutor pool() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(1);
			executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
			return executor;
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static TokenrTagsBeanPostProcessor tags() {
			return new TokenrTagsBeanPostProcessor(() -> true);
		}

	}

}
