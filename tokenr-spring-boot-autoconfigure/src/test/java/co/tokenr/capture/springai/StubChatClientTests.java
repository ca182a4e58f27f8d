package co.tokenr.capture.springai;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageRecorder;
import co.tokenr.usage.UsageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.SafeGuardAdvisor;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A {@link ChatClient} over a model in this process, for what the wire has no part in.
 */
class StubChatClientTests {

	private final RecordedCalls recorded = new RecordedCalls();

	private final StubChatModel model = new StubChatModel();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsModelWithoutNativeUsage(boolean streaming) {
		this.model.answers("Hello", 26, 9);
		ask(this.recorded.client(this.model).build(), streaming);
		LlmCall call = this.recorded.fact();
		assertThat(call.provider()).isEqualTo("unknown");
		assertThat(call.requestModel()).isEqualTo("llama3.3");
		assertThat(call.responseModel()).isEqualTo("llama3.3");
		assertThat(call.responseId()).isNull();
		assertThat(call.usage()).isEqualTo(TokenCounts.builder().input(26L).output(9L).build());
		assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsWhereOptionsKnowNoTools(boolean streaming) {
		this.model.options(ChatOptions.builder().model("llama3.3").build()).answers("Hello", 26, 9);
		ask(this.recorded.client(this.model).build(), streaming);
		assertThat(this.recorded.fact().usage().total()).isEqualTo(35);
	}

	@Test
	void keepsLastOfRunningTotals() {
		this.model.answers(Flux.just(StubChatModel.chunk("a", null, new DefaultUsage(10, 1)),
				StubChatModel.chunk("b", "stop", new DefaultUsage(10, 2)), StubChatModel.chunk("", null, null)));
		ask(this.recorded.client(this.model).build(), true);
		assertThat(this.recorded.fact().usage()).isEqualTo(TokenCounts.builder().input(10L).output(2L).build());
	}

	@Test
	void saysPartialWhereStreamIsCancelledAfterUsage() {
		this.model.answers(Flux.just(StubChatModel.chunk("a", null, new DefaultUsage(10, 1)),
				StubChatModel.chunk("b", "stop", new DefaultUsage(10, 2))));
		this.recorded.client(this.model).build().prompt("Hi").stream().content().take(1).blockLast();
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.PARTIAL);
	}

	@Test
	void saysPartialWhereStreamFailsAfterUsage() {
		IllegalStateException failure = new IllegalStateException("the prompt was secret");
		this.model.answers(
				Flux.just(StubChatModel.chunk("a", null, new DefaultUsage(10, 1))).concatWith(Flux.error(failure)));
		ChatClient client = this.recorded.client(this.model).build();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> ask(client, true)).isSameAs(failure);
		LlmCall call = this.recorded.fact();
		assertThat(call.status()).isEqualTo(CallStatus.ERROR);
		assertThat(call.errorType()).isEqualTo(IllegalStateException.class.getName());
		assertThat(call.usageSource()).isEqualTo(UsageSource.PARTIAL);
		assertThat(call.toString()).doesNotContain("secret");
	}

	@Test
	void rethrowsSameFailureOfCall() {
		IllegalStateException failure = new IllegalStateException("down");
		this.model.answers(Flux.error(failure));
		ChatClient client = this.recorded.client(this.model).build();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> ask(client, false)).isSameAs(failure);
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.ERROR);
	}

	@Test
	void recordsNothingWhereModelIsNotReached() {
		ChatClient client = this.recorded.client(this.model)
			.defaultAdvisors(new SafeGuardAdvisor(List.of("forbidden")))
			.build();
		client.prompt("forbidden").call().content();
		assertThat(this.recorded.calls()).isEmpty();
	}

	@Test
	void recordsBothAttemptsOfRetriedStream() {
		this.model.answers(Flux.error(new IllegalStateException("down"))).answers("Hello", 26, 9);
		try (AttributionScope scope = AttributionScope.open(Attribution.builder().team("billing").build())) {
			this.recorded.client(this.model)
				.build()
				.prompt("Hi")
				.advisors(TokenrAdvisorParams.customer("acme"))
				.stream()
				.content()
				.retry(1)
				.blockLast();
		}
		assertThat(this.recorded.facts()).extracting(LlmCall::status)
			.containsExactly(CallStatus.ERROR, CallStatus.SUCCESS);
		assertThat(this.recorded.facts()).extracting(LlmCall::round).containsExactly(1, 2);
		assertThat(attributions()).extracting(Attribution::customerId).containsExactly("acme", "acme");
		assertThat(attributions()).extracting(Attribution::teamId).containsExactly("billing", "billing");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void laysParametersOverScope(boolean streaming) {
		this.model.answers("Hello", 26, 9);
		ChatClient client = this.recorded.client(this.model).build();
		Attribution surrounding = Attribution.builder().team("billing").customer("none").tag("a", "1").build();
		try (AttributionScope scope = AttributionScope.open(surrounding)) {
			ask(client.mutate().defaultAdvisors(TokenrAdvisorParams.customer("acme").tag("b", "2")).build(), streaming);
			assertThat(AttributionContext.current()).isSameAs(scope.context());
		}
		Attribution attribution = this.recorded.call().attribution();
		assertThat(attribution.teamId()).isEqualTo("billing");
		assertThat(attribution.customerId()).isEqualTo("acme");
		assertThat(attribution.tags()).containsOnlyKeys("a", "b");
	}

	@Test
	void takesScopeOfSubscriberBeforeThatOfThread() {
		this.model.answers("Hello", 26, 9);
		Flux<String> stream = this.recorded.client(this.model).build().prompt("Hi").stream().content();
		try (AttributionScope scope = AttributionScope.open(Attribution.builder().team("subscriber").build())) {
			stream = scope.wrap(stream);
		}
		try (AttributionScope scope = AttributionScope.open(Attribution.builder().team("thread").build())) {
			stream.blockLast();
		}
		assertThat(this.recorded.call().attribution().teamId()).isEqualTo("subscriber");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void nestedClientInheritsAttributionAndHasItsOwnRun(boolean streaming) {
		StubChatModel inner = new StubChatModel().answers("inner", 5, 1);
		ChatClient nested = this.recorded.client(inner).build();
		this.model.callsTool("ask", 26, 9).answers("outer", 40, 3);
		ChatClient client = this.recorded.client(this.model)
			.defaultTools(FunctionToolCallback
				.builder("ask",
						() -> nested.prompt("inner").advisors(TokenrAdvisorParams.feature("lookup")).call().content())
				.description("Asks another model")
				.build())
			.defaultAdvisors(TokenrAdvisorParams.agent("outer").customer("acme"))
			.build();
		ask(client, streaming);
		assertThat(this.recorded.facts()).extracting((call) -> call.usage().total()).containsExactly(35L, 6L, 43L);
		assertThat(this.recorded.facts()).extracting(LlmCall::round).containsExactly(1, 1, 2);
		assertThat(this.recorded.facts().get(2).runId()).isEqualTo(this.recorded.facts().get(0).runId())
			.isNotEqualTo(this.recorded.facts().get(1).runId());
		assertThat(attributions()).extracting(Attribution::customerId).containsOnly("acme");
		assertThat(attributions()).extracting(Attribution::feature).containsExactly(null, "lookup", null);
		assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void answersWhereRecorderFails(boolean streaming) {
		UsageRecorder failing = new RecordedCalls() {
			@Override
			public void record(CapturedCall call) {
				throw new NoClassDefFoundError("gone");
			}
		};
		this.model.answers("Hello", 26, 9);
		assertThat(ask(((RecordedCalls) failing).client(this.model).build(), streaming)).isEqualTo("Hello");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsWhereAnswerCannotBeRead(boolean streaming) {
		Usage broken = new DefaultUsage(1, 1) {
			@Override
			public Object getNativeUsage() {
				throw new NoSuchMethodError("getNativeUsage");
			}
		};
		ChatGenerationMetadata stop = ChatGenerationMetadata.builder().finishReason("stop").build();
		this.model.answers(Flux.just(new ChatResponse(List.of(new Generation(new AssistantMessage("Hello"), stop)),
				ChatResponseMetadata.builder().id("1").usage(broken).build())));
		assertThat(ask(this.recorded.client(this.model).build(), streaming)).isEqualTo("Hello");
		assertThat(this.recorded.fact().responseId()).isEqualTo("1");
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void passesThroughWhereTrackingIsOff(boolean streaming) {
		RecordedCalls off = new RecordedCalls() {
			@Override
			public boolean isEnabled() {
				return false;
			}
		};
		this.model.answers("Hello", 26, 9);
		assertThat(ask(off.client(this.model).build(), streaming)).isEqualTo("Hello");
		assertThat(off.calls()).isEmpty();
	}

	@Test
	void handsTheTurnBackWithNoChunk() {
		this.model.answers(Flux.just(StubChatModel.chunk("a", null, null),
				StubChatModel.chunk("b", "stop", new DefaultUsage(10, 2))));
		List<ChatClientResponse> chunks = this.recorded.client(this.model)
			.build()
			.prompt("Hi")
			.advisors((advisors) -> advisors.param("of the application", "kept"))
			.stream()
			.chatClientResponse()
			.collectList()
			.block();
		assertThat(chunks).isNotEmpty()
			.allSatisfy((chunk) -> assertThat(chunk.context()).containsEntry("of the application", "kept")
				.doesNotContainKey(AttributionContext.KEY));
		assertThat(this.recorded.fact().runId()).isNotNull();
	}

	@Test
	void keepsInstanceOfPromptAndChunks() {
		ChatResponse chunk = StubChatModel.chunk("a", "stop", new DefaultUsage(10, 1));
		this.model.answers(Flux.just(chunk));
		List<ChatResponse> seen = new ArrayList<>();
		this.recorded.client(this.model).build().prompt("Hi").stream().chatResponse().doOnNext(seen::add).blockLast();
		assertThat(seen).hasSize(1).first().isSameAs(chunk);
		assertThat(this.recorded.call().response(ChatResponse.class)).isSameAs(chunk);
	}

	private List<Attribution> attributions() {
		return this.recorded.calls().stream().map(CapturedCall::attribution).toList();
	}

	private static String ask(ChatClient client, boolean streaming) {
		if (!streaming) {
			return client.prompt("Hi").call().content();
		}
		return String.join("", client.prompt("Hi").stream().content().collectList().block());
	}

}
