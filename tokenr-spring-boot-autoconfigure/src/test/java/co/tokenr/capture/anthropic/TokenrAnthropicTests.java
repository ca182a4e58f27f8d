package co.tokenr.capture.anthropic;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import co.tokenr.capture.CallClaim;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.LlmServer;
import co.tokenr.capture.LlmServer.Answer;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.SeenCalls;
import co.tokenr.capture.TraceIds;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageSource;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.AsyncStreamResponse;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.Interceptor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TokenrAnthropic} with clients of the SDK.
 */
class TokenrAnthropicTests {

	private static final String JSON = "anthropic/round-3-answer.json";

	private static final String SSE = "anthropic/round-3-answer.sse";

	private static final MessageCreateParams REQUEST = MessageCreateParams.builder()
		.model("claude-sonnet-5")
		.maxTokens(100)
		.addUserMessage("How many are left?")
		.build();

	private final LlmServer server = new LlmServer();

	private final SeenCalls seen = new SeenCalls();

	private final TokenrAnthropic tokenr = new TokenrAnthropic(new HttpCallRecorder("anthropic_sdk", this.seen,
			new ProviderEndpoints(List.of()), "anthropic", TraceIds.NONE));

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
	void countsACall() {
		this.server.answers(JSON);
		assertThat(this.client.messages().create(REQUEST)).isEqualTo(this.plain.messages().create(REQUEST));
		LlmCall fact = this.seen.fact();
		assertThat(fact.status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(fact.provider()).isEqualTo("anthropic");
		assertThat(fact.capturedBy()).isEqualTo("anthropic_sdk");
		assertThat(fact.requestModel()).isEqualTo("claude-sonnet-5");
		assertThat(fact.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(fact.usage().input()).isEqualTo(134);
		assertThat(fact.usage().output()).isEqualTo(45);
		assertThat(fact.serviceTier()).isEqualTo("priority");
	}

	@Test
	void leavesRequestAndAnswerAsTheyAre() throws IOException {
		this.server.answers(JSON);
		assertThat(body(this.client)).isEqualTo(body(this.plain)).isEqualTo(LlmServer.fixture(JSON));
		assertThat(this.server.asked().get(0).body()).isEqualTo(this.server.asked().get(1).body());
		assertThat(this.server.asked().get(0).headers()).isEqualTo(this.server.asked().get(1).headers());
	}

	@Test
	void countsAnAsynchronousCall() {
		this.server.answers(JSON);
		this.client.async().messages().create(REQUEST).join();
		assertThat(this.seen.fact().usage().input()).isEqualTo(134);
		this.tokenr.wrap(this.plain.async()).messages().create(REQUEST).join();
		assertThat(this.seen.calls()).hasSize(2);
	}

	@Test
	void countsAStream() {
		this.server.answers(SSE);
		try (StreamResponse<RawMessageStreamEvent> events = this.client.messages().createStreaming(REQUEST)) {
			assertThat(events.stream().count()).isEqualTo(8);
		}
		assertStreamed(this.seen.fact());
	}

	@Test
	void countsAnAsynchronousStream() {
		this.server.answers(SSE);
		AsyncStreamResponse<RawMessageStreamEvent> events = this.client.async().messages().createStreaming(REQUEST);
		events.subscribe((event) -> {
		});
		events.onCompleteFuture().join();
		await().untilAsserted(() -> assertStreamed(this.seen.fact()));
	}

	@Test
	void streamThatIsGivenUpIsCancelledWithTheInputThatItCost() {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(50)));
		try (StreamResponse<RawMessageStreamEvent> events = this.client.messages().createStreaming(REQUEST)) {
			events.stream().findFirst();
		}
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.PARTIAL);
		assertThat(this.seen.fact().usage().input()).isEqualTo(134);
	}

	@Test
	void retriesOfTheSdkAreOneCall() {
		this.server.answers(Answer.of(500, "application/json", "{}"), Answer.of(500, "application/json", "{}"),
				Answer.of(JSON));
		this.client.messages().create(REQUEST);
		assertThat(this.server.asked()).extracting((asked) -> asked.headers().getFirst("X-Stainless-Retry-Count"))
			.containsExactly("0", "1", "2");
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.SUCCESS);
	}

	@Test
	void failureAfterAllRetriesIsOneError() {
		this.server.answers(Answer.of(500, "application/json", "{}"));
		assertThatExceptionOfType(InternalServerException.class)
			.isThrownBy(() -> this.client.messages().create(REQUEST));
		assertThat(this.server.asked()).hasSize(3);
		assertThat(this.seen.fact().errorType()).isEqualTo("http_500");
	}

	@Test
	void refusalIsAnErrorThatTheCallerReads() {
		this.server.answers(Answer.of("anthropic/error-400.json").status(400));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.client.messages().create(REQUEST))
			.withMessageContaining("max_tokens");
		assertThat(this.seen.fact().errorType()).isEqualTo("http_400");
	}

	@Test
	void interceptorsOfTheApplicationSeeEachAttemptOnce() {
		this.server.answers(JSON);
		AtomicInteger attempts = new AtomicInteger();
		AnthropicClient intercepted = this.tokenr.wrap(this.plain
			.withOptions((options) -> options.addInterceptor(Interceptor.syncOnly((client, request, o) -> {
				attempts.incrementAndGet();
				return client.execute(request, o);
			}))));
		intercepted.messages().create(REQUEST);
		assertThat(attempts).hasValue(1);
		assertThat(this.seen.calls()).hasSize(1);
	}

	@Test
	void wrappedTwiceItCountsOnce() {
		this.server.answers(JSON);
		assertThat(this.tokenr.wrap(this.client)).isSameAs(this.client);
		TokenrAnthropic other = new TokenrAnthropic(new HttpCallRecorder("anthropic_sdk", this.seen,
				new ProviderEndpoints(List.of()), "anthropic", TraceIds.NONE));
		other.wrap(this.client).messages().create(REQUEST);
		assertThat(this.seen.calls()).hasSize(1);
	}

	@Test
	void standsAsideWhileAnotherSeamCounts() {
		this.server.answers(JSON);
		try (CallClaim claim = CallClaim.open()) {
			this.client.messages().create(REQUEST);
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

	private static byte[] body(AnthropicClient client) throws IOException {
		try (HttpResponse response = client.messages().withRawResponse().create(REQUEST)) {
			return response.body().readAllBytes();
		}
	}

	private static void assertStreamed(LlmCall fact) {
		assertThat(fact.status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(fact.streaming()).isTrue();
		assertThat(fact.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(fact.usage().output()).isEqualTo(45);
		assertThat(fact.usage().input()).isEqualTo(1034);
		assertThat(fact.timeToFirstToken()).isPositive();
	}

}
