package co.tokenr.capture.openai;

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
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for who a call of {@link TokenrOpenAi} belongs to when the SDK leaves the
 * caller's thread, and for the view that tells.
 */
class OpenAiCallerTests {

	private static final String JSON = "openai/round-3-answer.json";

	private static final String SSE = "openai/round-3-answer.sse";

	private static final ChatCompletionCreateParams REQUEST = ChatCompletionCreateParams.builder()
		.model("gpt-5.6-terra")
		.addUserMessage("How many are left?")
		.build();

	private final LlmServer server = new LlmServer();

	private final Map<String, Thread> resolved = new ConcurrentHashMap<>();

	private final SeenCalls seen = new SeenCalls() {

		@Override
		public AttributionContext resolve(AttributionContext around, @Nullable Object reactorContext) {
			OpenAiCallerTests.this.resolved.put(String.valueOf(around.attribution().customerId()),
					Thread.currentThread());
			return around;
		}

	};

	private final ThreadLocal<TraceIds.Span> span = new ThreadLocal<>();

	private final TokenrOpenAi tokenr = new TokenrOpenAi(new HttpCallRecorder("openai_sdk", this.seen,
			new ProviderEndpoints(List.of()), "openai", new ThreadTraceIds()));

	private final OpenAIClient plain = OpenAIOkHttpClient.builder()
		.baseUrl(this.server.url() + "/v1")
		.apiKey("test")
		.timeout(Duration.ofSeconds(10))
		.build();

	private final OpenAIClient client = this.tokenr.wrap(this.plain);

	@AfterEach
	void close() {
		this.plain.close();
		this.server.close();
	}

	@Test
	void asynchronousCallBelongsToItsCaller() {
		this.server.answers(JSON);
		as("one", () -> this.client.async().chat().completions().create(REQUEST).join());
		as("two", () -> this.tokenr.wrap(this.plain.async()).chat().completions().create(REQUEST).join());
		as("three",
				() -> this.tokenr.wrap(this.plain.async()).sync().async().chat().completions().create(REQUEST).join());
		this.client.async().chat().completions().create(REQUEST).join();
		assertThat(customers()).containsExactly("one", "two", "three", "null");
	}

	@Test
	void asynchronousStreamBelongsToItsCaller() {
		this.server.answers(SSE);
		as("one", () -> {
			var chunks = this.client.async().chat().completions().createStreaming(REQUEST);
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
		HttpResponseFor<ChatCompletion> service = as("one",
				() -> this.client.async().chat().completions().withRawResponse().create(REQUEST).join());
		service.parse();
		HttpResponseFor<ChatCompletion> client = as("two",
				() -> this.client.async().withRawResponse().chat().completions().create(REQUEST).join());
		client.parse();
		assertThat(customers()).containsExactly("one", "two");
	}

	@Test
	void asynchronousEmbeddingBelongsToItsCaller() {
		this.server.answers("openai/embedding.json");
		EmbeddingCreateParams request = EmbeddingCreateParams.builder().model("e").input("one").build();
		as("one", () -> this.client.async().embeddings().create(request).join());
		assertThat(customers()).containsExactly("one");
	}

	@Test
	void callerIsKnownToServicesWithOptionsOfTheirOwn() {
		this.server.answers(JSON);
		OpenAIClientAsync patient = this.client.async()
			.withOptions((options) -> options.timeout(Duration.ofSeconds(9)));
		as("one", () -> patient.chat().completions().create(REQUEST).join());
		as("two",
				() -> patient.chat()
					.completions()
					.withOptions((options) -> options.maxRetries(1))
					.create(REQUEST)
					.join());
		assertThat(customers()).containsExactly("one", "two");
	}

	@Test
	void resolversAreAskedOnTheThreadOfTheCaller() {
		this.server.answers(JSON);
		as("one", () -> this.client.async().chat().completions().create(REQUEST).join());
		assertThat(this.resolved).containsOnly(Map.entry("one", Thread.currentThread()));
	}

	@Test
	void traceIsTheCallers() {
		this.server.answers(JSON);
		this.span.set(new TraceIds.Span("trace", "span"));
		this.client.async().chat().completions().create(REQUEST).join();
		assertThat(this.seen.fact().traceId()).isEqualTo("trace");
		assertThat(this.seen.fact().spanId()).isEqualTo("span");
	}

	@Test
	void asynchronousRequestLeavesAsItIs() {
		this.server.answers(Answer.of(500, "application/json", "{}"), Answer.of(JSON),
				Answer.of(500, "application/json", "{}"), Answer.of(JSON));
		ChatCompletion watched = as("one", () -> this.client.async().chat().completions().create(REQUEST).join());
		assertThat(watched).isEqualTo(this.plain.async().chat().completions().create(REQUEST).join());
		for (int attempt = 0; attempt < 2; attempt++) {
			assertThat(this.server.asked().get(attempt).body()).isEqualTo(this.server.asked().get(attempt + 2).body());
			assertThat(this.server.asked().get(attempt).headers())
				.isEqualTo(this.server.asked().get(attempt + 2).headers());
		}
	}

	@Test
	void retriesThatTheApplicationAsksForAreOneCall() {
		this.server.answers(Answer.of(500, "application/json", "{}"), Answer.of(JSON));
		this.client.withOptions((options) -> options.maxRetries(1)).chat().completions().create(REQUEST);
		assertThat(this.server.asked()).hasSize(2);
		assertThat(this.seen.calls()).hasSize(1);
	}

	@Test
	void httpClientOfTheApplicationsChoiceIsKept() {
		this.server.answers(JSON);
		OpenAIClient other = OpenAIOkHttpClient.builder().baseUrl("http://127.0.0.1:9").apiKey("test").build();
		OpenAIClient own = this.tokenr.wrap(other)
			.withOptions((options) -> this.plain.withOptions(
					(theirs) -> options.httpClient(theirs.build().httpClient()).baseUrl(this.server.url() + "/v1")));
		as("one", () -> own.async().chat().completions().create(REQUEST).join());
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
			calls.add(CompletableFuture.supplyAsync(
					() -> as(customer, () -> this.client.async().chat().completions().create(to(customer))), threads)
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
			this.tokenr.wrap(this.plain).chat().completions().create(REQUEST);
			this.client.async().chat().completions().create(REQUEST).join();
			System.gc();
			Thread.sleep(20);
		}
		assertThat(this.plain.async().chat().completions().create(REQUEST).join()).isNotNull();
		assertThat(this.seen.calls()).hasSize(10);
	}

	@Test
	void failuresAreThoseOfTheSdk() {
		this.server.answers(Answer.of("openai/error-400.json").status(400));
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.client.async().chat().completions().create(REQUEST).join())
			.withCauseInstanceOf(BadRequestException.class);
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.client.chat().completions().create(REQUEST));
		assertThatExceptionOfType(NullPointerException.class)
			.isThrownBy(() -> this.client.chat().completions().create((ChatCompletionCreateParams) null));
	}

	@Test
	void standsAsideWhereAnotherSeamCountsOnTheThreadOfTheCaller() {
		this.server.answers(JSON);
		try (CallClaim claim = CallClaim.open()) {
			this.client.async().chat().completions().create(REQUEST).join();
		}
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void whatTheSdkKeepsIsTheSameObject() {
		assertThat(this.client).isEqualTo(this.client).isNotEqualTo(this.plain).hasSameHashCodeAs(this.client);
		assertThat(this.client.chat()).isSameAs(this.client.chat());
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
			.isThrownBy(() -> this.plain.async().chat().completions().create(REQUEST).join());
	}

	private static ChatCompletionCreateParams to(String model) {
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
			return OpenAiCallerTests.this.span.get();
		}

		@Override
		public @Nullable Span of(Observation.ContextView observation) {
			return null;
		}

	}

}
