package co.tokenr.capture;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link ProviderEndpoints} and {@link Endpoint}.
 */
class ProviderEndpointsTests {

	private final ProviderEndpoints builtIn = new ProviderEndpoints(List.of());

	@ParameterizedTest
	@CsvSource({ "https://api.openai.com/v1/chat/completions, openai", "https://API.OpenAI.com./v1, openai",
			"https://contoso.openai.azure.com/openai/v1, azure.ai.openai",
			"https://contoso.services.ai.azure.com/models, azure.ai.openai",
			"https://eastus.api.cognitiveservices.azure.com/, azure.ai.openai",
			"https://api.anthropic.com/v1/messages, anthropic", "https://api.groq.com/openai/v1, groq",
			"https://openrouter.ai/api/v1, openrouter", "https://api.x.ai/v1, x_ai",
			"https://us-east-1.api.x.ai/v1, x_ai", "https://api.perplexity.ai, perplexity",
			"https://generativelanguage.googleapis.com/v1beta/openai, gcp.gemini",
			"https://us-central1-aiplatform.googleapis.com/v1, gcp.vertex_ai",
			"https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1, aws.bedrock",
			"https://models.inference.ai.azure.com, github", "https://router.huggingface.co/v1, huggingface" })
	void knowsPublicHosts(String url, String provider) {
		assertThat(this.builtIn.provider(URI.create(url))).isEqualTo(provider);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.openai.com.evil.example/v1", "https://xapi.openai.com/v1",
			"https://relax.ai/v1", "https://api.relax.ai/v1", "https://notopenai.azure.com/",
			"https://evilopenai.azure.com.example/", "https://openai.azure.com/",
			"https://api.openai.com@evil.example/", "https://evil.example/api.openai.com/v1",
			"https://evil.example?api.openai.com", "https://myopenrouter.ai/",
			"https://x-aiplatform.googleapis.com.evil.example/", "https://bedrock-runtime.evil.example.amazonaws.com/",
			"https://storage.googleapis.com/", "https://bedrock-runtime.amazonaws.com.evil.example/",
			"ftp://api.openai.com/", "api.openai.com", "mailto:a@api.openai.com" })
	void takesNoLookAlike(String url) {
		assertThat(this.builtIn.provider(URI.create(url))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "http://my_llm.example:8000/v1/chat/completions, vllm", "http://MY_LLM.example:8000/v1, vllm",
			"http://my_llm.example:8000/v1/batch/x, batch", "http://my_llm.example:8000/v10/chat,",
			"http://my_llm.example:8001/v1/chat,", "https://my_llm.example:8000/v1/chat,",
			"http://my_llm.example:8000/,", "https://api.openai.com/v1/chat, proxied",
			"https://api.openai.com:443/x, proxied", "https://api.openai.com:8443/x, openai" })
	void configuredEndpointsComeFirstAndMatchWhole(String url, String provider) {
		ProviderEndpoints endpoints = new ProviderEndpoints(
				List.of(Endpoint.of("http://my_llm.example:8000/v1/", "vllm"),
						Endpoint.of("http://my_llm.example:8000/v1/batch", "batch"),
						Endpoint.of("https://api.openai.com", "proxied")));
		assertThat(endpoints.provider(URI.create(url))).isEqualTo(provider);
	}

	@ParameterizedTest
	@ValueSource(strings = { "llm.example.com/v1", "/v1", "", "ftp://llm.example.com", "https://", "https:///v1",
			"https://llm.example.com/v1?key=1", "https://llm.example.com/#v1", "https://llm example.com" })
	void saysWhichBaseUrlIsBadAndWhatToWrite(String baseUrl) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of(baseUrl, "vllm"))
			.withMessageContaining("'" + baseUrl + "'")
			.withMessageContaining("'vllm'")
			.withMessageContaining("https://llm.example.com/v1");
	}

	@Test
	void tellsNoCredentials() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Endpoint.of("https://user:secret@llm.example.com", "vllm"))
			.withMessageNotContaining("secret");
	}

	@Test
	void saysWhichEndpointHasNoProvider() {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of("https://llm.example.com", " "))
			.withMessageContaining("https://llm.example.com");
	}

}
