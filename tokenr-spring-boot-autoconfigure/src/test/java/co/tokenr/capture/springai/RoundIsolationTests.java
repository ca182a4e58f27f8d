package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.capture.CallClaim;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that are made inside, beside and after one another are told apart.
 */
class RoundIsolationTests {

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
	@ValueSource(strings = { "call", "stream", "direct", "created" })
	void modelThatAToolCallsIsCountedOnce(String how) {
		for (boolean streaming : new boolean[] { false, true }) {
			this.recorded.calls().clear();
			this.server.answers(streaming ? "openai/round-1-tool-call.sse" : "openai/round-1-tool-call.json",
					streaming ? "openai/round-3-answer.sse" : "openai/round-3-answer.json");
			this.other.answersAlways("anthropic/round-3-answer.json", "anthropic/round-3-answer.sse");
			List<Boolean> claims = new CopyOnWriteArrayList<>();
			ChatClient client = this.recorded.client(this.model)
				.defaultTools(FunctionToolCallback.builder("stock", (Item item) -> {
					claims.add(CallClaim.isOpen());
					return nested(how);
				}).description("Asks another model").inputType(Item.class).build())
				.defaultAdvisors(TokenrAdvisorParams.customer("acme"))
				.build();
			ask(client, streaming);
			settle();
			assertThat(claims).containsExactly(false);
			assertThat(this.recorded.facts()).as(how + streaming)
				.extracting(LlmCall::provider)
				.containsExactlyInAnyOrder("openai", "anthropic", "openai");
			assertThat(this.recorded.calls()).extracting((call) -> call.attribution().customerId())
				.containsOnly("acme");
			String outer = run("openai");
			assertThat(outer).isNotNull();
			if (how.equals("call") || how.equals("stream")) {
				assertThat(run("anthropic")).isNotNull().isNotEqualTo(outer);
			}
		}
	}

	private String run(String provider) {
		return this.recorded.facts()
			.stream()
			.filter((call) -> call.provider().equals(provider))
			.map(LlmCall::runId)
			.findFirst()
			.get();
	}

	private String nested(String how) {
		return switch (how) {
			case "call" -> this.recorded.client(this.claude).build().prompt("Nested").call().content();
			case "stream" -> String.join("",
					this.recorded.client(this.claude)
						.build()
						.prompt("Nested")
						.stream()
						.content()
						.collectList()
						.block());
			case "created" -> ChatClient.create(this.claude).prompt("Nested").call().content();
			default -> this.claude.call("Nested");
		};
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void claimIsOpenWhileTheModelIsCalled(boolean observed) {
		List<Boolean> claims = new CopyOnWriteArrayList<>();
		this.server.answersAlways("openai/round-3-answer.json", "openai/round-3-answer.sse");
		ChatModel watched = OpenAiChatModel.builder()
			.options(OpenAiModels.options(this.server).build())
			.observationRegistry(observed ? this.registry : ObservationRegistry.NOOP)
			.httpClientBuilderCustomizer((client) -> client.interceptor((chain) -> {
				claims.add(CallClaim.isOpen());
				return chain.proceed(chain.request());
			}))
			.build();
		ask(this.recorded.client(watched).build(), false);
		this.recorded.models().instrument(watched).call("Wrapped");
		watched.call("By itself");
		assertThat(claims).containsExactly(true, true, observed);
		assertThat(CallClaim.isOpen()).isFalse();
	}

	@Test
	void claimIsInTheContextOfAStream() {
		List<Boolean> claims = new CopyOnWriteArrayList<>();
		StubChatModel stub = new StubChatModel().answers(Flux.deferContextual((context) -> looking(context, claims)))
			.answers(Flux.deferContextual((context) -> looking(context, claims)));
		ask(this.recorded.client(stub).build(), true);
		this.recorded.models()
			.instrument(stub)
			.stream(new Prompt("Wrapped"))
			.transformDeferredContextual((stream, context) -> {
				claims.add(context.hasKey(CallClaim.KEY));
				return stream;
			})
			.blockLast();
		assertThat(claims).containsExactly(true, false, true);
	}

	private static Flux<ChatResponse> looking(ContextView context, List<Boolean> claims) {
		claims.add(context.hasKey(CallClaim.KEY));
		return Flux.just(StubChatModel.chunk("a", "stop", null));
	}

	@Test
	void whatIsDoneWithAStreamIsOutsideOfIt() {
		StubChatModel inner = new StubChatModel().answers("a", 1, 1);
		StubChatModel outer = new StubChatModel().answers(Flux.just(StubChatModel.chunk("b", "stop", null)));
		TokenrModels models = this.recorded.models();
		this.server.answers("openai/round-3-answer.json");
		models.instrument(outer).stream(new Prompt("Hi")).doOnNext((chunk) -> {
			models.instrument(inner).call("Hi");
			this.model.call("Hi");
		}).blockLast();
		assertThat(this.recorded.facts()).hasSize(3);
	}

	@Test
	void parallelCallsAreCountedExactly() throws Exception {
		this.server.answersAlways("openai/round-3-answer.json", "openai/round-3-answer.sse");
		int threads = 8;
		int calls = 200;
		ChatClient tracked = this.recorded.client(this.model).build();
		ChatClient created = ChatClient.create(this.model);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<Void>> tasks = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				String team = "team-" + thread;
				tasks.add(() -> {
					try (AttributionScope scope = AttributionScope.open(Attribution.builder().team(team).build())) {
						for (int call = 0; call < calls; call++) {
							mixed(call, tracked, created);
						}
					}
					return null;
				});
			}
			for (Future<Void> future : executor.invokeAll(tasks)) {
				future.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		Awaitility.await().until(() -> this.recorded.calls().size() >= threads * calls);
		settle();
		assertThat(this.server.requests()).hasSize(threads * calls);
		assertThat(this.recorded.calls()).hasSize(threads * calls);
		for (int thread = 0; thread < threads; thread++) {
			String team = "team-" + thread;
			assertThat(this.recorded.calls()).filteredOn((call) -> team.equals(call.attribution().teamId()))
				.hasSize(calls)
				.extracting(CapturedCall::facts)
				.allMatch((facts) -> facts.usage().input() == 330);
		}
		assertThat(this.recorded.facts()).filteredOn((call) -> call.capturedBy().equals("advisor")).hasSize(800);
	}

	private void mixed(int call, ChatClient tracked, ChatClient created) {
		switch (call % 4) {
			case 0 -> ask(tracked, false);
			case 1 -> ask(tracked, true);
			case 2 -> this.model.call("How many?");
			default -> ask(created, call % 8 == 3);
		}
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

	record Item(String item) {

	}

}
