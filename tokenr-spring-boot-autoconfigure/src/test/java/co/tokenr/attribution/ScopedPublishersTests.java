package co.tokenr.attribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttributionScope} around publishers and for
 * {@link AttributionThreadLocalAccessor}.
 */
class ScopedPublishersTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@AfterEach
	void leavesNothingBehind() {
		assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
	}

	@Test
	void aMonoHasTheScopeInItsReactorContextOnAnyThreadAfterTheScopeIsClosed() {
		Mono<String> wrapped;
		try (AttributionScope scope = open("billing")) {
			wrapped = scope.wrap(teamInReactorContext().subscribeOn(Schedulers.parallel()));
		}
		assertThat(wrapped.block(TIMEOUT)).isEqualTo("billing");
	}

	@Test
	void aFluxHasTheScopeInItsReactorContextForItsWholeLife() {
		Flux<String> wrapped;
		try (AttributionScope scope = open("billing")) {
			wrapped = scope
				.wrap(Flux.range(0, 3).delayElements(Duration.ofMillis(1)).concatMap((i) -> teamInReactorContext()));
		}
		StepVerifier.create(wrapped).expectNext("billing", "billing", "billing").expectComplete().verify(TIMEOUT);
		StepVerifier.create(wrapped).expectNext("billing", "billing", "billing").expectComplete().verify(TIMEOUT);
	}

	@Test
	void theSourceIsSubscribedInsideTheScopeOnTheSubscribersThread() {
		Mono<String> mono;
		Flux<String> flux;
		try (AttributionScope scope = open("billing")) {
			mono = scope.wrap(Mono.fromSupplier(ScopedPublishersTests::team));
			flux = scope.wrap(Flux.defer(() -> Flux.just(team())));
		}
		try (AttributionScope other = open("other")) {
			assertThat(mono.block(TIMEOUT)).isEqualTo("billing");
			assertThat(flux.collectList().block(TIMEOUT)).containsExactly("billing");
			assertThat(team()).isEqualTo("other");
		}
	}

	@Test
	void errorsAndCancellationPassThrough() {
		try (AttributionScope scope = open("billing")) {
			IllegalStateException failure = new IllegalStateException();
			StepVerifier.create(scope.wrap(Flux.error(failure)))
				.expectErrorMatches((ex) -> ex == failure)
				.verify(TIMEOUT);
			List<String> cancelled = new ArrayList<>();
			StepVerifier.create(scope.wrap(Flux.range(0, 10).doOnCancel(() -> cancelled.add("yes"))), 2)
				.expectNext(0, 1)
				.thenCancel()
				.verify(TIMEOUT);
			assertThat(cancelled).containsExactly("yes");
		}
	}

	@Test
	void whatTheSubscriberBringsIsKeptBelow() {
		AttributionContext subscriber = AttributionContext.EMPTY
			.with(Attribution.builder().team("subscriber").feature("subscriber").build(), "subscriber");
		try (AttributionScope scope = AttributionScope.open(Attribution.builder().team("scope").build(), "scope")) {
			AttributionContext context = inReactorContext(scope, subscriber);
			assertThat(context.attribution())
				.isEqualTo(Attribution.builder().team("scope").feature("subscriber").build());
			assertThat(companions(context)).containsExactly("scope", "subscriber");
		}
	}

	@Test
	void enclosingScopesAreKeptWhereTheSubscriberBringsAnotherContext() {
		AttributionContext subscriber = AttributionContext.EMPTY
			.with(Attribution.builder().team("subscriber").user("subscriber").build(), "subscriber");
		try (AttributionScope outer = AttributionScope.open(Attribution.builder().team("outer").build(), "outer");
				AttributionScope inner = AttributionScope.open(Attribution.builder().feature("inner").build(),
						"inner")) {
			AttributionContext context = inReactorContext(inner, subscriber);
			assertThat(context.attribution())
				.isEqualTo(Attribution.builder().team("outer").feature("inner").user("subscriber").build());
			assertThat(companions(context)).containsExactly("inner", "outer", "subscriber");
		}
	}

	@Test
	void aResumedScopeIsLaidOverWhatTheSubscriberBrings() {
		AttributionContext captured = AttributionContext.EMPTY.with(Attribution.builder().team("captured").build());
		AttributionContext subscriber = AttributionContext.EMPTY.with(Attribution.builder().team("subscriber").build());
		try (AttributionScope scope = AttributionScope.resume(captured)) {
			assertThat(inReactorContext(scope, subscriber).attribution().teamId()).isEqualTo("captured");
		}
	}

	@Test
	void aCompanionTravelsOnceHoweverOftenItsScopeIsWrapped() {
		try (AttributionScope scope = AttributionScope.open(Attribution.builder().team("t").build(), "companion")) {
			assertThat(companions(inReactorContext(scope, scope.context()))).containsExactly("companion");
			try (AttributionScope inner = AttributionScope.open(Attribution.builder().team("i").build(), "inner")) {
				assertThat(companions(inReactorContext(scope, inner.context()))).containsOnlyOnce("companion", "inner");
			}
			Mono<AttributionContext> twice = scope.wrap(scope.wrap(context()));
			assertThat(companions(twice.block(TIMEOUT))).containsExactly("companion");
		}
	}

	/**
	 * With the accessor known to Micrometer's context propagation.
	 */
	@Nested
	class WithContextPropagation {

		private final ContextRegistry registry = new ContextRegistry()
			.registerThreadLocalAccessor(new AttributionThreadLocalAccessor());

		private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
			.contextRegistry(this.registry)
			.build();

		@Test
		void aSnapshotCarriesTheScopeToAnotherThread() throws Exception {
			ContextSnapshot snapshot;
			try (AttributionScope scope = open("billing")) {
				snapshot = this.snapshots.captureAll();
			}
			List<String> seen = new ArrayList<>();
			Thread thread = new Thread(() -> {
				try (ContextSnapshot.Scope restored = snapshot.setThreadLocals()) {
					seen.add(team());
				}
				seen.add(team());
			});
			thread.start();
			thread.join();
			assertThat(seen).containsExactly("billing", null);
		}

		@Test
		void aSnapshotRestoresTheScopeThatWasOpen() {
			ContextSnapshot snapshot;
			try (AttributionScope scope = open("billing")) {
				snapshot = this.snapshots.captureAll();
			}
			try (AttributionScope other = open("other")) {
				try (ContextSnapshot.Scope restored = snapshot.setThreadLocals()) {
					assertThat(team()).isEqualTo("billing");
				}
				assertThat(team()).isEqualTo("other");
			}
		}

		@Test
		void aSnapshotWithoutAScopeClearsTheThread() {
			ContextSnapshot empty = ContextSnapshotFactory.builder()
				.contextRegistry(this.registry)
				.clearMissing(true)
				.build()
				.captureAll();
			try (AttributionScope other = open("other")) {
				try (ContextSnapshot.Scope restored = empty.setThreadLocals()) {
					assertThat(team()).isNull();
				}
				assertThat(team()).isEqualTo("other");
			}
		}

	}

	/**
	 * With Reactor's automatic context propagation.
	 */
	@Nested
	class WithAutomaticContextPropagation {

		WithAutomaticContextPropagation() {
			ContextRegistry.getInstance().registerThreadLocalAccessor(new AttributionThreadLocalAccessor());
			Hooks.enableAutomaticContextPropagation();
		}

		@AfterEach
		void disable() {
			Hooks.disableAutomaticContextPropagation();
			ContextRegistry.getInstance().removeThreadLocalAccessor(AttributionContext.KEY);
		}

		@Test
		void operatorsOnOtherThreadsSeeTheScopeOfTheSubscriber() {
			try (AttributionScope scope = open("billing")) {
				String seen = Mono.just("x")
					.publishOn(Schedulers.parallel())
					.map((x) -> String.valueOf(team()))
					.block(TIMEOUT);
				assertThat(seen).isEqualTo("billing");
			}
		}

		@Test
		void operatorsOfAWrappedPublisherSeeItsScopeOnOtherThreads() {
			Flux<String> wrapped;
			try (AttributionScope scope = open("billing")) {
				wrapped = scope
					.wrap(Flux.range(0, 3).publishOn(Schedulers.boundedElastic()).map((i) -> String.valueOf(team())));
			}
			try (AttributionScope other = open("other")) {
				assertThat(wrapped.collectList().block(TIMEOUT)).containsExactly("billing", "billing", "billing");
				assertThat(team()).isEqualTo("other");
			}
			String after = Mono.fromSupplier(() -> String.valueOf(team()))
				.subscribeOn(Schedulers.boundedElastic())
				.block(TIMEOUT);
			assertThat(after).isEqualTo("null");
		}

		@Test
		void aWrappedPublisherSubscribedInsideItsOwnScopeCarriesTheCompanionOnce() {
			try (AttributionScope scope = AttributionScope.open(Attribution.builder().team("t").build(), "companion")) {
				assertThat(companions(scope.wrap(context()).block(TIMEOUT))).containsExactly("companion");
			}
		}

	}

	private static AttributionContext inReactorContext(AttributionScope scope, AttributionContext subscriber) {
		return scope.wrap(context())
			.contextWrite((context) -> context.put(AttributionContext.KEY, subscriber))
			.block(TIMEOUT);
	}

	private static Mono<AttributionContext> context() {
		return Mono.deferContextual((context) -> Mono.just(context.get(AttributionContext.KEY)));
	}

	private static Mono<String> teamInReactorContext() {
		return context().map((context) -> context.attribution().teamId());
	}

	private static List<String> companions(AttributionContext context) {
		List<String> companions = new ArrayList<>();
		context.companions(String.class, companions::add);
		return companions;
	}

	private static AttributionScope open(String team) {
		return AttributionScope.open(Attribution.builder().team(team).build());
	}

	private static String team() {
		return AttributionContext.current().attribution().teamId();
	}

}
