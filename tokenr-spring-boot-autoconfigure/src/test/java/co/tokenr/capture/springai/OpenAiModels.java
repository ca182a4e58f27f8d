package co.tokenr.capture.springai;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.openai.OpenAiImageOptions;

/**
 * Real models of Spring AI over a server of ours.
 */
final class OpenAiModels {

	private OpenAiModels() {
	}

	static OpenAiChatModel chat(WireServer server, ObservationRegistry registry) {
		return OpenAiChatModel.builder().options(options(server).build()).observationRegistry(registry).build();
	}

	static OpenAiChatOptions.Builder options(WireServer server) {
		return OpenAiChatOptions.builder()
			.baseUrl(server.url() + "/v1")
			.apiKey("key")
			.maxRetries(0)
			.model("gpt-5.6-terra");
	}

	static OpenAiEmbeddingModel embedding(WireServer server, ObservationRegistry registry) {
		return OpenAiEmbeddingModel.builder()
			.options(OpenAiEmbeddingOptions.builder()
				.baseUrl(server.url() + "/v1")
				.apiKey("key")
				.maxRetries(0)
				.model("text-embedding-5-small")
				.build())
			.observationRegistry(registry)
			.build();
	}

	static OpenAiImageModel image(WireServer server, ObservationRegistry registry) {
		return OpenAiImageModel.builder()
			.options(OpenAiImageOptions.builder()
				.baseUrl(server.url() + "/v1")
				.apiKey("key")
				.maxRetries(0)
				.model("gpt-image-3")
				.build())
			.observationRegistry(registry)
			.build();
	}

	static AnthropicChatModel anthropic(WireServer server, ObservationRegistry registry) {
		return AnthropicChatModel.builder()
			.options(AnthropicChatOptions.builder()
				.baseUrl(server.url())
				.apiKey("key")
				.maxRetries(0)
				.maxTokens(100)
				.model("claude-sonnet-5")
				.build())
			.observationRegistry(registry)
			.build();
	}

}
