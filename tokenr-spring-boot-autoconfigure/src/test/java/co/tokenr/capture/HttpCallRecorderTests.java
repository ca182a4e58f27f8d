package co.tokenr.capture;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpCallRecorder} and {@link HttpCall}.
 */
class HttpCallRecorderTests {

	private static final URI CHAT = URI.create("https://api.openai.com/v1/chat/completions");

	private final SeenCalls seen = new SeenCalls();

	private final HttpCallRecorder calls = new HttpCallRecorder("rest_client", this.seen,
			new ProviderEndpoints(List.of()));

	@ParameterizedTest
	@ValueSource(strings = { "https://api.openai.com.evil.example/v1/chat/completions",
			"https://example.com/api.openai.com/v1/chat/completions",
			"https://notapi.openai.com.co/v1/chat/completions", "http://127.0.0.1:11434/api/chat",
			"https://relax.airlines.com/v1/messages", "https://api.openai.com/v1/models" })
	void leavesOtherRequestsAlone(String url) {
		assertThat(begin(URI.create(url))).isNull();
	}

	@Test
	void leavesOtherMethodsAlone() {
		assertThat(this.calls.begin("GET", CHAT, (name) -> null, AttributionContext.EMPTY)).isNull();
	}

	@Test
	void standsAsideWhileAClaimIsOpen() {
		try (CallClaim claim = CallClaim.open()) {
			assertThat(begin(CHAT)).isNull();
		}
		assertThat(begin(CHAT)).isNotNull();
	}

	@Test
	void recordsNothingWhileSwitchedOff() {
		this.seen.switchOff();
		assertThat(begin(CHAT)).isNull();
	}

	@Test
	void takesAnyHostForAProviderWhereAClientTalksToModelsOnly() {
		HttpCallRecorder sdk = new HttpCallRecorder("openai_sdk", this.seen, new ProviderEndpoints(List.of()), "openai",
				TraceIds.NONE);
		HttpCall call = sdk.begin("POST", URI.create("null/v1/messages"), (name) -> null, AttributionContext.EMPTY);
		call.ended();
		assertThat(this.seen.fact().provider()).isEqualTo("openai");
	}

	@Test
	void recordsWhatTheServerSent() {
		HttpCall call = begin(CHAT);
		byte[] request = "{\"model\":\"gpt-5.6-terra\",\"service_tier\":\"flex\"}".getBytes(StandardCharsets.UTF_8);
		call.requested(request, 0, request.length);
		call.responded(200, "application/json");
		answer(call, "openai/round-3-answer.json");
		call.ended();
		LlmCall fact = this.seen.fact();
		assertThat(fact.capturedBy()).isEqualTo("rest_client");
		assertThat(fact.provider()).isEqualTo("openai");
		assertThat(fact.requestModel()).isEqualTo("gpt-5.6-terra");
		assertThat(fact.responseModel()).isEqualTo("gpt-5.6-terra-2026-07-14");
		assertThat(fact.responseId()).isEqualTo("chatcmpl-round-3");
		assertThat(fact.serviceTier()).isEqualTo("default");
		assertThat(fact.usage().input()).isEqualTo(330);
		assertThat(fact.usage().output()).isEqualTo(42);
		assertThat(fact.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(fact.streaming()).isFalse();
		assertThat(fact.timeToFirstToken()).isNull();
		assertThat(fact.latency()).isPositive();
	}

	@Test
	void recordsOnceWhateverSignalsCome() throws InterruptedException {
		for (int i = 0; i < 200; i++) {
			HttpCall call = begin(CHAT);
			call.responded(200, "text/event-stream");
			CountDownLatch start = new CountDownLatch(1);
			List<Runnable> signals = List.of(call::ended, call::stopped, call::cancelled,
					() -> call.failed(new IOException()), () -> answer(call, "openai/round-3-answer.sse"));
			List<Thread> threads = signals.stream().map((signal) -> new Thread(() -> {
				await(start);
				signal.run();
			})).toList();
			threads.forEach(Thread::start);
			start.countDown();
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(this.seen.calls()).hasSize(i + 1);
		}
	}

	@Test
	void errorIsNamedByTheProviderOrTheStatus() {
		HttpCall named = begin(CHAT);
		named.responded(400, "application/json");
		answer(named, "openai/error-400.json");
		named.ended();
		HttpCall unnamed = begin(CHAT);
		unnamed.responded(503, "text/html");
		unnamed.stopped();
		assertThat(this.seen.facts()).extracting(LlmCall::status).containsOnly(CallStatus.ERROR);
		assertThat(this.seen.facts()).extracting(LlmCall::errorType)
			.containsExactly("invalid_request_error", "http_503");
	}

	@Test
	void failureIsNamedByItsType() {
		HttpCall call = begin(CHAT);
		call.failed(new IOException("secret"));
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.ERROR);
		assertThat(this.seen.fact().errorType()).isEqualTo("java.io.IOException");
	}

	@Test
	void streamThatIsClosedBeforeItsEndIsCancelled() {
		HttpCall call = begin(CHAT);
		call.responded(200, "text/event-stream; charset=utf-8");
		byte[] body = LlmServer.fixture("openai/round-3-answer.sse");
		call.read(body, 0, 300);
		call.stopped();
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.seen.fact().streaming()).isTrue();
		assertThat(this.seen.fact().timeToFirstToken()).isNotNull();
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void streamWithoutUsageThatIsClosedBehindItsLastEventIsNotCancelled() {
		HttpCall call = begin(CHAT);
		call.responded(200, "text/event-stream");
		answer(call, "openai/stream-without-usage.sse");
		call.stopped();
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.SUCCESS);
	}

	@Test
	void answerWhoseLastBytesAreLeftIsNotCancelled() {
		HttpCall call = begin(CHAT);
		call.responded(200, "application/json");
		call.stopped();
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void attributesByTheAttributesOfARequest() {
		HttpCall call = this.calls.begin("POST", CHAT, Map.<String, Object>of("tokenr.team_id", "core")::get,
				AttributionContext.EMPTY);
		call.ended();
		assertThat(this.seen.calls().get(0).attribution().teamId()).isEqualTo("core");
	}

	@Test
	void countsACallWhoseAttributesCannotBeRead() {
		HttpCall call = this.calls.begin("POST", CHAT, (name) -> {
			throw new IllegalStateException();
		}, AttributionContext.EMPTY);
		call.ended();
		assertThat(this.seen.calls()).hasSize(1);
	}

	@Test
	void speechIsMeasuredByItsText() {
		HttpCall call = begin(URI.create("https://api.openai.com/v1/audio/speech"));
		byte[] request = "{\"model\":\"tts-1\",\"input\":\"Hello you\"}".getBytes(StandardCharsets.UTF_8);
		call.requested(request, 0, request.length);
		call.responded(200, "audio/mpeg");
		call.read(new byte[] { 1, 2, 3 }, 0, 3);
		call.ended();
		assertThat(this.seen.fact().counters().characters()).isEqualTo(9);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.ESTIMATED);
	}

	private @Nullable HttpCall begin(URI url) {
		return this.calls.begin("POST", url, (name) -> null, AttributionContext.EMPTY);
	}

	private static void answer(HttpCall call, String fixture) {
		byte[] body = LlmServer.fixture(fixture);
		call.read(body, 0, body.length);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
