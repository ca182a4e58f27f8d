package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.attribution.AttributionParameters;
import co.tokenr.capture.Endpoint;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Operation;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;
import com.openai.errors.BadRequestException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.SafeGuardAdvisor;
import org.springframework.ai.chat.client.advisor.SimpleLoggerAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A {@link ChatClient} over Spring AI's OpenAI module and a server that speaks chat
 * completions.
 */
class OpenAiChatClientTests {

	private static final TokenCounts ROUND_1 = counts(110, 64, 8, 0, 20, 5);

	private static final TokenCounts ROUND_2 = counts(220, 128, 16, 0, 31, 7);

	private static final TokenCounts ROUND_3 = counts(330, 192, 0, 3, 42, 11);

	private final WireServer server = new WireServer();

	private final RecordedCalls recorded = new RecordedCalls();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void recordsCall() {
		this.server.answers("openai/round-3-answer.json");
		ChatResponse response = client(options()).build().prompt("How many?").call().chatResponse();
		assertThat(response.getResult().getOutput().getText()).isEqualTo("Three are left.");
		LlmCall call = this.recorded.fact();
		assertThat(call.provider()).isEqualTo("openai");
		assertThat(call.operation()).isEqualTo(Operation.CHAT);
		assertThat(call.requestModel()).isEqualTo("gpt-5.6-terra");
		assertThat(call.responseModel()).isEqualTo("gpt-5.6-terra-2026-07-14");
		assertThat(call.responseId()).isEqualTo("chatcmpl-round-3");
		assertThat(call.streaming()).isFalse();
		assertThat(call.status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(call.latency()).isPositive();
		assertThat(call.timeToFirstToken()).isNull();
		assertThat(call.usage()).isEqualTo(ROUND_3);
		assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(call.capturedBy()).isEqualTo("advisor");
		assertThat(call.runId()).isNotBlank();
		assertThat(call.round()).isEqualTo(1);
		assertThat(this.recorded.call().request(Prompt.class).getContents()).contains("How many?");
		assertThat(this.recorded.call().response(ChatResponse.class)).isSameAs(response);
	}

	@Test
	void recordsStreamBeforeItsEndIsSeen() {
		this.server.answers("openai/round-3-answer.sse");
		List<String> seen = client(options()).build()
			.prompt("How many?")
			.stream()
			.content()
			.doOnComplete(() -> assertThat(this.recorded.facts()).hasSize(1))
			.collectList()
			.block();
		assertThat(String.join("", seen)).isEqualTo("Three are left.");
		LlmCall call = this.recorded.fact();
		assertThat(call.streaming()).isTrue();
		assertThat(call.responseModel()).isEqualTo("gpt-5.6-terra-2026-07-14");
		assertThat(call.responseId()).isEqualTo("chatcmpl-round-3");
		assertThat(call.timeToFirstToken()).isPositive().isLessThanOrEqualTo(call.latency());
		assertThat(call.usage()).isEqualTo(ROUND_3);
		assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
	}

	@Test
	void recordsEachToolRoundOfCallOnce() {
		this.server.answers("openai/round-1-tool-call.json", "openai/round-2-tool-call.json",
				"openai/round-3-answer.json");
		String answer = withAllAdvisors().build().prompt("How many?").call().content();
		assertThat(answer).isEqualTo("Three are left.");
		assertThatRoundsAreRecorded(false);
	}

	@Test
	void recordsEachToolRoundOfStreamOnce() {
		this.server.answers("openai/round-1-tool-call.sse", "openai/round-2-tool-call.sse",
				"openai/round-3-answer.sse");
		List<String> seen = withAllAdvisors().build().prompt("How many?").stream().content().collectList().block();
		assertThat(String.join("", seen)).isEqualTo("Three are left.");
		assertThatRoundsAreRecorded(true);
	}

	private void assertThatRoundsAreRecorded(boolean streaming) {
		assertThat(this.server.requests()).hasSize(3);
		assertThat(this.recorded.facts()).extracting(LlmCall::usage).containsExactly(ROUND_1, ROUND_2, ROUND_3);
		assertThat(this.recorded.facts()).extracting(LlmCall::round).containsExactly(1, 2, 3);
		assertThat(this.recorded.facts()).extracting(LlmCall::runId).doesNotContainNull().containsOnly(runId());
		assertThat(this.recorded.facts()).extracting(LlmCall::responseId)
			.containsExactly("chatcmpl-round-1", "chatcmpl-round-2", "chatcmpl-round-3");
		assertThat(this.recorded.facts()).extracting(LlmCall::usageSource).containsOnly(UsageSource.PROVIDER);
		assertThat(this.recorded.facts()).extracting(LlmCall::streaming).containsOnly(streaming);
		assertThat(this.recorded.calls()).extracting((call) -> call.attribution().agentId()).containsOnly("stockist");
		assertThat(this.recorded.calls()).extracting((call) -> call.attribution().conversationId())
			.containsOnly("conversation-1");
	}

	private String runId() {
		return this.recorded.facts().get(0).runId();
	}

	@Test
	void recordsFailedCallAndRethrowsIt() {
		this.server.fails(400, "openai/error-400.json");
		ChatClient client = client(options()).build();
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> client.prompt("How many?").call().content());
		assertThatFailureIsRecorded(false);
	}

	@Test
	void recordsFailedStreamAndPassesFailureOn() {
		this.server.fails(400, "openai/error-400.json");
		ChatClient client = client(options()).build();
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> client.prompt("How many?").stream().content().blockLast())
			.withCauseInstanceOf(BadRequestException.class);
		assertThatFailureIsRecorded(true);
	}

	private void assertThatFailureIsRecorded(boolean streaming) {
		LlmCall call = this.recorded.fact();
		assertThat(call.status()).isEqualTo(CallStatus.ERROR);
		assertThat(call.errorType()).isEqualTo(BadRequestException.class.getName());
		assertThat(call.provider()).isEqualTo("openai");
		assertThat(call.requestModel()).isEqualTo("gpt-5.6-terra");
		assertThat(call.streaming()).isEqualTo(streaming);
		assertThat(call.usage()).isEqualTo(TokenCounts.NONE);
		assertThat(call.usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void recordsStreamThatIsCancelledAfterSomeChunks() {
		this.server.stalls("openai/round-3-answer.sse", 4);
		List<String> seen = new CopyOnWriteArrayList<>();
		Disposable stream = client(options()).build().prompt("How many?").stream().content().subscribe(seen::add);
		Awaitility.await().until(() -> seen.contains("Three "));
		cancel(stream);
		LlmCall call = this.recorded.fact();
		assertThat(call.status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(call.responseId()).isEqualTo("chatcmpl-round-3");
		assertThat(call.timeToFirstToken()).isNotNull();
		assertThat(call.usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void recordsStreamThatIsCancelledBeforeItsFirstChunk() {
		this.server.stalls("openai/round-3-answer.sse", 0);
		Disposable stream = client(options()).build().prompt("How many?").stream().content().subscribe();
		Awaitility.await().until(() -> !this.server.requests().isEmpty());
		cancel(stream);
		LlmCall call = this.recorded.fact();
		assertThat(call.status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(call.timeToFirstToken()).isNull();
		assertThat(call.latency()).isPositive();
		assertThat(call.usageSource()).isEqualTo(UsageSource.MISSING);
	}

	/**
	 * OpenAI's SDK lets the thread that cancels wait for the next byte or the read
	 * timeout, which the record of the call must not wait for.
	 */
	private void cancel(Disposable stream) {
		Thread thread = new Thread(stream::dispose);
		thread.setDaemon(true);
		thread.start();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !this.recorded.calls().isEmpty());
	}

	@Test
	void saysMissingWhereStreamCarriesNoUsage() {
		this.server.answers("openai/stream-without-usage.sse");
		OpenAiChatOptions.Builder options = options()
			.streamOptions(OpenAiChatOptions.StreamOptions.builder().includeObfuscation(false).build());
		client(options).build().prompt("How many?").stream().content().blockLast();
		assertThat(this.server.requests()).noneMatch((request) -> request.contains("\"include_usage\":true"));
		LlmCall call = this.recorded.fact();
		assertThat(call.status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(call.usage()).isEqualTo(TokenCounts.NONE);
		assertThat(call.usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void namesProviderBehindBaseUrl() {
		this.server.answers("openai/round-3-answer.json");
		client(options(), Endpoint.of(this.server.url() + "/v1", "vllm")).build().prompt("How many?").call().content();
		assertThat(this.recorded.fact().provider()).isEqualTo("vllm");
	}

	@Test
	void keepsRequestedServiceTier() {
		this.server.answers("openai/round-3-answer.json");
		client(options().serviceTier("flex")).build().prompt("How many?").call().content();
		assertThat(this.recorded.fact().serviceTier()).isEqualTo("flex");
	}

	private ChatClient.Builder withAllAdvisors() {
		return client(options())
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build()).build(),
					new SafeGuardAdvisor(List.of("forbidden")), new SimpleLoggerAdvisor())
			.defaultAdvisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "conversation-1")
				.param(AttributionParameters.AGENT_ID, "stockist"))
			.defaultTools(FunctionToolCallback.builder("stock", (Item item) -> "3 of " + item.item())
				.description("Tells how many are left")
				.inputType(Item.class)
				.build());
	}

	private ChatClient.Builder client(OpenAiChatOptions.Builder options, Endpoint... endpoints) {
		return this.recorded.client(OpenAiChatModel.builder().options(options.build()).build(), endpoints);
	}

	private OpenAiChatOptions.Builder options() {
		return OpenAiChatOptions.builder()
			.baseUrl(this.server.url() + "/v1")
			.apiKey("key")
			.maxRetries(0)
			.model("gpt-5.6-terra");
	}

	private static TokenCounts counts(long input, long read, long creation, long audio, long output, long reasoning) {
		return TokenCounts.builder()
			.input(input)
			.cacheReadInput(read)
			.cacheCreationInput(creation)
			.audioInput(audio)
			.output(output)
			.reasoningOutput(reasoning)
			.audioOutput(0L)
			.build();
	}

	record Item(String item) {

	}

}
