package co.tokenr.autoconfigure;

import java.util.List;

import co.tokenr.capture.openai.OpenAiDetailsCustomizer;
import co.tokenr.capture.openai.TokenrOpenAi;
import co.tokenr.capture.restclient.UsageRequestInterceptor;
import co.tokenr.capture.springai.TokenrChatClientCustomizer;
import co.tokenr.capture.springai.TokenrModels;
import co.tokenr.capture.webclient.UsageExchangeFilter;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.moderation.ModerationModel;
import org.springframework.ai.moderation.ModerationResponse;
import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiAudioSpeechOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;

import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Beans of an application, some of them past every seam.
 */
final class CoverageBeans {

	private CoverageBeans() {
	}

	static OpenAIClient openAi() {
		return OpenAIOkHttpClient.builder().apiKey("key").build();
	}

	static OpenAiChatModel chat(ObservationRegistry registry) {
		return OpenAiChatModel.builder()
			.options(OpenAiChatOptions.builder().apiKey("key").model("m").build())
			.observationRegistry(registry)
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	static class Models {

		@Bean
		ChatModel observedModel(ObservationRegistry registry) {
			return chat(registry);
		}

		@Bean
		ChatModel wrappedModel(TokenrModels models) {
			return models.instrument(chat(ObservationRegistry.NOOP));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Clients {

		@Bean
		ChatClient customized(TokenrChatClientCustomizer customizer) {
			ChatClient.Builder builder = ChatClient.builder(chat(ObservationRegistry.NOOP));
			customizer.customize(builder);
			return builder.build();
		}

		@Bean
		ChatClient mutated(ChatClient customized) {
			return customized.mutate().defaultSystem("Be brief").build();
		}

		@Bean
		ChatClient created(ChatModel observedModel) {
			return ChatClient.create(observedModel);
		}

		@Bean
		ChatClient createdBlindly() {
			return ChatClient.create(chat(ObservationRegistry.NOOP));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RestClients {

		@Bean
		RestClient built(RestClientBuilderConfigurer configurer) {
			return configurer.configure(RestClient.builder()).build();
		}

		@Bean
		RestClient created() {
			return RestClient.create("http://127.0.0.1:9");
		}

		@Bean
		RestClient byHand(UsageRequestInterceptor interceptor) {
			return RestClient.builder().requestInterceptor(interceptor).build();
		}

		@Bean
		RestTemplate plainTemplate() {
			return new RestTemplate();
		}

		@Bean
		RestClient.Builder ownBuilder() {
			return RestClient.builder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WebClients {

		@Bean
		WebClient built(WebClient.Builder builder) {
			return builder.build();
		}

		@Bean
		WebClient created() {
			return WebClient.create("http://127.0.0.1:9");
		}

		@Bean
		WebClient byHand(UsageExchangeFilter filter) {
			return WebClient.builder().filter(filter).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Wrapped {

		@Bean
		OpenAIClient wrappedByHand(TokenrOpenAi tokenr) {
			return tokenr.wrap(openAi());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SpeechModels {

		@Bean
		TextToSpeechModel customized(OpenAiDetailsCustomizer customizer) {
			return speech(customizer);
		}

		@Bean
		TextToSpeechModel byHand() {
			return speech();
		}

		@Bean
		ModerationModel other() {
			return (request) -> new ModerationResponse(null);
		}

		private static TextToSpeechModel speech(OpenAiHttpClientBuilderCustomizer... customizers) {
			return OpenAiAudioSpeechModel.builder()
				.httpClientBuilderCustomizers(List.of(customizers))
				.options(OpenAiAudioSpeechOptions.builder().apiKey("key").model("tts-1").build())
				.build();
		}

	}

}
