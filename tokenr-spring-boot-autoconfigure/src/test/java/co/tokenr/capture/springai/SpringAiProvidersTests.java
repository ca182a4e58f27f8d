package co.tokenr.capture.springai;

import java.util.List;
import java.util.Map;

import co.tokenr.capture.Endpoint;
import co.tokenr.capture.ProviderEndpoints;
import net.bytebuddy.ByteBuddy;
import co.tokenr.usage.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.openai.OpenAiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who answers a module, with and without its classes.
 */
class SpringAiProvidersTests {

	private static final ProviderEndpoints BUILT_IN = new ProviderEndpoints(List.of());

	@ParameterizedTest
	@CsvSource({ "org.springframework.ai.ollama.api.OllamaChatOptions, ollama",
			"org.springframework.ai.mistralai.MistralAiChatOptions, mistral_ai",
			"org.springframework.ai.deepseek.DeepSeekChatOptions, deepseek",
			"org.springframework.ai.google.genai.GoogleGenAiChatOptions, gcp.gemini",
			"org.springframework.ai.bedrock.converse.BedrockChatOptions, aws.bedrock",
			"com.example.OllamaChatOptions," })
	void knowsModuleByNameOfItsOptions(String type, String module) throws Exception {
		ChatOptions options = (ChatOptions) instance(type, ChatOptions.class);
		assertThat(SpringAiModules.module(options, null)).isEqualTo(module);
	}

	@Test
	void knowsModuleByNativeUsage() throws Exception {
		Object usage = instance("software.amazon.awssdk.services.bedrockruntime.model.TokenUsage", Runnable.class);
		assertThat(SpringAiModules.module(ChatOptions.builder().build(), new DefaultUsage(1, 1, 2, usage)))
			.isEqualTo("aws.bedrock");
	}

	@Test
	void takesBaseUrlOfOptionsBeforeConfiguredOne() {
		OpenAiChatOptions options = OpenAiChatOptions.builder().baseUrl("https://api.groq.com/openai/v1").build();
		SpringAiProviders providers = new SpringAiProviders(BUILT_IN,
				Map.of("openai", "https://openrouter.ai/api/v1")::get);
		assertThat(providers.provider("openai", Operation.CHAT, RequestOptions.read(options))).isEqualTo("groq");
		assertThat(providers.provider("openai", Operation.CHAT, RequestOptions.UNKNOWN)).isEqualTo("openrouter");
	}

	@ParameterizedTest
	@CsvSource({ "https://api.deepseek.com/anthropic, deepseek", "https://gateway.internal.example, anthropic",
			"not a url, anthropic", "' ', anthropic" })
	void keepsModuleWhereHostIsUnknown(String baseUrl, String provider) {
		SpringAiProviders providers = new SpringAiProviders(BUILT_IN, Map.of("anthropic", baseUrl)::get);
		AnthropicChatOptions options = AnthropicChatOptions.builder().build();
		assertThat(providers.provider("anthropic", Operation.CHAT, RequestOptions.read(options))).isEqualTo(provider);
	}

	@Test
	void meetsEndpointThatIsConfiguredWithThePathOfTheModule() {
		ProviderEndpoints endpoints = new ProviderEndpoints(List.of(Endpoint.of("http://127.0.0.1:9/v1", "vllm")));
		SpringAiProviders providers = new SpringAiProviders(endpoints, Map.of("anthropic", "http://127.0.0.1:9/")::get);
		assertThat(providers.provider("anthropic", Operation.CHAT, RequestOptions.UNKNOWN)).isEqualTo("vllm");
	}

	@Test
	void asksForNoTierInParticular() {
		OpenAiChatOptions options = OpenAiChatOptions.builder().serviceTier("auto").build();
		assertThat(RequestOptions.read(options).serviceTier()).isNull();
	}

	private static Object instance(String type, Class<?> contract) throws Exception {
		return new ByteBuddy().subclass(Object.class)
			.implement(contract)
			.name(type)
			.make()
			.load(SpringAiProvidersTests.class.getClassLoader())
			.getLoaded()
			.getDeclaredConstructor()
			.newInstance();
	}

}
