package co.tokenr.capture.springai;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.capture.Endpoint;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.TokenCountsBuilder;
import co.tokenr.usage.UsageSource;
import com.anthropic.errors.BadRequestException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.anthropic.AnthropicServiceTier;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A {@link ChatClient} over Spring AI's Anthropic module and a server that speaks
 * messages.
 */
class AnthropicChatClientTests {

	private final WireServer server = new WireServer();

	private final RecordedCalls recorded = new RecordedCalls();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void recordsEachToolRoundOfCallOnce() {
		this.server.answers("anthropic/round-1-tool-use.json", "anthropic/round-2-tool-use.json",
				"anthropic/round-3-answer.json");
		assertThat(client(options()).build().prompt("How many?").call().content()).isEqualTo("Three are left.");
		assertThat(this.recorded.facts()).extracting(LlmCall::usage)
			.containsExactly(counts(95, 30, 15, 25, 4).cacheCreation5mInput(10L).cacheCreation1hInput(5L).build(),
					counts(112, 45, 7, 35, 6).cacheCreation5mInput(0L).cacheCreation1hInput(7L).build(),
					counts(134, 52, 12, 45, 8).cacheCreation5mInput(12L).cacheCreation1hInput(0L).build());
		assertThatRoundsAreRecorded();
		assertThat(this.recorded.facts()).extracting(LlmCall::serviceTier).containsOnly("priority");
	}

	@Test
	void recordsEachToolRoundOfStreamOnce() {
		this.server.answers("anthropic/round-1-tool-use.sse", "anthropic/round-2-tool-use.sse",
				"anthropic/round-3-answer.sse");
		List<String> seen = client(options().serviceTier(AnthropicServiceTier.STANDARD_ONLY)).build()
			.prompt("How many?")
			.stream()
			.content()
			.collectList()
			.block();
		assertThat(String.join("", seen)).isEqualTo("Three are left.");
		assertThat(this.recorded.facts()).extracting(LlmCall::usage)
			.containsExactly(counts(95, 30, 15, 25, 4).build(), counts(112, 45, 7, 35, 6).build(),
					counts(1034, 52, 12, 45, 8).build());
		assertThatRoundsAreRecorded();
		assertThat(this.recorded.facts()).extracting(LlmCall::serviceTier).containsOnly("standard");
	}

	private void assertThatRoundsAreRecorded() {
		assertThat(this.recorded.facts()).extracting(LlmCall::provider).containsOnly("anthropic");
		assertThat(this.recorded.facts()).extracting(LlmCall::requestModel).containsOnly("claude-sonnet-5");
		assertThat(this.recorded.facts()).extracting(LlmCall::responseModel).containsOnly("claude-sonnet-5-20260801");
		assertThat(this.recorded.facts()).extracting(LlmCall::responseId)
			.containsExactly("msg_round_1", "msg_round_2", "msg_round_3");
		assertThat(this.recorded.facts()).extracting(LlmCall::round).containsExactly(1, 2, 3);
		assertThat(this.recorded.facts()).extracting(LlmCall::usageSource).containsOnly(UsageSource.PROVIDER);
	}

	@Test
	void countsCachedTokensAsExclusiveBehindForeignBaseUrl() {
		this.server.answers("anthropic/round-3-answer.json");
		client(options(), Endpoint.of(this.server.url(), "minimax")).build().prompt("How many?").call().content();
		assertThat(this.recorded.fact().provider()).isEqualTo("minimax");
		assertThat(this.recorded.fact().usage().input()).isEqualTo(134);
	}

	@Test
	void recordsFailedStream() {
		this.server.fails(400, "anthropic/error-400.json");
		ChatClient client = client(options()).build();
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> client.prompt("How many?").stream().content().blockLast());
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.ERROR);
		assertThat(this.recorded.fact().errorType()).isEqualTo(BadRequestException.class.getName());
	}

	@Test
	void recordsCancelledStreamAsMissing() {
		this.server.stalls("anthropic/round-3-answer.sse", 4);
		List<String> seen = new CopyOnWriteArrayList<>();
		Disposable stream = client(options()).build().prompt("How many?").stream().content().subscribe(seen::add);
		Awaitility.await().until(() -> seen.contains("Three "));
		// the SDK may let the thread that cancels wait for the next byte
		Thread thread = new Thread(stream::dispose);
		thread.setDaemon(true);
		thread.start();
		Awaitility.await().until(() -> !this.recorded.calls().isEmpty());
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	private ChatClient.Builder client(AnthropicChatOptions.Builder options, Endpoint... endpoints) {
		return this.recorded.client(AnthropicChatModel.builder().options(options.build()).build(), endpoints)
			.defaultTools(FunctionToolCallback.builder("stock", (Item item) -> "3 of " + item.item())
				.description("Tells how many are left")
				.inputType(Item.class)
				.build());
	}

	private AnthropicChatOptions.Builder options() {
		return AnthropicChatOptions.builder()
			.baseUrl(this.server.url())
			.apiKey("key")
			.maxRetries(0)
			.maxTokens(100)
			.model("claude-sonnet-5");
	}

	private static TokenCountsBuilder counts(long input, long read, long creation, long output, long thinking) {
		return TokenCounts.builder()
			.input(input)
			.cacheReadInput(read)
			.cacheCreationInput(creation)
			.output(output)
			.reasoningOutput(thinking);
	}

	record Item(String item) {

	}

}
