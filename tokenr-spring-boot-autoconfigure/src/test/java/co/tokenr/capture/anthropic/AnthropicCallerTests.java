package co.tokenr.capture.anthropic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.capture.CallClaim;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.LlmServer;
import co.tokenr.capture.LlmServer.Answer;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.SeenCalls;
import co.tokenr.capture.TraceIds;
import co.tokenr.usage.CapturedCall;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.errors.BadRequestException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for who a call of {@link TokenrAnthropic} belongs to when the SDK leaves the
 * caller's thread, and for the view that tells.
 */
class AnthropicCallerTests {

	private static final String JSON = "anthropic/round-3-answer.json";

	private static final String SSE = "anthropic/round-3-answer.sse";

	private static final MessageCreateParams REQUEST = MessageCreateParams.builder()
		.model("claude-sonnet-5")
		.maxTokens(100)
		.addUserMessage("How many are left?")
		.build();

	private final LlmServer server = new LlmServer();

	private final Map<String, Thread> resolved = new ConcurrentHashMap<>();

	private final SeenCalls seen = new SeenCalls() {

		@Override
		public AttributionContext resolve(AttributionContext around, @Nullable Object reactorContext) {
			AnthropicCallerTests.this.resolved.put(String.valueOf(around.attribution().customerId()),
					Thread.currentThread());
			return around;
		}

	};

	private final ThreadLocal<TraceIds.Span> span = new ThreadLocal<>();

	private final TokenrAnthropic tokenr = new TokenrAnthropic(new HttpCallRecorder("anthropic_sdk", this.seen,
			new ProviderEndpoints(List.of()), "anthropic", new ThreadTraceIds()));

	private final AnthropicClient plain = AnthropicOkHttpClient.builder()
		.baseUrl(this.server.url())
		.apiKey("test")
		.timeout(Duration.ofSeconds(10))
		.build();

	private final AnthropicClient client = this.tokenr.wrap(this.plain);

	@AfterEach
	void close() {
		this.plain.close();
		this.server.close();
	}

	@Test
	void asynchronousCallBelongsToItsCaller() {
		this.server.answers(JSON);
		as("one", () -> this.client.async().messages().create(REQUEST).join());
		as("two", () -> this.tokenr.wrap(this.plain.async()).messages().create(REQUEST).join());
		as("three", () -> this.tokenr.wrap(this.plain.async()).sync().async().messages().create(REQUEST).join());
		this.client.async().messages().create(REQUEST).join();
		assertThat(customers()).containsExactly("one", "two", "three", "null");
	}

	@Test
	void asynchronousStreamBelongsToItsCaller() {
		this.server.answers(SSE);
		as("one", () -> {
			var chunks = this.client.async().messages().createStreaming(REQUEST);
			chunks.subscribe((chunk) -> {
			});
			return chunks.onCompleteFuture().join();
		});
		await().untilAsserted(() -> assertThat(customers()).containsExactly("one"));
		assertThat(this.seen.fact().streaming()).isTrue();
	}

	@Test
	void rawAnswerBelongsToItsCaller() {
		this.server.answers(JSON);
		HttpResponseFor<Message> service = as("one",
				() -> this.client.async().messages().withRawResponse().create(REQUEST).join());
		service.parse();
		HttpResponseFor<Message> client = as("two",
				() -> this.client.async().withRawResponse().messages().create(REQUEST).join());
		client.parse();
		assertThat(customers()).containsExactly("one", "two");
	}

	@Test
	void callerIsKnownToServicesWithOptionsOfTheirOwn() {
		this.server.answers(JSON);
		AnthropicClientAsync patient = this.client.async()
			.withOptions((options) -> options.timeout(Duration.ofSeconds(9)));
		as("one", () -> patient.messages().create(REQUEST).join());
		as("two", () -> patient.messages().withOptions((options) -> options.maxRetries(1)).create(REQUEST).join());
		assertThat(customers()).containsExactly("one", "two");
	}

	@Test
	void resolversAreAskedOnTheThreadOfTheCaller() {
		this.server.answers(JSON);
		as("one", () -> this.client.async().messages().create(REQUEST).join());
		assertThat(this.resolved).containsOnly(Map.entry("one", Thread.currentThread()));
	}

	@Test
	void traceIsTheCallers() {
		this.server.answers(JSON);
		this.span.set(new TraceIds.Span("trace", "span"));
		this.client.async().messages().create(REQUEST).join();
		assertThat(this.seen.fact().traceId()).isEqualTo("trace");
		assertThat(this.seen.fact().spanId()).isEqualTo("span");
	}

	@Test
	void asynchronousRequestLeavesAsItIs() {
		this.server.answers(Answer.of(500, "application/json", "{}"), Answer.of(JSON),
				Answer.of(500, "application/json", "{}"), Answer.of(JSON));
		Message watched = as("one", () -> this.client.async().messages().create(REQUEST).join());
		assertThat(watched).isEqualTo(this.plain.async().messages().create(REQUEST).join());
		for (int attempt = 0; attempt < 2; attempt++) {
			assertThat(this.server.asked().get(attempt).body()).isEqualTo(this.server.asked().get(attempt + 2).body());
			assertThat(this.server.asked().get(attempt).headers())
				.isEqualTo(this.server.asked().get(attempt + 2).headers());
		}
	}

	@Test
	void retriesThatTheApplicationAsksForAreOneCall() {
		this.server.answers(Answer.of(500, "application/json", "{}"), Answer.of(JSON));
		this.client.withOptions((options) -> options.maxRetries(1)).messages().create(REQUEST);
		assertThat(this.server.asked()).hasSize(2);
		assertThat(this.seen.calls()).hasSize(1);
	}

	@Test
	void httpClientOfTheApplicationsChoiceIsKept() {
		this.server.answers(JSON);
		AnthropicClient other = AnthropicOkHttpClient.builder().baseUrl("http://127.0.0.1:9").apiKey("test").build();
		AnthropicClient own = this.tokenr.wrap(other)
			.withOptions((options) -> this.plain
				.withOptions((theirs) -> options.httpClient(theirs.build().httpClient()).baseUrl(this.server.url())));
		as("one", () -> own.async().messages().create(REQUEST).join());
		assertThat(customers()).containsExactly("one");
		other.close();
	}

	@Test
	void parallelCallersStayApart() throws Exception {
		this.server.answers(JSON);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		List<CompletableFuture<?>> calls = new ArrayList<>();
		for (int call = 0; call < 1000; call++) {
			String customer = "customer-" + call % 50;
			calls.add(CompletableFuture
				.supplyAsync(() -> as(customer, () -> this.client.async().messages().create(to(customer))), threads)
				.thenCompose((answer) -> answer));
		}
		CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
		threads.shutdown();
		assertThat(this.seen.calls()).hasSize(1000)
			.allSatisfy((call) -> assertThat(call.attribution().customerId()).isEqualTo(call.facts().requestModel()));
	}

	/** The SDK closes an HTTP client whose options are garbage. */
	@Test
	void connectionsStayOpenWhenTheCopiesOfACallAreGarbage() throws Exception {
		this.server.answers(JSON);
		for (int round = 0; round < 5; round++) {
			this.tokenr.wrap(this.plain).messages().create(REQUEST);
			this.client.async().messages().create(REQUEST).join();
			System.gc();
			Thread.sleep(20);
		}
		assertThat(this.plain.async().messages().create(REQUEST).join()).isNotNull();
		assertThat(this.seen.calls()).hasSize(10);
	}

	@Test
	void failuresAreThoseOfTheSdk() {
		this.server.answers(Answer.of("anthropic/error-400.json").status(400));
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.client.async().messages().create(REQUEST).join())
			.withCauseInstanceOf(BadRequestException.class);
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.client.messages().create(REQUEST));
		assertThatExceptionOfType(NullPointerException.class)
			.isThrownBy(() -> this.client.messages().create((MessageCreateParams) null));
	}

	@Test
	void standsAsideWhereAnotherSeamCountsOnTheThreadOfTheCaller() {
		this.server.answers(JSON);
		try (CallClaim claim = CallClaim.open()) {
			this.client.async().messages().create(REQUEST).join();
		}
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void whatTheSdkKeepsIsTheSameObject() {
		assertThat(this.client).isEqualTo(this.client).isNotEqualTo(this.plain).hasSameHashCodeAs(this.client);
		assertThat(this.client.messages()).isSameAs(this.client.messages());
		assertThat(this.client.async()).isSameAs(this.client.async());
		assertThat(this.client.async().sync()).isSameAs(this.client.async().sync());
		assertThat(this.client).hasToString(this.plain.toString());
		assertThat(this.tokenr.wrap(this.client.async())).isSameAs(this.client.async());
	}

	@Test
	void closingItClosesTheClient() {
		this.client.close();
		this.server.answers(JSON);
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.plain.async().messages().create(REQUEST).join());
	}

	private static MessageCreateParams to(String model) {
		return REQUEST.toBuilder().model(model).build();
	}

	private List<String> customers() {
		return this.seen.calls()
			.stream()
			.map(CapturedCall::attribution)
			.map(Attribution::customerId)
			.map(String::valueOf)
			.toList();
	}

	private static <T> T as(String customer, Callable<T> call) {
		try (AttributionScope scope = AttributionScope.open(Attribution.builder().customer(customer).build())) {
			return call.call();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private final class ThreadTraceIds implements TraceIds {

		@Override
		public @Nullable Span current() {
			return AnthropicCallerTests.this.span.get();
		}

		@Override
		public @Nullable Span of(Observation.ContextView observation) {
			return null;
		}

	}

}
