package co.tokenr.capture.springai;

import java.util.List;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Operation;
import co.tokenr.usage.UsageSource;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.image.ImagePrompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link TokenrModels}.
 */
class TokenrModelsTests {

	private final WireServer server = new WireServer().answersAlways("openai/round-3-answer.json",
			"openai/round-3-answer.sse");

	private final RecordedCalls recorded = new RecordedCalls();

	private final TokenrModels models = this.recorded.models();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsEachCallAndStreamOnce(boolean observed) {
		ChatModel model = model(observed);
		try (AttributionScope scope = AttributionScope.open(Attribution.builder().team("billing").build())) {
			assertThat(model.call("How many?")).isEqualTo("Three are left.");
			Flux<String> stream = model.stream("How many?");
			assertThat(String.join("", stream.collectList().block())).isEqualTo("Three are left.");
		}
		settled(2);
		assertThat(this.recorded.facts()).extracting(LlmCall::capturedBy).containsOnly("wrapper");
		assertThat(this.recorded.facts()).extracting(LlmCall::provider).containsOnly("openai");
		assertThat(this.recorded.facts()).extracting(LlmCall::requestModel).containsOnly("gpt-5.6-terra");
		assertThat(this.recorded.facts()).extracting((call) -> call.usage().cacheReadInput()).containsOnly(192L);
		assertThat(this.recorded.facts()).extracting(LlmCall::usageSource).containsOnly(UsageSource.PROVIDER);
		assertThat(this.recorded.facts().get(1).timeToFirstToken()).isPositive();
		assertThat(this.recorded.calls()).extracting((call) -> call.attribution().teamId()).containsOnly("billing");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsOnceBehindClients(boolean observed) {
		ChatModel model = model(observed);
		ChatClient created = ChatClient.create(model);
		ChatClient tracked = this.recorded.client(model).build();
		for (ChatClient client : List.of(created, tracked)) {
			client.prompt("How many?").call().content();
			client.prompt("How many?").stream().content().blockLast();
		}
		settled(4);
		assertThat(this.recorded.facts()).extracting(LlmCall::capturedBy)
			.containsExactly("wrapper", "wrapper", "advisor", "advisor");
	}

	@Test
	void subscribingAgainIsAnotherCall() {
		this.server.fails(400, "openai/error-400.json");
		model(false).stream(new Prompt("How many?")).retry(1).blockLast();
		assertThat(this.recorded.facts()).extracting(LlmCall::status)
			.containsExactly(CallStatus.ERROR, CallStatus.SUCCESS);
	}

	@Test
	void cancelledStreamIsOneCall() {
		StubChatModel stub = new StubChatModel().answers("Hello", 26, 9);
		this.models.instrument(stub).stream(new Prompt("Hi")).take(1).blockLast();
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.recorded.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void keepsOptionsAndFailures() {
		IllegalStateException failure = new IllegalStateException("down");
		StubChatModel stub = new StubChatModel().answers(Flux.error(failure));
		ChatModel model = this.models.instrument(stub);
		assertThat(model.getOptions()).isSameAs(stub.getOptions());
		assertThat(this.models.instrument(model)).isSameAs(model);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> model.call("Hi")).isSameAs(failure);
		assertThat(this.recorded.fact().status()).isEqualTo(CallStatus.ERROR);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsEmbeddingsAndImagesOnce(boolean observed) {
		ObservationRegistry registry = observed ? this.recorded.registry() : ObservationRegistry.NOOP;
		this.server.answers("openai/embedding.json", "openai/embedding.json", "openai/two-images.json");
		EmbeddingModel embeddings = this.models.instrument(OpenAiModels.embedding(this.server, registry));
		assertThat(embeddings.embed("Hello")).hasSize(3);
		assertThat(embeddings.embed(new Document("Hello"))).hasSize(3);
		this.models.instrument(OpenAiModels.image(this.server, registry)).call(new ImagePrompt("Two cats"));
		assertThat(this.recorded.facts()).extracting(LlmCall::operation)
			.containsExactly(Operation.EMBEDDINGS, Operation.EMBEDDINGS, Operation.IMAGE_GENERATION);
		assertThat(this.recorded.facts()).extracting(LlmCall::provider).containsOnly("openai");
		assertThat(this.recorded.facts()).extracting(LlmCall::capturedBy).containsOnly("wrapper");
		assertThat(this.recorded.facts().get(2).counters().images()).isEqualTo(2);
	}

	private ChatModel model(boolean observed) {
		ObservationRegistry registry = observed ? this.recorded.registry() : ObservationRegistry.NOOP;
		return this.models.instrument((ChatModel) OpenAiModels.chat(this.server, registry));
	}

	private void settled(int calls) {
		Awaitility.await().pollDelay(java.time.Duration.ofMillis(200)).until(() -> true);
		assertThat(this.recorded.facts()).hasSize(calls);
	}

}
