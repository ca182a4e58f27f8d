package co.tokenr.capture.anthropic;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.LlmServer;
import co.tokenr.capture.LlmServer.Answer;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.SeenCalls;
import co.tokenr.capture.TraceIds;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.UsageSource;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.AsyncStreamResponse;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.MessageCreateParams;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the decorator of Anthropic's SDK does to the bodies that pass it: nothing.
 */
class AnthropicBodiesTests {

	private static final String JSON = "anthropic/round-3-answer.json";

	private static final String SSE = "anthropic/round-3-answer.sse";

	/** Far more than a decorator may take, far less than a stream that is held back. */
	private static final long NOISE = 150_000_000;

	private static final MessageCreateParams REQUEST = MessageCreateParams.builder()
		.model("claude-sonnet-5")
		.maxTokens(100)
		.addUserMessage("How many are left?")
		.build();

	private final LlmServer server = new LlmServer();

	private final SeenCalls seen = new SeenCalls();

	private final AnthropicClient plain = AnthropicOkHttpClient.builder()
		.baseUrl(this.server.url())
		.apiKey("test")
		.timeout(Duration.ofSeconds(10))
		.build();

	private final AnthropicClient client = new TokenrAnthropic(new HttpCallRecorder("anthropic_sdk", this.seen,
			new ProviderEndpoints(List.of()), "anthropic", TraceIds.NONE))
		.wrap(this.plain);

	@AfterEach
	void close() {
		this.plain.close();
		this.server.close();
	}

	@Test
	void delaysNoChunk() {
		delaysNoChunk("sync", AnthropicBodiesTests::firstChunk);
	}

	@Test
	void delaysNoChunkOfAnAsynchronousStream() {
		delaysNoChunk("async", AnthropicBodiesTests::firstChunkAsync);
	}

	private void delaysNoChunk(String kind, ToLongFunction<AnthropicClient> firstChunk) {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(60)));
		long without = Long.MAX_VALUE;
		long with = Long.MAX_VALUE;
		for (int i = 0; i < 12; i++) {
			without = Math.min(without, firstChunk.applyAsLong(this.plain));
			with = Math.min(with, firstChunk.applyAsLong(this.client));
		}
		LogFactory.getLog(getClass())
			.info(String.format(
					"first chunk over anthropic-java, %s: %.1f ms without, %.1f ms with the tee: ratio %.2f", kind,
					without / 1e6, with / 1e6, (double) with / without));
		assertThat(with).isLessThan(without * 2 + NOISE);
	}

	private static long firstChunk(AnthropicClient client) {
		long start = System.nanoTime();
		try (StreamResponse<RawMessageStreamEvent> chunks = client.messages().createStreaming(REQUEST)) {
			chunks.stream().iterator().next();
			return System.nanoTime() - start;
		}
	}

	private static long firstChunkAsync(AnthropicClient client) {
		long start = System.nanoTime();
		CompletableFuture<Long> first = new CompletableFuture<>();
		AsyncStreamResponse<RawMessageStreamEvent> chunks = client.async().messages().createStreaming(REQUEST);
		chunks.subscribe((chunk) -> first.complete(System.nanoTime() - start));
		try {
			return first.orTimeout(10, TimeUnit.SECONDS).join();
		}
		finally {
			chunks.close();
		}
	}

	@Test
	void readsACompressedAnswer() {
		this.server.answers(Answer.of(JSON).gzipped());
		assertThat(this.client.messages().create(REQUEST)).isEqualTo(this.plain.messages().create(REQUEST));
		assertCounted(134);
	}

	@Test
	void readsACompressedStream() {
		this.server.answers(Answer.of(SSE).gzipped());
		try (StreamResponse<RawMessageStreamEvent> chunks = this.client.messages().createStreaming(REQUEST)) {
			assertThat(chunks.stream().count()).isEqualTo(8);
		}
		assertCounted(1034);
	}

	@Test
	void readsACompressedAsynchronousAnswer() {
		this.server.answers(Answer.of(JSON).gzipped());
		this.client.async().messages().create(REQUEST).join();
		assertCounted(134);
	}

	@Test
	void countsAnAnswerThatNobodyReads() {
		this.server.answers(JSON);
		this.client.messages().withRawResponse().create(REQUEST).close();
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void answerThatIsClosedHalfReadIsPartialAtBest() throws IOException {
		this.server.answers(JSON);
		try (HttpResponse response = this.client.messages().withRawResponse().create(REQUEST)) {
			response.body().readNBytes(40);
		}
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(this.seen.fact().usageSource()).isNotEqualTo(UsageSource.PROVIDER);
	}

	@Test
	void streamThatNobodyReadsIsCancelled() {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(50)));
		this.client.messages().createStreaming(REQUEST).close();
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void asynchronousStreamThatIsGivenUpIsCancelled() {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(100)));
		firstChunkAsync(this.client);
		await().untilAsserted(() -> assertThat(this.seen.fact().status()).isEqualTo(CallStatus.CANCELLED));
	}

	private void assertCounted(long input) {
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(this.seen.fact().usage().input()).isEqualTo(input);
		assertThat(this.seen.fact().usage().output()).isEqualTo(45);
	}

}
