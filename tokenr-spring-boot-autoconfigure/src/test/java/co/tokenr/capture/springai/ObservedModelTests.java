package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.capture.CallClaim;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Operation;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;
import com.openai.errors.BadRequestException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiChatModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Models that only an observation shows, over servers that speak the wires of OpenAI and
 * Anthropic.
 */
class ObservedModelTests {

	private final WireServer server = new WireServer();

	private final RecordedCalls recorded = new RecordedCalls();

	private final ObservationRegistry registry = this.recorded.registry();

	private final ChatModel model = OpenAiModels.chat(this.server, this.registry);

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void recordsDirectCallWithAllThatItsProviderReported() {
		this.server.answers("openai/round-3-answer.json");
		try (AttributionScope scope = AttributionScope.open(Attribution.builder().team("billing").build())) {
			assertThat(this.model.call("How many?")).isEqualTo("Three are left.");
		}
		LlmCall call = this.recorded.fact();
		assertThat(call.capturedBy()).isEqualTo("observation");
		assertThat(call.provider()).isEqualTo("openai");
		assertThat(call.requestModel()).isEqualTo("gpt-5.6-terra");
		assertThat(call.responseId()).isEqualTo("chatcmpl-round-3");
		assertThat(call.usage().cacheReadInput()).isEqualTo(192);
		assertThat(call.usage().reasoningOutput()).isEqualTo(11);
		assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(call.latency()).isPositive();
		assertThat(this.recorded.call().attribution().teamId()).isEqualTo("billing");
		assertThat(this.recorded.call().request(Prompt.class).getContents()).isEqualTo("How many?");
	}

	@Test
	void saysPartialOfDirectStream() {
		this.server.answers("openai/round-3-answer.sse");
		this.model.stream(new Prompt("How many?")).blockLast();
		awaitCalls(1);
		LlmCall call = this.recorded.fact();
		assertThat(call.capturedBy()).isEqualTo("observation");
		assertThat(call.streaming()).isTrue();
		assertThat(call.timeToFirstToken()).isNull();
		assertThat(call.usage()).isEqualTo(TokenCounts.builder().input(330L).output(42L).build());
		assertThat(call.usageSource()).isEqualTo(UsageSource.PARTIAL);
		assertThat(call.responseId()).isEqualTo("chatcmpl-round-3");
	}

	@Test
	void recordsAnthropicCallAndStream() {
		this.server.answers("anthropic/round-3-answer.json", "anthropic/round-3-answer.sse");
		ChatModel claude = OpenAiModels.anthropic(this.server, this.registry);
		claude.call("How many?");
		claude.stream("How many?").blockLast();
		awaitCalls(2);
		assertThat(this.recorded.facts()).extracting(LlmCall::provider).containsOnly("anthropic");
		assertThat(this.recorded.facts()).extracting(LlmCall::usageSource)
			.containsExactly(UsageSource.PROVIDER, UsageSource.PARTIAL);
		assertThat(this.recorded.facts().get(0).usage().cacheCreation5mInput()).isEqualTo(12);
	}

	@Test
	void recordsClientThatNobodyCustomized() {
		this.server.answers("openai/round-3-answer.json", "openai/round-3-answer.sse");
		ChatClient client = ChatClient.create(this.model);
		client.prompt("How many?").call().content();
		client.prompt("How many?").stream().content().blockLast();
		awaitCalls(2);
		assertThat(this.recorded.facts()).extracting(LlmCall::capturedBy).containsOnly("observation");
	}

	@Test
	void readsParametersOfObservedClientThatNobodyCustomized() {
		this.server.answers("openai/round-3-answer.json", "openai/round-3-answer.sse");
		ChatClient client = ChatClient.builder(this.model, this.registry, null, null)
			.defaultAdvisors(TokenrAdvisorParams.customer("acme"))
			.build();
		client.prompt("How many?").call().content();
		client.prompt("How many?").stream().content().blockLast();
		awaitCalls(2);
		assertThat(this.recorded.calls()).extracting((call) -> call.attribution().customerId()).containsOnly("acme");
	}

	/** As Spring AI makes it of the chunks that bring a tool call. */
	@Test
	void readsStreamOfOllamaWhoseModelNamesWereJoined() {
		ChatModelObservationContext context = ChatModelObservationContext.builder()
			.prompt(new Prompt("Hi", ChatOptions.builder().model("llama3.3").build()))
			.provider("ollama")
			.streaming(true)
			.build();
		Observation observation = ChatModelObservationDocumentation.CHAT_MODEL_OPERATION
			.observation(null, new DefaultChatModelObservationConvention(), () -> context, this.registry)
			.start();
		context.setResponse(new ChatResponse(List.of(),
				ChatResponseMetadata.builder()
					.model("llama3.3llama3.3llama3.3")
					.usage(new DefaultUsage(26, 9, 35, Map.of("promptTokens", 26)))
					.build()));
		observation.stop();
		assertThat(this.recorded.fact().responseModel()).isEqualTo("llama3.3");
		assertThat(this.recorded.fact().usage()).isEqualTo(TokenCounts.builder().input(26L).output(9L).build());
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.PROVIDER);
	}

	@Test
	void recordsFailures() {
		this.server.fails(400, "openai/error-400.json").fails(400, "openai/error-400.json");
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.model.call("How many?"));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.model.stream("How many?").blockLast());
		awaitCalls(2);
		assertThat(this.recorded.facts()).extracting(LlmCall::status).containsOnly(CallStatus.ERROR);
		assertThat(this.recorded.facts()).extracting(LlmCall::errorType)
			.containsOnly(BadRequestException.class.getName());
		assertThat(this.recorded.facts()).extracting(LlmCall::usageSource).containsOnly(UsageSource.MISSING);
	}

	@Test
	void recordsCancelledStreamAsMissing() {
		this.server.stalls("openai/round-3-answer.sse", 4);
		// given up by the thread that reads it: another one waits for the reader, and
		// whichever of the two is first then says how the call ended
		this.model.stream("How many?").filter("Three "::equals).blockFirst();
		awaitCalls(1);
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void countsSdkRetriesAsOneCall() {
		this.server.fails(500, "openai/error-500.json")
			.fails(500, "openai/error-500.json")
			.answers("openai/round-3-answer.json");
		ChatModel retrying = OpenAiChatModel.builder()
			.options(OpenAiModels.options(this.server).maxRetries(2).build())
			.observationRegistry(this.registry)
			.build();
		retrying.call("How many?");
		assertThat(this.server.requests()).hasSize(3);
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.SUCCESS);
	}

	@Test
	void recordsEmbedding() {
		this.server.answers("openai/embedding.json");
		OpenAiModels.embedding(this.server, this.registry).embed("Hello");
		LlmCall call = this.recorded.fact();
		assertThat(call.operation()).isEqualTo(Operation.EMBEDDINGS);
		assertThat(call.provider()).isEqualTo("openai");
		assertThat(call.requestModel()).isEqualTo("text-embedding-5-small");
		assertThat(call.responseModel()).isEqualTo("text-embedding-5-small-2026-05-01");
		assertThat(call.usage()).isEqualTo(TokenCounts.builder().input(17L).build());
		assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(call.capturedBy()).isEqualTo("observation");
	}

	@Test
	void countsImages() {
		this.server.answers("openai/two-images.json").fails(400, "openai/error-400.json");
		var images = OpenAiModels.image(this.server, this.registry);
		images.call(new ImagePrompt("Two cats"));
		LlmCall call = this.recorded.fact();
		assertThat(call.operation()).isEqualTo(Operation.IMAGE_GENERATION);
		assertThat(call.provider()).isEqualTo("openai");
		assertThat(call.counters().images()).isEqualTo(2);
		assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> images.call(new ImagePrompt("Two cats")));
		assertThat(this.recorded.facts().get(1).status()).isEqualTo(CallStatus.ERROR);
		assertThat(this.recorded.facts().get(1).usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void countsOnceWhereHandlerIsRegisteredTwice() {
		ModelObservationHandler handler = this.recorded.handler();
		this.registry.observationConfig().observationHandler(handler).observationHandler(handler);
		this.server.answers("openai/round-3-answer.json", "openai/round-3-answer.sse", "openai/embedding.json");
		this.model.call("How many?");
		this.model.stream("How many?").blockLast();
		OpenAiModels.embedding(this.server, this.registry).embed("Hello");
		awaitCalls(3);
		assertThat(this.recorded.facts()).extracting(LlmCall::operation)
			.containsExactlyInAnyOrder(Operation.CHAT, Operation.CHAT, Operation.EMBEDDINGS);
		assertThat(CallClaim.isOpen()).isFalse();
		this.recorded.calls().clear();
		this.server.answers("openai/round-3-answer.json");
		this.recorded.client(this.model).build().prompt("How many?").call().content();
		assertThat(this.recorded.fact().capturedBy()).isEqualTo("advisor");
	}

	@Test
	void leavesOutWhatIsSwitchedOff() {
		this.recorded.without(CapturedSurface.CHAT_MODEL)
			.without(CapturedSurface.EMBEDDING)
			.without(CapturedSurface.IMAGE);
		this.server.answers("openai/round-3-answer.json", "openai/embedding.json", "openai/two-images.json",
				"openai/round-3-answer.json");
		this.model.call("How many?");
		OpenAiModels.embedding(this.server, this.registry).embed("Hello");
		OpenAiModels.image(this.server, this.registry).call(new ImagePrompt("Two cats"));
		assertThat(this.recorded.calls()).isEmpty();
		this.recorded.client(this.model).build().prompt("How many?").call().content();
		assertThat(this.recorded.fact().capturedBy()).isEqualTo("advisor");
	}

	@Test
	void leavesClientOutAltogetherWhereItIsSwitchedOff() {
		this.recorded.without(CapturedSurface.CHAT_CLIENT);
		this.server.answers("openai/round-3-answer.json", "openai/round-3-answer.json");
		this.recorded.client(this.model).build().prompt("How many?").call().content();
		assertThat(this.recorded.calls()).isEmpty();
		this.model.call("How many?");
		assertThat(this.recorded.calls()).hasSize(1);
	}

	private void awaitCalls(int count) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.recorded.calls().size() >= count);
		assertThat(this.recorded.facts()).hasSize(count);
	}

}
