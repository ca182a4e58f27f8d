package co.tokenr.it;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.ollama.OllamaChatModel;
import org.springframework.ai.ollama.api.OllamaApi;
import org.springframework.ai.ollama.api.OllamaChatOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.retry.RetryUtils;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The chat models of each wire: beans, injected by their concrete types, and models that
 * the application builds by hand.
 *
 * @param bed has the beans
 * @param built what was built by hand so far
 */
record ChatWires(TestBed bed, Map<String, ChatModel> built) {

	static final String OPENAI = "openai";

	static final String ANTHROPIC = "anthropic";

	static final String OLLAMA = "ollama";

	static final List<String> NAMES = List.of(OPENAI, ANTHROPIC, OLLAMA);

	static final Duration PATIENCE = Duration.ofSeconds(60);

	ChatWires(TestBed bed) {
		this(bed, new HashMap<>());
	}

	ChatModel bean(String wire) {
		return switch (wire) {
			case OPENAI -> this.bed.bean(OpenAiChatModel.class);
			case ANTHROPIC -> this.bed.bean(AnthropicChatModel.class);
			default -> this.bed.bean(OllamaChatModel.class);
		};
	}

	/** Without a registry: nobody sees it but who is told. */
	ChatModel handBuilt(String wire) {
		return this.built.computeIfAbsent(wire,
				(name) -> handBuilt(name, ObservationRegistry.NOOP, baseUrl(name), model(name), PATIENCE));
	}

	/**
	 * A model on another way to its provider.
	 */
	ChatModel handBuilt(String wire, ObservationRegistry registry, String baseUrl, String model, Duration timeout) {
		return switch (wire) {
			case OPENAI -> OpenAiChatModel.builder()
				.options(OpenAiChatOptions.builder()
					.baseUrl(baseUrl)
					.apiKey("openai-key")
					.model(model)
					.timeout(timeout)
					.maxRetries(timeout.equals(PATIENCE) ? 2 : 0)
					.build())
				.observationRegistry(registry)
				.build();
			case ANTHROPIC -> AnthropicChatModel.builder()
				.options(AnthropicChatOptions.builder()
					.baseUrl(baseUrl)
					.apiKey("anthropic-key")
					.maxTokens(100)
					.model(model)
					.timeout(timeout)
					.maxRetries(timeout.equals(PATIENCE) ? 2 : 0)
					.build())
				.observationRegistry(registry)
				.build();
			default -> OllamaChatModel.builder()
				.ollamaApi(OllamaApi.builder()
					.baseUrl(baseUrl)
					.restClientBuilder(restClient(timeout))
					.webClientBuilder(this.bed.bean(WebClient.Builder.class))
					.build())
				.options(OllamaChatOptions.builder().model(model).build())
				.retryTemplate(RetryUtils.SHORT_RETRY_TEMPLATE)
				.observationRegistry(registry)
				.build();
		};
	}

	private RestClient.Builder restClient(Duration timeout) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
		requests.setReadTimeout(timeout);
		return this.bed.bean(RestClient.Builder.class).requestFactory(requests);
	}

	String baseUrl(String wire) {
		return switch (wire) {
			case OPENAI -> this.bed.chat().openAiBaseUrl();
			case ANTHROPIC -> this.bed.chat().anthropicBaseUrl();
			default -> this.bed.other().baseUrl() + "/ollama";
		};
	}

	/** Models that reason where there are any, so that each count is on the bill. */
	static String model(String wire) {
		return switch (wire) {
			case OPENAI -> "gpt-5-mini";
			case ANTHROPIC -> "claude-opus-4-5";
			default -> "llama3.2";
		};
	}

}
