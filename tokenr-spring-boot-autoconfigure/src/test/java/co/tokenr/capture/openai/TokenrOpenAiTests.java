package co.tokenr.capture.openai;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import co.tokenr.capture.CallClaim;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.LlmServer;
import co.tokenr.capture.LlmServer.Answer;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.SeenCalls;
import co.tokenr.capture.TraceIds;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Operation;
import co.tokenr.usage.UsageSource;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIException;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.speech.SpeechModel;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TokenrOpenAi} with clients of the SDK.
 */
class TokenrOpenAiTests {

	private static final String JSON = "openai/round-3-answer.json";

	private static final String SSE = "openai/round-3-answer.sse";

	private static final ChatCompletionCreateParams REQUEST = ChatCompletionCreateParams.builder()
		.model("gpt-5.6-terra")
		.addUserMessage("How many are left?")
		.build();

	private final LlmServer server = new LlmServer();

	private final SeenCalls seen = new SeenCalls();

	private final TokenrOpenAi tokenr = new TokenrOpenAi(
			new HttpCallRecorder("openai_sdk", this.seen, new ProviderEndpoints(List.of()), "openai", TraceIds.NONE));

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
	void countsACall() {
		this.server.answers(JSON);
		ChatCompletion completion = this.client.chat().completions().create(REQUEST);
		assertThat(completion).isEqualTo(this.plain.chat().completions().create(REQUEST));
		LlmCall fact = this.seen.fact();
		assertCounted(fact);
		assertThat(fact.capturedBy()).isEqualTo("openai_sdk");
		assertThat(fact.requestModel()).isEqualTo("gpt-5.6-terra");
		assertThat(fact.streaming()).isFalse();
	}

	@Test
	void leavesRequestAndAnswerAsTheyAre() throws IOException {
		this.server.answers(JSON);
		byte[] watched = body(this.client);
		assertThat(watched).isEqualTo(body(this.plain)).isEqualTo(LlmServer.fixture(JSON));
		assertThat(this.server.asked().get(0).body()).isEqualTo(this.server.asked().get(1).body());
		assertThat(this.server.asked().get(0).headers()).isEqualTo(this.server.asked().get(1).headers());
	}

	@Test
	void countsAnAsynchronousCall() {
		this.server.answers(JSON);
		this.client.async().chat().completions().create(REQUEST).join();
		assertCounted(this.seen.fact());
		this.tokenr.wrap(this.plain.async()).chat().completions().create(REQUEST).join();
		assertThat(this.seen.calls()).hasSize(2);
	}

	@Test
	void countsAStream() {
		this.server.answers(SSE);
		try (StreamResponse<ChatCompletionChunk> chunks = this.client.chat().completions().createStreaming(REQUEST)) {
			assertThat(chunks.stream().count()).isEqualTo(6);
		}
		LlmCall fact = this.seen.fact();
		assertCounted(fact);
		assertThat(fact.streaming()).isTrue();
		assertThat(fact.timeToFirstToken()).isPositive();
	}

	@Test
	void countsAnAsynchronousStream() {
		this.server.answers(SSE);
		AsyncStreamResponse<ChatCompletionChunk> chunks = this.client.async()
			.chat()
			.completions()
			.createStreaming(REQUEST);
		chunks.subscribe((chunk) -> {
		});
		chunks.onCompleteFuture().join();
		await().untilAsserted(() -> assertCounted(this.seen.fact()));
	}

	@Test
	void streamThatIsGivenUpIsCancelled() {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(50)));
		try (StreamResponse<ChatCompletionChunk> chunks = this.client.chat().completions().createStreaming(REQUEST)) {
			chunks.stream().findFirst();
		}
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void retriesOfTheSdkAreOneCall() {
		this.server.answers(Answer.of(500, "application/json", "{}"), Answer.of(500, "application/json", "{}"),
				Answer.of(JSON));
		this.client.chat().completions().create(REQUEST);
		assertThat(this.server.asked()).hasSize(3);
		assertThat(this.server.asked()).extracting((asked) -> asked.headers().getFirst("X-Stainless-Retry-Count"))
			.containsExactly("0", "1", "2");
		assertCounted(this.seen.fact());
	}

	@Test
	void asynchronousRetriesOfTheSdkAreOneCall() {
		this.server.answers(Answer.of(500, "application/json", "{}"), Answer.of(500, "application/json", "{}"),
				Answer.of(JSON));
		this.client.async().chat().completions().create(REQUEST).join();
		assertThat(this.server.asked()).hasSize(3);
		assertCounted(this.seen.fact());
	}

	@Test
	void failureAfterAllRetriesIsOneError() {
		this.server.answers(Answer.of(500, "application/json", "{}"));
		assertThatExceptionOfType(InternalServerException.class)
			.isThrownBy(() -> this.client.chat().completions().create(REQUEST));
		assertThat(this.server.asked()).hasSize(3);
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.ERROR);
		assertThat(this.seen.fact().errorType()).isEqualTo("http_500");
	}

	@Test
	void refusalIsAnErrorThatTheCallerReads() {
		this.server.answers(Answer.of("openai/error-400.json").status(400));
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.client.chat().completions().create(REQUEST))
			.withMessageContaining("Unsupported value");
		assertThat(this.seen.fact().errorType()).isEqualTo("http_400");
		assertThat(this.seen.fact().requestModel()).isEqualTo("gpt-5.6-terra");
	}

	@Test
	void timeoutIsAnError() {
		this.server.answers(Answer.of(JSON).stallsAfter(0));
		OpenAIClient hasty = this.client.withOptions((options) -> options.timeout(Duration.ofMillis(200)));
		assertThatExceptionOfType(OpenAIException.class).isThrownBy(() -> hasty.chat().completions().create(REQUEST));
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.ERROR);
	}

	@Test
	void asynchronousFailureIsAnErrorAndStaysWhatItWas() {
		this.server.close();
		CompletableFuture<ChatCompletion> watched = this.client.async().chat().completions().create(REQUEST);
		Throwable expected = this.plain.async().chat().completions().create(REQUEST).handle((r, ex) -> ex).join();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(watched::join)
			.satisfies((ex) -> assertThat(ex.getCause().getClass()).isEqualTo(expected.getCause().getClass()));
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.ERROR);
	}

	@Test
	void wrappedTwiceItCountsOnce() {
		this.server.answers(JSON);
		assertThat(this.tokenr.wrap(this.client)).isSameAs(this.client);
		TokenrOpenAi other = new TokenrOpenAi(new HttpCallRecorder("openai_sdk", this.seen,
				new ProviderEndpoints(List.of()), "openai", TraceIds.NONE));
		other.wrap(this.client).chat().completions().create(REQUEST);
		assertCounted(this.seen.fact());
		other.wrap(this.client).async().chat().completions().create(REQUEST).join();
		assertThat(this.seen.calls()).hasSize(2);
	}

	@Test
	void standsAsideWhileAnotherSeamCounts() {
		this.server.answers(JSON);
		try (CallClaim claim = CallClaim.open()) {
			this.client.chat().completions().create(REQUEST);
		}
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void switchedOffItLeavesTheAnswerUntouched() throws IOException {
		this.server.answers(JSON);
		this.seen.switchOff();
		assertThat(body(this.client)).isEqualTo(LlmServer.fixture(JSON));
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void otherRequestsAreNoCalls() {
		this.server.answers(Answer.of(200, "application/json", "{\"object\":\"list\",\"data\":[]}"));
		this.client.models().list();
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void measuresSpeech() throws IOException {
		this.server.answers(Answer.of(200, "audio/mpeg", "sound"));
		SpeechCreateParams request = SpeechCreateParams.builder()
			.model(SpeechModel.TTS_1)
			.input("Hello you")
			.voice("alloy")
			.build();
		try (HttpResponse response = this.client.audio().speech().create(request)) {
			assertThat(response.body().readAllBytes()).isEqualTo("sound".getBytes());
		}
		assertThat(this.seen.fact().operation()).isEqualTo(Operation.SPEECH);
		assertThat(this.seen.fact().counters().characters()).isEqualTo(9);
		assertThat(this.seen.fact().requestModel()).isEqualTo("tts-1");
	}

	private static byte[] body(OpenAIClient client) throws IOException {
		try (HttpResponse response = client.chat().completions().withRawResponse().create(REQUEST)) {
			return response.body().readAllBytes();
		}
	}

	private static void assertCounted(LlmCall fact) {
		assertThat(fact.status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(fact.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(fact.usage().input()).isEqualTo(330);
		assertThat(fact.usage().output()).isEqualTo(42);
		assertThat(fact.usage().cacheReadInput()).isEqualTo(192);
		assertThat(fact.serviceTier()).isIn("default", null);
	}

}
