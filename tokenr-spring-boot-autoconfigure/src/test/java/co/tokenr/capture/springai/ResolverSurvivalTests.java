package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import co.tokenr.TokenrScope;
import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionResolver;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.attribution.Resolution;
import co.tokenr.attribution.security.SecurityPrincipalResolver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An authenticated customer stays the customer: of calls, of streams, of their tools, and
 * whatever the request claims.
 */
class ResolverSurvivalTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final TrackedApplication application = new TrackedApplication(SecurityPrincipalResolver.customer());

	@AfterEach
	void leavesNothingBehind() throws InterruptedException {
		SchedulerThreads.assertNothingIsLeft();
		SecurityContextHolder.clearContext();
		this.application.close();
		assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
		assertThat(this.application.failures()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void lockBeatsParameterScopeAndTag(boolean streaming) {
		login("acme");
		ChatClient client = this.application.client()
			.mutate()
			.defaultAdvisors(TokenrAdvisorParams.customer("forged").tag("customer_id", "forged").team("core"))
			.build();
		try (AttributionScope scope = AttributionScope.open(Attribution.builder().customer("scope").build())) {
			TrackedApplication.ask(client, "hello", streaming);
		}
		assertThat(this.application.attributions())
			.containsExactly(Attribution.builder().customer("acme").team("core").build());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isAskedWhereTheCallBegins(boolean streaming) {
		login("acme");
		ChatClient client = this.application.client(SecurityContextHolder::clearContext);
		TrackedApplication.ask(client, "use tool", streaming);
		assertThat(customers()).containsExactly("acme", "acme");
	}

	@Test
	void callThatEndsElsewhereBelongsToWhoBeganIt() {
		login("acme");
		Flux<String> stream = this.application.client().prompt("use tool").stream().content();
		AtomicInteger chunks = new AtomicInteger();
		stream.subscribe((chunk) -> chunks.incrementAndGet());
		login("other");
		Awaitility.await().until(() -> this.application.events().size() == 2);
		assertThat(customers()).containsExactly("acme", "acme");
	}

	@Test
	void streamBelongsToTheSubscribersAuthentication() {
		ChatClient client = this.application.client(this.application::track);
		client.prompt("use tool")
			.advisors(TokenrAdvisorParams.customer("forged"))
			.stream()
			.content()
			.subscribeOn(Schedulers.parallel())
			.contextWrite(ReactiveSecurityContextHolder.withAuthentication(authentication("acme")))
			.blockLast(TIMEOUT);
		assertThat(customers()).containsExactly("acme", "acme", "acme");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void nestedModelInAToolBelongsToTheSameCustomer(boolean streaming) {
		login("acme");
		ChatClient inner = this.application.client()
			.mutate()
			.defaultAdvisors(TokenrAdvisorParams.customer("forged"))
			.build();
		ChatClient outer = this.application.client(() -> TrackedApplication.ask(inner, "hello", streaming));
		TrackedApplication.ask(outer, "use tool", true);
		assertThat(customers()).containsExactly("acme", "acme", "acme");
	}

	@Test
	void scopeOfTheFrontDoorTakesTheCustomerToOtherThreads() {
		login("acme");
		Supplier<String> task;
		Flux<String> stream;
		ChatClient client = this.application.client();
		try (TokenrScope scope = this.application.tokenr().scope((said) -> said.customer("forged"))) {
			task = scope.wrap(() -> client.prompt("hello").call().content());
			stream = scope.wrap(client.prompt("hello").stream().content().subscribeOn(Schedulers.boundedElastic()));
		}
		SecurityContextHolder.clearContext();
		CompletableFuture.supplyAsync(task).join();
		stream.blockLast(TIMEOUT);
		assertThat(customers()).containsExactly("acme", "acme");
	}

	@Test
	void observedCallBelongsToWhoBeganIt() {
		login("acme");
		this.application.tokenr().observe("acme", "m1", (call) -> {
			SecurityContextHolder.clearContext();
			call.customer("forged");
			return "answer";
		});
		assertThat(customers()).containsExactly("acme");
	}

	@Test
	void isAskedOnceForATurnAndGivesWayWhereItDoesNotLock() {
		AtomicInteger asked = new AtomicInteger();
		AttributionResolver resolver = (source) -> {
			asked.incrementAndGet();
			return Resolution.of(Attribution.builder().team("resolved").feature("resolved").build());
		};
		try (TrackedApplication other = new TrackedApplication(resolver);
				AttributionScope scope = AttributionScope.open(Attribution.builder().team("scope").build())) {
			TrackedApplication.ask(other.client(), "use tool", true);
			assertThat(other.attributions()).hasSize(2)
				.containsOnly(Attribution.builder().team("scope").feature("resolved").build());
			assertThat(asked).hasValue(1);
		}
	}

	@Test
	void failingResolverDoesNoHarm() {
		try (TrackedApplication other = new TrackedApplication((source) -> {
			throw new AssertionError("secret");
		})) {
			TrackedApplication.ask(other.client(), "hello", false);
			assertThat(other.attributions()).containsExactly(Attribution.NONE);
			assertThat(other.failures()).isEqualTo(1);
		}
	}

	private List<String> customers() {
		return this.application.attributions().stream().map(Attribution::customerId).toList();
	}

	private static void login(String name) {
		SecurityContextHolder.setContext(new SecurityContextImpl(authentication(name)));
	}

	private static Authentication authentication(String name) {
		return UsernamePasswordAuthenticationToken.authenticated(name, null, List.of());
	}

}
