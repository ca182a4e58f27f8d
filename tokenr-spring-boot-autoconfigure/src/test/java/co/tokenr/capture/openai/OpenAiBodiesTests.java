package co.tokenr.capture.openai;

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
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the decorator of OpenAI's SDK does to the bodies that pass it: nothing.
 */
class OpenAiBodiesTests {

	private static final String JSON = "openai/round-3-answer.json";

	private static final String SSE = "openai/round-3-answer.sse";

	/** Far more than a decorator may take, far less than a stream that is held back. */
	private static final long NOISE = 150_000_000;

	private static final ChatCompletionCreateParams REQUEST = ChatCompletionCreateParams.builder()
		.model("gpt-5.6-terra")
		.addUserMessage("How many are left?")
		.build();

	private final LlmServer server = new LlmServer();

	private final SeenCalls seen = new SeenCalls();

	private final OpenAIClient plain = OpenAIOkHttpClient.builder()
		.baseUrl(this.server.url() + "/v1")
		.apiKey("test")
		.timeout(Duration.ofSeconds(10))
		.build();

	private final OpenAIClient client = new TokenrOpenAi(
			new HttpCallRecorder("openai_sdk", this.seen, new ProviderEndpoints(List.of()), "openai", TraceIds.NONE))
		.wrap(this.plain);

	@AfterEach
	void close() {
		this.plain.close();
		this.server.close();
	}

	@Test
	void delaysNoChunk() {
		delaysNoChunk("sync", OpenAiBodiesTests::firstChunk);
	}

	@Test
	void delaysNoChunkOfAnAsynchronousStream() {
		delaysNoChunk("async", OpenAiBodiesTests::firstChunkAsync);
	}

	private void delaysNoChunk(String kind, ToLongFunction<OpenAIClient> firstChunk) {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(60)));
		long without = Long.MAX_VALUE;
		long with = Long.MAX_VALUE;
		for (int i = 0; i < 12; i++) {
			without = Math.min(without, firstChunk.applyAsLong(this.plain));
			with = Math.min(with, firstChunk.applyAsLong(this.client));
		}
		LogFactory.getLog(getClass())
			.info(String.format("first chunk over openai-java, %s: %.1f ms without, %.1f ms with the tee: ratio %.2f",
					kind, without / 1e6, with / 1e6, (double) with / without));
		assertThat(with).isLessThan(without * 2 + NOISE);
	}

	private static long firstChunk(OpenAIClient client) {
		long start = System.nanoTime();
		try (StreamResponse<ChatCompletionChunk> chunks = client.chat().completions().createStreaming(REQUEST)) {
			chunks.stream().iterator().next();
			return System.nanoTime() - start;
		}
	}

	private static long firstChunkAsync(OpenAIClient client) {
		long start = System.nanoTime();
		CompletableFuture<Long> first = new CompletableFuture<>();
		AsyncStreamResponse<ChatCompletionChunk> chunks = client.async().chat().completions().createStreaming(REQUEST);
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
		assertThat(this.client.chat().completions().create(REQUEST))
			.isEqualTo(this.plain.chat().completions().create(REQUEST));
		assertCounted();
	}

	@Test
	void readsACompressedStream() {
		this.server.answers(Answer.of(SSE).gzipped());
		try (StreamResponse<ChatCompletionChunk> chunks = this.client.chat().completions().createStreaming(REQUEST)) {
			assertThat(chunks.stream().count()).isEqualTo(6);
		}
		assertCounted();
	}

	@Test
	void readsACompressedAsynchronousAnswer() {
		this.server.answers(Answer.of(JSON).gzipped());
		this.client.async().chat().completions().create(REQUEST).join();
		assertCounted();
	}

	@Test
	void countsAnAnswerThatNobodyReads() {
		this.server.answers(JSON);
		this.client.chat().completions().withRawResponse().create(REQUEST).close();
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void answerThatIsClosedHalfReadIsPartialAtBest() throws IOException {
		this.server.answers(JSON);
		try (HttpResponse response = this.client.chat().completions().withRawResponse().create(REQUEST)) {
			response.body().readNBytes(40);
		}
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(this.seen.fact().usageSource()).isNotEqualTo(UsageSource.PROVIDER);
	}

	@Test
	void streamThatNobodyReadsIsCancelled() {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(50)));
		this.client.chat().completions().createStreaming(REQUEST).close();
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void asynchronousStreamThatIsGivenUpIsCancelled() {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(100)));
		firstChunkAsync(this.client);
		await().untilAsserted(() -> assertThat(this.seen.fact().status()).isEqualTo(CallStatus.CANCELLED));
	}

	private void assertCounted() {
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(this.seen.fact().usage().input()).isEqualTo(330);
		assertThat(this.seen.fact().usage().output()).isEqualTo(42);
	}

}
