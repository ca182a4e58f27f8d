package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import co.tokenr.TokenrScope;
import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.attribution.AttributionThreadLocalAccessor;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was said of a call is still said of it where Reactor, tools and futures take it to
 * other threads.
 */
class AttributionSurvivalTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Attribution BILLING = Attribution.builder().team("billing").tag("region", "eu").build();

	private final TrackedApplication application = new TrackedApplication();

	@BeforeEach
	void registerAccessor() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new AttributionThreadLocalAccessor());
	}

	@AfterEach
	void leavesNothingBehind() throws InterruptedException {
		SchedulerThreads.assertNothingIsLeft();
		Hooks.disableAutomaticContextPropagation();
		ContextRegistry.getInstance().removeThreadLocalAccessor(AttributionContext.KEY);
		this.application.close();
		assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
		assertThat(this.application.failures()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void wrappedChainHoldsItsScopeOverAllItsThreads(boolean automatic) {
		propagate(automatic);
		ChatClient client = this.application.client();
		Flux<String> chain = Flux.range(0, 4)
			.publishOn(Schedulers.parallel())
			.flatMap((number) -> client.prompt("use tool")
				.advisors(TokenrAdvisorParams.customer("c" + number))
				.stream()
				.content()
				.delayElements(Duration.ofMillis(1)))
			.publishOn(Schedulers.single())
			.subscribeOn(Schedulers.boundedElastic());
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			chain = scope.wrap(chain);
		}
		chain.blockLast(TIMEOUT);
		assertThat(this.application.attributions()).hasSize(8)
			.allMatch((attribution) -> "billing".equals(attribution.teamId()))
			.allMatch((attribution) -> "eu".equals(attribution.tags().get("region")))
			.extracting(Attribution::customerId)
			.containsExactlyInAnyOrder("c0", "c0", "c1", "c1", "c2", "c2", "c3", "c3");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void streamSubscribedInsideItsScopeHoldsItInEveryRound(boolean automatic) {
		propagate(automatic);
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			this.application.client().prompt("use tool").stream().content().blockLast(TIMEOUT);
		}
		assertThat(this.application.attributions()).containsExactly(BILLING, BILLING);
	}

	@Test
	void plainStreamSubscribedOnAnotherThreadNeedsAutomaticPropagation() {
		subscribeElsewhere();
		assertThat(this.application.attributions()).containsExactly(Attribution.NONE);
		propagate(true);
		subscribeElsewhere();
		assertThat(this.application.attributions()).containsExactly(Attribution.NONE, BILLING);
	}

	private void subscribeElsewhere() {
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			this.application.client()
				.prompt("hello")
				.stream()
				.content()
				.subscribeOn(Schedulers.boundedElastic())
				.blockLast(TIMEOUT);
		}
	}

	@Test
	void blockingCallInsideAChainNeedsAutomaticPropagation() {
		ChatClient client = this.application.client();
		Mono<String> chain = Mono.fromCallable(() -> client.prompt("hello").call().content())
			.subscribeOn(Schedulers.boundedElastic());
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			chain = scope.wrap(chain);
		}
		chain.block(TIMEOUT);
		propagate(true);
		chain.block(TIMEOUT);
		assertThat(this.application.attributions()).containsExactly(Attribution.NONE, BILLING);
	}

	@ParameterizedTest
	@ValueSource(strings = { "call call", "call stream", "stream call", "stream stream" })
	void toolThatAsksAModelItselfHoldsTheScopeOfItsTurn(String kinds) {
		ChatClient inner = this.application.client();
		ChatClient outer = this.application
			.client(() -> TrackedApplication.ask(inner, "hello", kinds.endsWith("stream")));
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			TrackedApplication.ask(outer, "use tool", kinds.startsWith("stream"));
		}
		assertThat(this.application.attributions()).hasSize(3).containsOnly(BILLING);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void toolThatTracksByHandHoldsTheScopeAndTheParametersOfItsTurn(boolean streaming) {
		AtomicReference<Attribution> seen = new AtomicReference<>();
		ChatClient client = this.application.client(() -> {
			seen.set(AttributionContext.current().attribution());
			this.application.track();
			this.application.tokenr().observe("acme", "observed", (call) -> "answer");
			try (TokenrScope scope = this.application.tokenr().scope((said) -> said.feature("in tool"))) {
				this.application.track();
			}
		}).mutate().defaultAdvisors(TokenrAdvisorParams.customer("acme")).build();
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			TrackedApplication.ask(client, "use tool", streaming);
		}
		assertThat(seen.get().customerId()).isEqualTo("acme");
		assertThat(this.application.attributions()).hasSize(5)
			.allMatch((attribution) -> "billing".equals(attribution.teamId()))
			.allMatch((attribution) -> "acme".equals(attribution.customerId()))
			.extracting(Attribution::feature)
			.containsExactly(null, null, null, "in tool", null);
	}

	@Test
	void toolThatHandsWorkToAnExecutorWithContextHoldsTheScope() {
		ExecutorService threads = Executors.newSingleThreadExecutor();
		try {
			ChatClient client = this.application.client(() -> {
				ContextSnapshot snapshot = ContextSnapshotFactory.builder().build().captureAll();
				CompletableFuture.runAsync(snapshot.wrap(this.application::track), threads).join();
				CompletableFuture.runAsync(this.application::track, threads).join();
			});
			try (AttributionScope scope = AttributionScope.open(BILLING)) {
				TrackedApplication.ask(client, "use tool", true);
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(this.application.attributions()).containsExactly(BILLING, BILLING, Attribution.NONE, BILLING);
	}

	/** What a tool finds by way of its stream is not left on the thread of the tool. */
	@Test
	void threadOfAToolKeepsNothing() {
		AtomicReference<AttributionContext> afterwards = new AtomicReference<>();
		AtomicReference<AttributionContext> inside = new AtomicReference<>();
		ChatClient client = this.application.client(() -> {
			ContextSnapshot other = ContextSnapshotFactory.builder().clearMissing(true).build().captureFrom();
			try (ContextSnapshot.Scope cleared = other.setThreadLocals()) {
				this.application.track();
			}
			try (AttributionScope scope = AttributionScope.open(Attribution.builder().feature("x").build())) {
				inside.set(scope.context());
			}
			var stream = ToolCallReactiveContextHolder.getContext();
			ToolCallReactiveContextHolder.clearContext();
			afterwards.set(AttributionContext.current());
			ToolCallReactiveContextHolder.setContext(stream);
		});
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			TrackedApplication.ask(client, "use tool", true);
		}
		assertThat(afterwards.get()).isSameAs(AttributionContext.EMPTY);
		assertThat(inside.get().attribution().teamId()).isEqualTo("billing");
	}

	@Test
	void streamThatIsRetriedElsewhereKeepsItsScope() {
		ChatClient client = this.application.client();
		Flux<String> stream;
		try (AttributionScope scope = AttributionScope.open(BILLING)) {
			stream = scope.wrap(client.prompt("hello").stream().content());
		}
		stream.concatWith(Flux.error(new IllegalStateException("broken off")))
			.subscribeOn(Schedulers.parallel())
			.retry(1)
			.onErrorComplete()
			.blockLast(TIMEOUT);
		assertThat(this.application.attributions()).containsExactly(BILLING, BILLING);
	}

	private static void propagate(boolean automatic) {
		if (automatic) {
			Hooks.enableAutomaticContextPropagation();
		}
	}

}
