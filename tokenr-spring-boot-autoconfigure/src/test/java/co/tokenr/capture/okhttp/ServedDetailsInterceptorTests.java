package co.tokenr.capture.okhttp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import co.tokenr.capture.CallClaim;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.LlmServer;
import co.tokenr.capture.LlmServer.Answer;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.SeenCalls;
import co.tokenr.capture.TraceIds;
import co.tokenr.capture.ServedDetails;
import co.tokenr.response.ResponseUsage;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Operation;
import co.tokenr.usage.UsageSource;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServedDetailsInterceptor}.
 */
class ServedDetailsInterceptorTests {

	private static final MediaType JSON = MediaType.get("application/json");

	private static final String SPEECH = "{\"model\":\"tts-1\",\"input\":\"Hello you\",\"voice\":\"alloy\"}";

	private final LlmServer server = new LlmServer();

	private final SeenCalls seen = new SeenCalls();

	private final SeenCalls seenAudio = new SeenCalls();

	private final ServedDetails details = new ServedDetails();

	private final ServedDetailsInterceptor interceptor = new ServedDetailsInterceptor(calls(this.seen),
			calls(this.seenAudio), this.details);

	private final OkHttpClient client = new OkHttpClient.Builder().addInterceptor(this.interceptor)
		.addInterceptor(this.interceptor)
		.build();

	@AfterEach
	void close() {
		this.client.connectionPool().evictAll();
		this.client.dispatcher().executorService().shutdown();
		this.server.close();
	}

	@Test
	void leavesWhatAChatSaysAndCountsNothing() throws IOException {
		this.server.answers("anthropic/round-3-answer.json");
		assertThat(post("/v1/messages", "{}")).isEqualTo(LlmServer.fixture("anthropic/round-3-answer.json"));
		ResponseUsage read = this.details.take("msg_round_3");
		assertThat(read.serviceTier()).isEqualTo("priority");
		assertThat(read.usage().input()).isEqualTo(134);
		assertThat(this.details.take("msg_round_3")).isNull();
		assertNothingCounted();
	}

	@Test
	void detailsAreThereBeforeTheEndOfAStreamIsSeen() throws IOException {
		this.server.answers(Answer.of("openai/round-3-answer.sse").stallsAfter(6));
		try (Response response = execute("/v1/chat/completions", RequestBody.create("{}", JSON))) {
			BufferedSource body = response.body().source();
			String line = body.readUtf8LineStrict();
			while (!line.contains("\"prompt_tokens\"")) {
				line = body.readUtf8LineStrict();
			}
			assertThat(this.details.take("chatcmpl-round-3").usage().input()).isEqualTo(330);
		}
		assertThat(this.details.take("chatcmpl-round-3")).isNull();
	}

	@Test
	void detailsOfAStreamThatIsGivenUpAreWhatItSaidSoFar() throws IOException {
		this.server.answers(Answer.of("anthropic/round-3-answer.sse").stallsAfter(2));
		try (Response response = execute("/v1/messages", RequestBody.create("{}", JSON))) {
			response.body().source().readUtf8Line();
			response.body().source().readUtf8Line();
		}
		ResponseUsage read = this.details.take("msg_round_3");
		assertThat(read.usage().input()).isEqualTo(134);
		assertThat(read.complete()).isFalse();
	}

	@Test
	void measuresSpeechOnce() throws IOException {
		this.server.answers(Answer.of(200, "audio/mpeg", "sound"));
		assertThat(post("/v1/audio/speech", SPEECH)).isEqualTo("sound".getBytes(StandardCharsets.UTF_8));
		assertThat(new String(this.server.asked().get(0).body(), StandardCharsets.UTF_8)).isEqualTo(SPEECH);
		LlmCall fact = this.seenAudio.fact();
		assertThat(fact.operation()).isEqualTo(Operation.SPEECH);
		assertThat(fact.requestModel()).isEqualTo("tts-1");
		assertThat(fact.counters().characters()).isEqualTo(9);
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void countsATranscriptionByItsAnswer() throws IOException {
		this.server.answers(Answer.of(200, "application/json",
				"{\"text\":\"Hello\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,\"output_tokens\":45,"
						+ "\"total_tokens\":59,\"input_token_details\":{\"text_tokens\":0,\"audio_tokens\":14}}}"));
		RequestBody form = new MultipartBody.Builder().setType(MultipartBody.FORM)
			.addFormDataPart("file", "a.wav", RequestBody.create("RIFF", MediaType.get("audio/wav")))
			.addFormDataPart("model", "gpt-4o-transcribe")
			.build();
		execute("/v1/audio/transcriptions", form).body().bytes();
		LlmCall fact = this.seenAudio.fact();
		assertThat(fact.operation()).isEqualTo(Operation.TRANSCRIPTION);
		assertThat(fact.requestModel()).isEqualTo("gpt-4o-transcribe");
		assertThat(fact.usage().input()).isEqualTo(14);
		assertThat(fact.usage().output()).isEqualTo(45);
		assertThat(fact.usageSource()).isEqualTo(UsageSource.PROVIDER);
	}

	@Test
	void countsModerationAndImagesThatNobodyClaims() throws IOException {
		this.server.answers(Answer.of(200, "application/json", "{\"id\":\"modr-1\",\"results\":[]}"));
		post("/v1/moderations", "{\"model\":\"omni-moderation\"}");
		post("/v1/images/generations", "{\"model\":\"gpt-image\"}");
		try (CallClaim claim = CallClaim.open()) {
			post("/v1/images/generations", "{\"model\":\"gpt-image\"}");
		}
		assertThat(this.seen.facts()).extracting(LlmCall::operation)
			.containsExactly(Operation.MODERATION, Operation.IMAGE_GENERATION);
	}

	@Test
	void audioThatASeamClaimsIsNotCounted() throws IOException {
		this.server.answers(Answer.of(200, "audio/mpeg", "sound"));
		try (CallClaim claim = CallClaim.open()) {
			post("/v1/audio/speech", SPEECH);
		}
		assertNothingCounted();
	}

	@Test
	void attemptThatTheSdkTriesAgainIsNotCounted() throws IOException {
		this.server.answers(Answer.of(500, "application/json", "{}"), Answer.of(429, "application/json", "{}"),
				Answer.of(200, "audio/mpeg", "sound"));
		for (int attempt = 0; attempt < 3; attempt++) {
			post("/v1/audio/speech", SPEECH);
		}
		assertThat(this.seenAudio.fact().status()).isEqualTo(CallStatus.SUCCESS);
	}

	@Test
	void refusalIsAnError() throws IOException {
		this.server.answers(Answer.of("openai/error-400.json").status(400));
		assertThat(post("/v1/audio/speech", SPEECH)).isEqualTo(LlmServer.fixture("openai/error-400.json"));
		assertThat(this.seenAudio.fact().errorType()).isEqualTo("http_400");
	}

	@Test
	void switchedOffItLeavesEverythingUntouched() throws IOException {
		this.server.answers("anthropic/round-3-answer.json");
		this.seen.switchOff();
		this.seenAudio.switchOff();
		assertThat(post("/v1/messages", "{}")).isEqualTo(LlmServer.fixture("anthropic/round-3-answer.json"));
		post("/v1/audio/speech", SPEECH);
		assertThat(this.details.take("msg_round_3")).isNull();
		assertNothingCounted();
	}

	@Test
	void delaysNoChunk() throws IOException {
		this.server.answers(Answer.of("openai/round-3-answer.sse").gap(Duration.ofMillis(100)));
		long start = System.nanoTime();
		try (Response response = execute("/v1/chat/completions", RequestBody.create("{}", JSON))) {
			response.body().source().readUtf8Line();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(600));
			response.body().source().readByteArray();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(600));
		}
	}

	private void assertNothingCounted() {
		assertThat(this.seen.calls()).isEmpty();
		assertThat(this.seenAudio.calls()).isEmpty();
	}

	private byte[] post(String path, String body) throws IOException {
		try (Response response = execute(path, RequestBody.create(body, JSON))) {
			return response.body().bytes();
		}
	}

	private Response execute(String path, RequestBody body) throws IOException {
		return this.client.newCall(new Request.Builder().url(this.server.url() + path).post(body).build()).execute();
	}

	private static HttpCallRecorder calls(SeenCalls seen) {
		return new HttpCallRecorder("openai_sdk", seen, new ProviderEndpoints(List.of()), "openai", TraceIds.NONE);
	}

}
