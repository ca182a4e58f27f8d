package co.tokenr.attribution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AttributionScope} and {@link AttributionContext} on plain threads.
 */
class AttributionScopeTests {

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	@AfterEach
	void leavesNothingBehind() {
		this.executor.shutdownNow();
		assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
	}

	@Test
	void holdsUntilItIsClosed() {
		try (AttributionScope scope = open("billing")) {
			assertThat(AttributionContext.current()).isSameAs(scope.context());
			assertThat(team()).isEqualTo("billing");
		}
		assertThat(team()).isNull();
	}

	@Test
	void innerWinsFieldByFieldAndTagsMerge() {
		try (AttributionScope outer = AttributionScope
			.open(Attribution.builder().team("outer").feature("outer").tag("a", "1").tag("b", "1").build())) {
			try (AttributionScope inner = AttributionScope
				.open(Attribution.builder().team("inner").tag("b", "2").build())) {
				assertThat(AttributionContext.current().attribution()).isEqualTo(
						Attribution.builder().team("inner").feature("outer").tag("a", "1").tag("b", "2").build());
			}
			assertThat(team()).isEqualTo("outer");
		}
	}

	@Test
	void closingTwiceHasNoEffect() {
		AttributionScope first = open("first");
		first.close();
		try (AttributionScope second = open("second")) {
			first.close();
			assertThat(team()).isEqualTo("second");
		}
	}

	@Test
	void reachesNoOtherThreadUnlessWrapped() throws Exception {
		try (AttributionScope scope = open("billing")) {
			assertThat(this.executor.submit(AttributionScopeTests::team).get()).isNull();
			assertThat(this.executor.submit(scope.wrapCallable(AttributionScopeTests::team)).get())
				.isEqualTo("billing");
			assertThat(this.executor.submit(AttributionScopeTests::team).get()).isNull();
		}
	}

	@Test
	void wrappedTasksKeepTheScopeAfterItIsClosed() throws Exception {
		List<String> seen = new ArrayList<>();
		Runnable task;
		Supplier<String> supplier;
		Callable<String> callable;
		try (AttributionScope outer = open("outer"); AttributionScope scope = open("billing")) {
			task = scope.wrap((Runnable) () -> seen.add(team()));
			supplier = scope.wrap((Supplier<String>) AttributionScopeTests::team);
			callable = scope.wrapCallable(AttributionScopeTests::team);
		}
		try (AttributionScope other = open("other")) {
			task.run();
			seen.add(supplier.get());
			seen.add(callable.call());
			assertThat(team()).isEqualTo("other");
		}
		assertThat(seen).containsExactly("billing", "billing", "billing");
	}

	@Test
	void wrappedTasksThatFailRestoreTheThread() {
		try (AttributionScope scope = open("billing")) {
			IOException failure = new IOException();
			Callable<Object> task = scope.wrapCallable(() -> {
				throw failure;
			});
			try (AttributionScope other = open("other")) {
				assertThatExceptionOfType(IOException.class).isThrownBy(task::call).isSameAs(failure);
				assertThat(team()).isEqualTo("other");
			}
		}
	}

	@Test
	void resumesAContextOfAnotherThread() throws Exception {
		AttributionContext context;
		try (AttributionScope scope = open("billing")) {
			context = scope.context();
		}
		String resumed = this.executor.submit(() -> {
			try (AttributionScope scope = AttributionScope.resume(context)) {
				return team();
			}
		}).get();
		assertThat(resumed).isEqualTo("billing");
		try (AttributionScope scope = open("billing")) {
			try (AttributionScope none = AttributionScope.resume(AttributionContext.EMPTY)) {
				assertThat(team()).isNull();
			}
			assertThat(team()).isEqualTo("billing");
		}
	}

	@Test
	void findsCompanionsByTypeInnermostFirst() {
		try (AttributionScope outer = AttributionScope.open(Attribution.NONE, "outer");
				AttributionScope number = AttributionScope.open(Attribution.NONE, 42);
				AttributionScope inner = AttributionScope.open(Attribution.builder().team("t").build(), "inner")) {
			AttributionContext context = AttributionContext.current();
			assertThat(context.companion(String.class)).isEqualTo("inner");
			assertThat(context.companion(Integer.class)).isEqualTo(42);
			assertThat(context.companion(List.class)).isNull();
			List<String> visited = new ArrayList<>();
			context.companions(String.class, visited::add);
			assertThat(visited).containsExactly("inner", "outer");
		}
	}

	@Test
	void anEmptyScopeAddsNoContext() {
		try (AttributionScope scope = AttributionScope.open(Attribution.NONE)) {
			assertThat(scope.context()).isSameAs(AttributionContext.EMPTY);
		}
	}

	private static AttributionScope open(String team) {
		return AttributionScope.open(Attribution.builder().team(team).build());
	}

	private static String team() {
		return AttributionContext.current().attribution().teamId();
	}

}
