package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import co.tokenr.SeededRandom;
import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionResolver;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.attribution.AttributionThreadLocalAccessor;
import co.tokenr.attribution.Resolution;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.client.ChatClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten thousand calls of five hundred tenants at once, and none is charged to another.
 */
class AttributionStressTests {

	private static final int CALLS = 10_000;

	private static final int TENANTS = 500;

	private static final int THREADS = 8;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final ThreadLocal<String> LOGIN = new ThreadLocal<>();

	/** Locks the customer that is logged in, on the thread or in the stream. */
	private static final AttributionResolver LOGGED_IN = (source) -> {
		String customer = (source.reactorContext() instanceof ContextView context)
				? context.getOrDefault("login", LOGIN.get()) : LOGIN.get();
		return Resolution.locked(Attribution.builder().customer(customer).build());
	};

	private final TrackedApplication application = new TrackedApplication(LOGGED_IN);

	private final ChatClient plain = this.application.client();

	/** Its tool asks another model and tracks by hand. */
	private final ChatClient nesting = this.application.client(() -> {
		this.plain.prompt("hello").call().content();
		this.application.track();
	});

	private final Scheduler[] schedulers = { Schedulers.parallel(), Schedulers.boundedElastic(), Schedulers.single() };

	@AfterEach
	void leavesNothingBehind() throws InterruptedException {
		SchedulerThreads.assertNothingIsLeft();
		Hooks.disableAutomaticContextPropagation();
		ContextRegistry.getInstance().removeThreadLocalAccessor(AttributionContext.KEY);
		this.application.close();
		assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everyEventIsChargedToItsOwnTenant(boolean automaticPropagation) throws Exception {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new AttributionThreadLocalAccessor());
		if (automaticPropagation) {
			Hooks.enableAutomaticContextPropagation();
		}
		List<Unit> units = units();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			AtomicInteger next = new AtomicInteger();
			List<Unit> blocking = units.stream().filter((unit) -> !unit.kind().reactive).toList();
			CompletableFuture<?>[] workers = IntStream.range(0, THREADS)
				.mapToObj((worker) -> CompletableFuture.runAsync(() -> {
					for (int i = next.getAndIncrement(); i < blocking.size(); i = next.getAndIncrement()) {
						block(blocking.get(i));
					}
				}, threads))
				.toArray(CompletableFuture<?>[]::new);
			Flux.fromIterable(units)
				.filter((unit) -> unit.kind().reactive)
				.flatMap(this::stream, 64)
				.blockLast(TIMEOUT);
			CompletableFuture.allOf(workers).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		finally {
			threads.shutdownNow();
		}
		assertNoBleed(units);
	}

	private void assertNoBleed(List<Unit> units) {
		Map<String, List<Attribution>> byUnit = this.application.attributions()
			.stream()
			.collect(Collectors.groupingBy((attribution) -> attribution.tags().getOrDefault("unit", "none")));
		assertThat(byUnit.get("none")).isNull();
		assertThat(byUnit).hasSize(units.size());
		for (Unit unit : units) {
			List<Attribution> attributions = byUnit.get(String.valueOf(unit.id()));
			assertThat(attributions).as(unit.toString()).hasSize(unit.kind().calls).containsOnly(unit.expected());
		}
		assertThat(this.application.events()).hasSizeGreaterThanOrEqualTo(CALLS);
		assertThat(this.application.failures()).isZero();
	}

	private static List<Unit> units() {
		SeededRandom random = SeededRandom.create();
		List<Unit> units = new ArrayList<>();
		for (int calls = 0; calls < CALLS;) {
			Unit unit = new Unit(units.size(), Kind.values()[random.nextInt(Kind.values().length)]);
			units.add(unit);
			calls += unit.kind().calls;
		}
		return units;
	}

	private void block(Unit unit) {
		LOGIN.set(unit.tenant());
		try (AttributionScope scope = AttributionScope.open(unit.scope())) {
			switch (unit.kind()) {
				case CALL -> this.plain.prompt("hello").advisors(unit.parameters()).call().content();
				case TOOL_CALL -> this.nesting.prompt("use tool").advisors(unit.parameters()).call().content();
				case BLOCKED_STREAM ->
					this.plain.prompt("hello").advisors(unit.parameters()).stream().content().blockLast(TIMEOUT);
				default -> this.application.tokenr()
					.track("acme", "m1", (call) -> call.customer("forged").tag("unit", String.valueOf(unit.id())));
			}
		}
		finally {
			LOGIN.remove();
		}
	}

	private Flux<String> stream(Unit unit) {
		boolean tool = unit.kind() == Kind.TOOL_STREAM;
		Flux<String> stream = Flux
			.defer(() -> (tool ? this.nesting : this.plain).prompt(tool ? "use tool" : "hello")
				.advisors(unit.parameters())
				.stream()
				.content())
			.publishOn(this.schedulers[(unit.id() / 3) % 3])
			.subscribeOn(this.schedulers[unit.id() % 3]);
		try (AttributionScope scope = AttributionScope.open(unit.scope())) {
			return scope.wrap(stream).contextWrite(Context.of("login", unit.tenant()));
		}
	}

	private enum Kind {

		CALL(false, 1), TOOL_CALL(false, 4), BLOCKED_STREAM(false, 1), TRACK(false, 1), STREAM(true, 1),
		TOOL_STREAM(true, 4);

		private final boolean reactive;

		private final int calls;

		Kind(boolean reactive, int calls) {
			this.reactive = reactive;
			this.calls = calls;
		}

	}

	/** What a tenant does at once: some calls, attributed by all the means there are. */
	private record Unit(int id, Kind kind) {

		String tenant() {
			return "tenant-" + (this.id % TENANTS);
		}

		Attribution scope() {
			return Attribution.builder().feature(this.kind.name()).tag("tenant", tenant()).build();
		}

		TokenrAdvisorParams.Spec parameters() {
			return TokenrAdvisorParams.customer("forged").tag("unit", String.valueOf(this.id));
		}

		Attribution expected() {
			return scope()
				.overlaidBy(Attribution.builder().customer(tenant()).tag("unit", String.valueOf(this.id)).build());
		}

	}

}
