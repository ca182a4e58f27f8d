package co.tokenr;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.ledger.LatestEvents;
import co.tokenr.ledger.RunningTotals;
import co.tokenr.ledger.UsageTotals;
import co.tokenr.pipeline.Attributor;
import co.tokenr.pipeline.EventPublisher;
import co.tokenr.pipeline.PipelineCounts;
import co.tokenr.pipeline.UsageEstimation;
import co.tokenr.pipeline.UsagePipeline;
import co.tokenr.report.FlushResult;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Operation;
import co.tokenr.usage.Origin;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DefaultTokenr}, {@link TrackedCall} and {@link TokenrScope}.
 */
class DefaultTokenrTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final RunningTotals totals = new RunningTotals();

	private final LatestEvents latest = new LatestEvents(100);

	private final PipelineCounts counts = new PipelineCounts();

	private final List<Duration> flushes = new ArrayList<>();

	private final List<TokenrControlEvent> told = new ArrayList<>();

	private final EventPublisher publisher = new EventPublisher(() -> List.of(this.totals, this.latest), this.counts);

	private final Tokenr tokenr = new DefaultTokenr(new UsagePipeline(() -> true, new Origin("shop", null, null),
			new UsageEstimation(() -> false, new PipelineCounts()),
			new Attributor(Attribution.NONE, List::of, this.counts), (call) -> cost(call), this.publisher, this.counts),
			this.totals, this.latest, new TokenrControl(new TokenrSwitches(true, false), (timeout) -> {
				this.flushes.add(timeout);
				return new FlushResult(1, 2, 3, 4);
			}, this.told::add));

	@AfterEach
	void leavesNothingBehind() {
		this.publisher.close();
		assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
	}

	@Test
	void tracksEveryField() {
		Instant instant = Instant.parse("2026-01-02T03:04:05Z");
		this.tokenr.track("openai", "gpt-4o",
				(call) -> call.inputTokens(100)
					.cacheReadTokens(30)
					.cacheWriteTokens(20)
					.outputTokens(40)
					.reasoningTokens(15)
					.usage((usage) -> usage.audioInput(5L))
					.operation(Operation.TEXT_COMPLETION)
					.responseModel("gpt-4o-1")
					.responseId("resp_1")
					.serviceTier("flex")
					.streaming(true)
					.status(CallStatus.CANCELLED)
					.latency(Duration.ofMillis(12))
					.requestedAt(instant)
					.agent("a")
					.feature("f")
					.team("t")
					.customer("c")
					.user("u")
					.conversation("v")
					.tag("k", "1")
					.tags(Map.of("l", "2")));
		UsageEvent event = single();
		assertThat(event.call()).isEqualTo(new LlmCall(event.id(), instant, "openai", Operation.TEXT_COMPLETION,
				"gpt-4o", "gpt-4o-1", "resp_1", "flex", true, CallStatus.CANCELLED, null, Duration.ofMillis(12), null,
				TokenCounts.builder()
					.input(100L)
					.cacheReadInput(30L)
					.cacheCreationInput(20L)
					.audioInput(5L)
					.output(40L)
					.reasoningOutput(15L)
					.build(),
				UsageSource.PROVIDER, UsageCounters.NONE, List.of(), null, null, null, null, null, null, null,
				"manual"));
		assertThat(event.attribution())
			.isEqualTo(new Attribution("a", "f", "t", "c", "u", "v", Map.of("k", "1", "l", "2")));
		assertThat(event.origin()).isEqualTo(new Origin("shop", null, null));
	}

	@Test
	void tracksAFailureByItsType() {
		this.tokenr.track("openai", "gpt-4o", (call) -> call.failure(new IOException("the prompt")));
		assertThat(single().status()).isEqualTo(CallStatus.ERROR);
		assertThat(single().call().errorType()).isEqualTo("java.io.IOException");
		assertThat(single().call().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void aCallWithoutAProviderOrAModelIsOfAnUnknownOne(String nothing) {
		this.tokenr.track(nothing, nothing, (call) -> call.inputTokens(1));
		assertThat(single().provider()).isEqualTo("unknown");
		assertThat(single().model()).isEqualTo("unknown");
		String result = this.tokenr.observe(nothing, nothing, (call) -> "result");
		assertThat(result).isEqualTo("result");
		assertThat(this.tokenr.latest()).hasSize(2).allMatch((event) -> "unknown".equals(event.model()));
	}

	@Test
	void aCallIsTrackedThoughItsDetailsAreNull() {
		this.tokenr.track("openai", "gpt-4o",
				(call) -> call.operation(null)
					.responseModel(null)
					.responseId(null)
					.serviceTier(null)
					.status(null)
					.failure(null)
					.latency(null)
					.requestedAt(null)
					.agent(null)
					.feature(null)
					.team(null)
					.customer(null)
					.user(null)
					.conversation(null)
					.tag(null, null)
					.tags(null));
		assertThat(single().attribution()).isSameAs(Attribution.NONE);
		assertThat(this.counts.failures()).isZero();
	}

	@Test
	void aNegativeCountIsZeroAndFlagged() {
		this.tokenr.track("openai", "gpt-4o", (call) -> call.inputTokens(-1).outputTokens(2));
		assertThat(single().usage()).isEqualTo(TokenCounts.builder().input(-1L).output(2L).build());
		assertThat(single().usage().inconsistent()).isTrue();
	}

	@Test
	void observesTheTimeAndTheResultOfACall() {
		Integer result = this.tokenr.observe("openai", "gpt-4o", (call) -> {
			call.inputTokens(7).outputTokens(3).agent("a");
			long start = System.nanoTime();
			while (System.nanoTime() - start < 5_000_000) {
				Thread.onSpinWait();
			}
			return 42;
		});
		assertThat(result).isEqualTo(42);
		assertThat(single().status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(single().call().latency()).isBetween(Duration.ofMillis(5), Duration.ofSeconds(10));
		assertThat(single().usage().total()).isEqualTo(10);
		assertThat(single().attribution().agentId()).isEqualTo("a");
		assertThat(single().call().usageSource()).isEqualTo(UsageSource.PROVIDER);
	}

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("the prompt"), new IOException("the prompt"),
				new AssertionError("the prompt"), new OutOfMemoryError("the prompt"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void passesOnWhatAnObservedCallThrowsAndRecordsIt(Throwable failure) {
		assertThatExceptionOfType(Throwable.class).isThrownBy(() -> this.tokenr.observe("openai", "gpt-4o", (call) -> {
			call.inputTokens(5);
			if (failure instanceof Error error) {
				throw error;
			}
			throw (Exception) failure;
		})).isSameAs(failure);
		assertThat(single().status()).isEqualTo(CallStatus.ERROR);
		assertThat(single().call().errorType()).isEqualTo(failure.getClass().getName());
		assertThat(single().usage().input()).isEqualTo(5);
		assertThat(single().call().latency()).isNotNull();
		assertThat(single().toString()).doesNotContain("the prompt");
	}

	@Test
	void anObservedCallBelongsToTheScopeInWhichItBegan() {
		TokenrScope scope = this.tokenr.scope((attribution) -> attribution.team("billing"));
		this.tokenr.observe("openai", "gpt-4o", (call) -> {
			scope.close();
			return "";
		});
		assertThat(single().attribution().teamId()).isEqualTo("billing");
		assertThat(scope.totals().calls()).isOne();
	}

	@Test
	void aScopeAttributesAndCountsWhatRunsInsideIt() {
		track(1);
		try (TokenrScope scope = this.tokenr.scope((attribution) -> attribution.team("billing").tag("k", "v"))) {
			assertThat(scope.totals()).isEqualTo(UsageTotals.NONE);
			track(10);
			track(100);
			assertThat(scope.totals()).isEqualTo(
					new UsageTotals(2, 0, 0, 110, 0, 0, 0, 0, 0, 0, 2, Map.of("USD", new BigDecimal("110")), Map.of()));
			assertThat(this.tokenr.latest().get(0).attribution())
				.isEqualTo(Attribution.builder().team("billing").tag("k", "v").build());
		}
		track(1000);
		assertThat(this.tokenr.totals().inputTokens()).isEqualTo(1111);
	}

	@Test
	void nestedScopesCountInBoth() {
		try (TokenrScope outer = this.tokenr.scope((attribution) -> attribution.team("outer"))) {
			track(1);
			try (TokenrScope inner = this.tokenr.scope((attribution) -> attribution.feature("inner"))) {
				track(10);
				assertThat(inner.totals().inputTokens()).isEqualTo(10);
				assertThat(this.tokenr.latest().get(0).attribution())
					.isEqualTo(Attribution.builder().team("outer").feature("inner").build());
			}
			track(100);
			assertThat(outer.totals().inputTokens()).isEqualTo(111);
		}
	}

	@Test
	void aScopeThatSaysNothingStillCounts() {
		try (TokenrScope scope = this.tokenr.scope((attribution) -> {
		})) {
			track(5);
			assertThat(scope.totals().inputTokens()).isEqualTo(5);
		}
	}

	@Test
	void wrappedTasksAreCountedAfterTheScopeIsClosed() throws Exception {
		TokenrScope scope = this.tokenr.scope((attribution) -> attribution.team("billing"));
		Runnable task = scope.wrap((Runnable) () -> track(1));
		Supplier<Integer> supplier = scope.wrap(() -> track(10));
		Callable<Integer> callable = scope.wrapCallable(() -> track(100));
		scope.close();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			executor.submit(task).get();
			executor.submit(supplier::get).get();
			executor.submit(callable).get();
			executor.submit(() -> track(1000)).get();
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(scope.totals().inputTokens()).isEqualTo(111);
		assertThat(this.tokenr.totals().inputTokens()).isEqualTo(1111);
	}

	@Test
	void wrappedPublishersCarryTheScopeInTheirContext() {
		TokenrScope scope = this.tokenr.scope((attribution) -> attribution.team("billing"));
		Mono<String> mono = scope.wrap(team());
		Flux<String> flux = scope.wrap(Flux.range(0, 2).concatMap((i) -> team()));
		scope.close();
		assertThat(mono.block(TIMEOUT)).isEqualTo("billing");
		assertThat(flux.collectList().block(TIMEOUT)).containsExactly("billing", "billing");
	}

	@Test
	void flushesAndTellsWhatBecameOfTheEvents() {
		assertThat(this.tokenr.flush(TIMEOUT)).isEqualTo(new FlushResult(1, 2, 3, 4));
		assertThat(this.flushes).containsExactly(TIMEOUT);
		assertThat(this.tokenr.isEnabled()).isTrue();
	}

	@Test
	void theNoopRunsAllCodeAndRecordsNothing() throws Exception {
		Tokenr noop = DefaultTokenr.noop();
		List<String> ran = new ArrayList<>();
		noop.track("openai", "gpt-4o", (call) -> ran.add(call.inputTokens(1).toString()));
		assertThat(noop.<Integer, RuntimeException>observe("openai", "gpt-4o", (call) -> {
			ran.add("observe");
			return 42;
		})).isEqualTo(42);
		IOException failure = new IOException();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> noop.observe("openai", "gpt-4o", (call) -> {
			throw failure;
		})).isSameAs(failure);
		try (TokenrScope scope = noop.scope((attribution) -> attribution.team("billing"))) {
			scope.wrap((Runnable) () -> ran.add("task")).run();
			assertThat(scope.wrapCallable(() -> "callable").call()).isEqualTo("callable");
			assertThat(scope.wrap(Mono.just("mono")).block(TIMEOUT)).isEqualTo("mono");
			assertThat(scope.totals()).isEqualTo(UsageTotals.NONE);
		}
		assertThat(ran).hasSize(3).contains("observe", "task");
		assertThat(noop.isEnabled()).isFalse();
		assertThat(noop.latest()).isEmpty();
		assertThat(noop.totals()).isEqualTo(UsageTotals.NONE);
		assertThat(noop.flush(TIMEOUT)).isEqualTo(new FlushResult(0, 0, 0, 0));
	}

	private static Mono<String> team() {
		return Mono.deferContextual(
				(context) -> Mono.just(context.<AttributionContext>get(AttributionContext.KEY).attribution().teamId()))
			.subscribeOn(Schedulers.parallel());
	}

	private int track(int tokens) {
		this.tokenr.track("openai", "gpt-4o", (call) -> call.inputTokens(tokens));
		return tokens;
	}

	private UsageEvent single() {
		assertThat(this.tokenr.latest()).hasSize(1);
		return this.tokenr.latest().get(0);
	}

	private static Cost cost(LlmCall call) {
		Long input = call.usage().input();
		return (input != null) ? TestEvents.cost(input.toString(), "USD") : Cost.UNPRICED;
	}

}
