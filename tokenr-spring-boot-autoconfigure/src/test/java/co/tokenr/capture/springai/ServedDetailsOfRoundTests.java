package co.tokenr.capture.springai;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import co.tokenr.capture.BodyListener;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.TraceIds;
import co.tokenr.response.ResponseUsage;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.ProviderCost;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageIteration;
import co.tokenr.usage.UsageRecorder;
import co.tokenr.usage.UsageSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only the wire knows of a call is added to what Spring AI passes on.
 */
class ServedDetailsOfRoundTests {

	private static final UsageCounters SEARCHES = new UsageCounters(2L, null, null, null, null, null);

	private final WireServer server = new WireServer();

	private final RecordedCalls recorded = new RecordedCalls();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void addsWhatSpringAiDrops() {
		UsageIteration iteration = new UsageIteration("message", null, TokenCounts.builder().input(1L).build());
		ProviderCost cost = new ProviderCost(new BigDecimal("0.01"), "USD");
		TokenCounts counts = TokenCounts.builder()
			.input(1034L)
			.cacheReadInput(52L)
			.cacheCreation5mInput(5L)
			.cacheCreation1hInput(7L)
			.output(45L)
			.build();
		this.recorded.served()
			.put(new ResponseUsage("msg_round_3", null, "priority", "fast", "us", counts, SEARCHES, List.of(iteration),
					cost, null, true));
		this.server.answers("anthropic/round-3-answer.sse");
		this.recorded.client(OpenAiModels.anthropic(this.server, this.recorded.registry()))
			.build()
			.prompt("How many?")
			.stream()
			.content()
			.blockLast();
		LlmCall call = this.recorded.fact();
		assertThat(call.usage().input()).isEqualTo(1034);
		assertThat(call.usage().cacheCreation5mInput()).isEqualTo(5);
		assertThat(call.usage().cacheCreation1hInput()).isEqualTo(7);
		assertThat(call.usage().reasoningOutput()).isEqualTo(8);
		assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(call.serviceTier()).isEqualTo("priority");
		assertThat(call.speed()).isEqualTo("fast");
		assertThat(call.region()).isEqualTo("us");
		assertThat(call.counters()).isEqualTo(SEARCHES);
		assertThat(call.iterations()).containsExactly(iteration);
		assertThat(call.providerCost()).isEqualTo(cost);
		assertThat(this.recorded.served().take("msg_round_3")).isNull();
	}

	@Test
	void completesWhatAnObservationOfAStreamCannotSee() {
		TokenCounts counts = TokenCounts.builder().input(330L).cacheReadInput(192L).output(42L).build();
		this.recorded.served().put(usage("chatcmpl-round-3", counts, true));
		this.server.answers("openai/round-3-answer.sse");
		ChatClient.create(OpenAiModels.chat(this.server, this.recorded.registry()))
			.prompt("How many?")
			.stream()
			.content()
			.blockLast();
		Awaitility.await().until(() -> !this.recorded.calls().isEmpty());
		assertThat(this.recorded.fact().usage()).isEqualTo(counts);
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.PROVIDER);
	}

	@Test
	void knowsInputOfCancelledStream() {
		TokenCounts counts = TokenCounts.builder().input(134L).cacheReadInput(52L).build();
		this.recorded.served().put(usage("msg_1", counts, false));
		ChatResponse chunk = new ChatResponse(List.of(new Generation(new AssistantMessage("a"))),
				ChatResponseMetadata.builder().id("msg_1").build());
		StubChatModel stub = new StubChatModel().answers(Flux.just(chunk, chunk));
		this.recorded.client(stub).build().prompt("Hi").stream().content().take(1).blockLast();
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.recorded.fact().usage()).isEqualTo(counts);
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.PARTIAL);
	}

	/** As Spring AI's Anthropic module has it: only the last chunk says the id. */
	@Test
	void knowsInputOfCancelledStreamWhoseChunksHaveNoId() {
		BodyListener wire = begun("msg_1", 134);
		begun("msg_of_another_call", 7);
		ChatResponse chunk = new ChatResponse(List.of(new Generation(new AssistantMessage("a"))));
		StubChatModel stub = new StubChatModel()
			.answers(Flux.just(chunk).concatWith(Flux.never()).doFinally((signal) -> wire.stopped()));
		this.recorded.client(stub).build().prompt("Hi").stream().content().take(1).blockLast();
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.recorded.fact().responseId()).isEqualTo("msg_1");
		assertThat(this.recorded.fact().usage().input()).isEqualTo(134 + 52 + 12);
		assertThat(this.recorded.fact().usage().cacheReadInput()).isEqualTo(52);
		assertThat(this.recorded.fact().usage().cacheCreation5mInput()).isEqualTo(5);
		assertThat(this.recorded.fact().usage().cacheCreation1hInput()).isEqualTo(7);
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.PARTIAL);
	}

	@Test
	void takesNoAnswerForItsOwnWhereSeveralAreClosed() {
		List<BodyListener> wires = List.of(begun("msg_1", 134), begun("msg_2", 135));
		ChatResponse chunk = new ChatResponse(List.of(new Generation(new AssistantMessage("a"))));
		StubChatModel stub = new StubChatModel().answers(
				Flux.just(chunk).concatWith(Flux.never()).doFinally((signal) -> wires.forEach(BodyListener::stopped)));
		this.recorded.client(stub).build().prompt("Hi").stream().content().take(1).blockLast();
		assertThat(this.recorded.fact().responseId()).isNull();
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	private BodyListener begun(String id, int input) {
		BodyListener wire = new HttpCallRecorder("anthropic_sdk", UsageRecorder.NONE, new ProviderEndpoints(List.of()),
				"anthropic", TraceIds.NONE)
			.read(URI.create("http://127.0.0.1/v1/messages"), this.recorded.served());
		byte[] start = ("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"" + id
				+ "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-5\",\"usage\":{\"input_tokens\":"
				+ input + ",\"cache_read_input_tokens\":52,\"cache_creation_input_tokens\":12,\"cache_creation\":"
				+ "{\"ephemeral_5m_input_tokens\":5,\"ephemeral_1h_input_tokens\":7},\"output_tokens\":1}}}\n\n")
			.getBytes(StandardCharsets.UTF_8);
		wire.read(start, 0, start.length);
		return wire;
	}

	private static ResponseUsage usage(String id, TokenCounts counts, boolean complete) {
		return new ResponseUsage(id, null, null, null, null, counts, UsageCounters.NONE, List.of(), null, null,
				complete);
	}

}
