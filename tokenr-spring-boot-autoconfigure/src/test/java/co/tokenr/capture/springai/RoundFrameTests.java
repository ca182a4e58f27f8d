package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.function.Function;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageSource;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What is seen of one call in several ways is one call, and what is several calls stays
 * so.
 */
class RoundFrameTests {

	private final WireServer server = new WireServer();

	private final WireServer other = new WireServer();

	private final RecordedCalls recorded = new RecordedCalls();

	private final ObservationRegistry registry = this.recorded.registry();

	private final OpenAiChatModel model = OpenAiModels.chat(this.server, this.registry);

	private final ChatModel claude = OpenAiModels.anthropic(this.other, this.registry);

	@AfterEach
	void close() {
		this.server.close();
		this.other.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void observedModelOfClientIsOneCallAndReadByTheAdvisor(boolean streaming) {
		this.server.answersAlways("openai/round-3-answer.json", "openai/round-3-answer.sse");
		ask(this.recorded.client(this.model).build(), streaming);
		settle();
		assertThat(this.recorded.fact().capturedBy()).isEqualTo("advisor");
		assertThat(this.recorded.fact().usage().cacheReadInput()).isEqualTo(192);
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.PROVIDER);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void observedClientIsOneCallToo(boolean streaming) {
		this.server.answersAlways("openai/round-3-answer.json", "openai/round-3-answer.sse");
		ChatClient.Builder builder = ChatClient.builder(this.model, this.registry, null, null);
		this.recorded.customizer().customize(builder);
		ask(builder.build(), streaming);
		settle();
		assertThat(this.recorded.fact().capturedBy()).isEqualTo("advisor");
	}

	@Test
	void failedCallOfClientIsOneCall() {
		this.server.fails(400, "openai/error-400.json").fails(400, "openai/error-400.json");
		ChatClient client = this.recorded.client(this.model).build();
		assertThat(catchThrowable(() -> ask(client, false))).isNotNull();
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.ERROR);
		assertThat(catchThrowable(() -> ask(client, true))).isNotNull();
		settle();
		assertThat(this.recorded.facts()).extracting(LlmCall::status)
			.containsExactly(CallStatus.ERROR, CallStatus.ERROR);
	}

	@Test
	void sdkRetriesAreOneCall() {
		this.server.fails(500, "openai/error-500.json")
			.fails(500, "openai/error-500.json")
			.answers("openai/round-3-answer.json");
		ask(this.recorded
			.client(OpenAiChatModel.builder()
				.options(OpenAiModels.options(this.server).maxRetries(2).build())
				.observationRegistry(this.registry)
				.build())
			.build(), false);
		assertThat(this.server.requests()).hasSize(3);
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.SUCCESS);
	}

	@Test
	void retriedStreamIsTwoCalls() {
		this.server.fails(400, "openai/error-400.json").answers("openai/round-3-answer.sse");
		this.recorded.client(this.model).build().prompt("How many?").stream().content().retry(1).blockLast();
		settle();
		assertThat(this.recorded.facts()).extracting(LlmCall::status)
			.containsExactly(CallStatus.ERROR, CallStatus.SUCCESS);
		assertThat(this.recorded.facts()).extracting(LlmCall::round).containsExactly(1, 2);
	}

	@Test
	void repeatedStructuredOutputIsTwoCalls() {
		StubChatModel stub = new StubChatModel().answers("no json", 10, 1).answers("{\"count\": 3}", 20, 2);
		this.recorded.client(stub)
			.defaultAdvisors(StructuredOutputValidationAdvisor.builder().outputType(Stock.class).build())
			.build()
			.prompt("Hi")
			.call()
			.content();
		assertThat(this.recorded.facts()).extracting((call) -> call.usage().total()).containsExactly(11L, 22L);
	}

	@Test
	void fallbackIsTwoCallsEachWithItsOwnUsage() {
		this.server.fails(400, "openai/error-400.json");
		this.other.answers("anthropic/round-3-answer.json");
		ask(this.recorded.client(new Fallback(this.model, this.claude)).build(), false);
		assertThat(this.recorded.facts()).extracting(LlmCall::status)
			.containsExactly(CallStatus.ERROR, CallStatus.SUCCESS);
		assertThat(this.recorded.facts()).extracting(LlmCall::provider).containsExactly("openai", "anthropic");
		assertThat(this.recorded.facts().get(1).usage().input()).isEqualTo(134);
		assertThat(this.recorded.facts().get(1).usage().cacheCreation5mInput()).isEqualTo(12);
		assertThat(this.recorded.facts()).extracting(LlmCall::runId).doesNotContainNull();
	}

	@Test
	void fallbackOfStreamIsTwoCallsWhereThePromptIsTheSame() {
		this.server.fails(400, "openai/error-400.json");
		this.other.answers("openai/round-3-answer.sse");
		ChatModel second = OpenAiModels.chat(this.other, this.registry);
		ask(this.recorded.client(new Fallback(this.model, second)).build(), true);
		settle();
		assertThatFallbackIsRecorded(330);
	}

	@Test
	void fallbackOfStreamIsTwoCallsWhereThePromptIsRewrittenOnAnotherThread() {
		this.server.fails(400, "openai/error-400.json");
		this.other.answers("anthropic/round-3-answer.sse");
		ChatClient.Builder builder = ChatClient.builder(new Fallback(this.model, this.claude), this.registry, null,
				null);
		this.recorded.customizer().customize(builder);
		ask(builder.build(), true);
		settle();
		assertThatFallbackIsRecorded(1034);
	}

	private void assertThatFallbackIsRecorded(long input) {
		assertThat(this.recorded.facts()).extracting(LlmCall::status)
			.containsExactlyInAnyOrder(CallStatus.ERROR, CallStatus.SUCCESS);
		LlmCall success = this.recorded.facts()
			.stream()
			.filter((call) -> call.status() == CallStatus.SUCCESS)
			.findFirst()
			.get();
		assertThat(success.usage().input()).isEqualTo(input);
		assertThat(success.usageSource()).isEqualTo(UsageSource.PROVIDER);
	}

	@Test
	void severalAnswersAreSeveralCalls() {
		this.server.answers("openai/round-3-answer.json");
		this.other.answers("anthropic/round-3-answer.json");
		ChatModel ensemble = madeOf((prompt) -> {
			this.model.call(prompt);
			return this.claude.call(new Prompt("rewritten"));
		});
		ask(this.recorded.client(ensemble).build(), false);
		assertThat(this.recorded.facts()).extracting((call) -> call.usage().input()).containsExactly(330L, 134L);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void routerIsOneCallOfTheModelItChose(boolean streaming) {
		this.other.answersAlways("anthropic/round-3-answer.json", "anthropic/round-3-answer.sse");
		Router router = new Router(this.claude);
		ChatClient.Builder builder = ChatClient.builder(router, this.registry, null, null);
		this.recorded.customizer().customize(builder);
		ask(builder.build(), streaming);
		settle();
		LlmCall call = this.recorded.fact();
		assertThat(call.capturedBy()).isEqualTo("advisor");
		assertThat(call.provider()).isEqualTo("anthropic");
		assertThat(call.requestModel()).isEqualTo("claude-sonnet-5");
		assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(this.recorded.call().request(Prompt.class).getContents()).isEqualTo("How many?");
	}

	@Test
	void modelThatNobodyObservesIsCountedBesideOneThatFailedBefore() {
		this.server.fails(400, "openai/error-400.json");
		StubChatModel stub = new StubChatModel().answers("Hello", 26, 9);
		ask(this.recorded.client(new Fallback(this.model, stub)).build(), false);
		assertThat(this.recorded.facts()).extracting(LlmCall::status)
			.containsExactly(CallStatus.ERROR, CallStatus.SUCCESS);
		assertThat(this.recorded.facts().get(1).usage().total()).isEqualTo(35);
	}

	@Test
	void modelMadeOfTrackedClientIsOneCall() {
		this.server.answers("openai/round-3-answer.json");
		ChatClient inner = this.recorded.client(this.model).defaultAdvisors(TokenrAdvisorParams.feature("in")).build();
		ChatModel outer = (prompt) -> inner.prompt(prompt).call().chatResponse();
		ask(this.recorded.client(outer).build(), false);
		assertThat(this.recorded.fact().usage().input()).isEqualTo(330);
		assertThat(this.recorded.call().attribution().feature()).isEqualTo("in");
	}

	@Test
	void toolThatAModelRunsByItselfIsCallOfItsOwn() {
		this.server.answers("openai/round-3-answer.json");
		StubChatModel stub = new StubChatModel().answers("Hello", 26, 9);
		ChatClient nested = this.recorded.client(this.model).build();
		ChatModel runsTools = (prompt) -> {
			nested.prompt("Nested").call().content();
			return stub.call(prompt);
		};
		ask(this.recorded.client(runsTools).build(), false);
		assertThat(this.recorded.facts()).extracting((call) -> call.usage().total()).containsExactly(372L, 35L);
	}

	@Test
	void embeddingInsideRoundIsCallOfItsOwn() {
		this.server.answers("openai/embedding.json", "openai/round-3-answer.json");
		var embeddings = OpenAiModels.embedding(this.server, this.registry);
		ChatModel semantic = madeOf((prompt) -> {
			embeddings.embed(prompt.getContents());
			return this.model.call(prompt);
		});
		ask(this.recorded.client(semantic).build(), false);
		assertThat(this.recorded.facts()).extracting((call) -> call.usage().total()).containsExactly(17L, 372L);
	}

	private ChatModel madeOf(Function<Prompt, ChatResponse> call) {
		return new ChatModel() {

			@Override
			public ChatOptions getOptions() {
				return RoundFrameTests.this.model.getOptions();
			}

			@Override
			public ChatResponse call(Prompt prompt) {
				return call.apply(prompt);
			}

		};
	}

	/** Observations of streams may end after their subscriber knows. */
	private void settle() {
		int before = -1;
		while (before != this.recorded.calls().size()) {
			before = this.recorded.calls().size();
			Awaitility.await().pollDelay(Duration.ofMillis(150)).until(() -> true);
		}
	}

	private static String ask(ChatClient client, boolean streaming) {
		if (!streaming) {
			return client.prompt("How many?").call().content();
		}
		return String.join("", client.prompt("How many?").stream().content().collectList().block());
	}

	record Stock(int count) {

	}

	private record Fallback(ChatModel first, ChatModel second) implements ChatModel {

		@Override
		public ChatOptions getOptions() {
			return this.first.getOptions();
		}

		@Override
		public ChatResponse call(Prompt prompt) {
			try {
				return this.first.call(prompt);
			}
			catch (RuntimeException ex) {
				return this.second.call(rewritten(prompt));
			}
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return this.first.stream(prompt).onErrorResume((ex) -> this.second.stream(rewritten(prompt)));
		}

		private Prompt rewritten(Prompt prompt) {
			return (this.first.getClass() == this.second.getClass()) ? prompt
					: prompt.mutate().chatOptions(this.second.getOptions()).build();
		}

	}

	private record Router(ChatModel chosen) implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			return this.chosen.call(rewritten());
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return this.chosen.stream(rewritten()).publishOn(Schedulers.parallel());
		}

		private Prompt rewritten() {
			return new Prompt("Rewritten: how many?", this.chosen.getOptions());
		}

	}

}
