package co.tokenr.autoconfigure;

import co.tokenr.Tokenr;
import co.tokenr.capture.LlmServer;
import co.tokenr.capture.StreamUsageHint;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An endpoint whose streams come without usage is hinted at once, by whichever seam they
 * are seen.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenrStreamUsageHintTests {

	private static final String REQUEST = "{\"model\":\"m\",\"stream\":true}";

	@Test
	void oneHintForAllSeamsAndNoRequestIsChanged(CapturedOutput output) {
		try (LlmServer server = new LlmServer().answers("openai/stream-without-usage.sse")) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class,
						TokenrSpringAiAutoConfiguration.class, TokenrRestClientAutoConfiguration.class,
						TokenrWebClientAutoConfiguration.class, TokenrOpenAiAutoConfiguration.class,
						RestClientAutoConfiguration.class, WebClientAutoConfiguration.class))
				.withPropertyValues("tokenr.capture.endpoints[0].base-url=" + server.url(),
						"tokenr.capture.endpoints[0].provider=vllm")
				.withBean(OpenAIClient.class,
						() -> OpenAIOkHttpClient.builder().baseUrl(server.url() + "/v1").apiKey("key").build())
				.run((context) -> {
					callEverySeamTwice(context, server.url() + "/v1");
					await().untilAsserted(() -> assertThat(context.getBean(Tokenr.class).latest()).hasSize(8));
					assertThat(output.getAll()
						.lines()
						.filter((line) -> line.contains(StreamUsageHint.class.getName())
								|| line.contains("include_usage")))
						.hasSize(1);
					assertThat(output).contains("A stream of " + server.url() + "/v1 ended without usage");
					assertThat(server.asked())
						.noneSatisfy((asked) -> assertThat(new String(asked.body())).contains("include_usage\":true"));
				});
		}
	}

	@Test
	void springAiAloneHints(CapturedOutput output) {
		try (LlmServer server = new LlmServer().answers("openai/stream-without-usage.sse")) {
			new ApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrSpringAiAutoConfiguration.class))
				.run((context) -> {
					stream(context, server.url() + "/v1");
					await().untilAsserted(() -> assertThat(context.getBean(Tokenr.class).latest()).hasSize(1));
					assertThat(output).containsOnlyOnce("A stream of " + server.url() + "/v1 ended without usage");
				});
		}
	}

	private static void callEverySeamTwice(ApplicationContext context, String url) {
		for (int i = 0; i < 2; i++) {
			context.getBean(RestClient.Builder.class)
				.build()
				.post()
				.uri(url + "/chat/completions")
				.body(REQUEST)
				.retrieve()
				.body(String.class);
			context.getBean(WebClient.Builder.class)
				.build()
				.post()
				.uri(url + "/chat/completions")
				.bodyValue(REQUEST)
				.retrieve()
				.bodyToMono(String.class)
				.block();
			try (StreamResponse<ChatCompletionChunk> chunks = context.getBean(OpenAIClient.class)
				.chat()
				.completions()
				.createStreaming(ChatCompletionCreateParams.builder().model("m").addUserMessage("?").build())) {
				chunks.stream().count();
			}
			stream(context, url);
		}
	}

	private static void stream(ApplicationContext context, String url) {
		OpenAiChatModel model = OpenAiChatModel.builder()
			.options(OpenAiChatOptions.builder()
				.baseUrl(url)
				.apiKey("key")
				.model("m")
				.streamOptions(OpenAiChatOptions.StreamOptions.builder().build())
				.build())
			.observationRegistry(context.getBean(ObservationRegistry.class))
			.build();
		model.stream(new Prompt("?")).blockLast();
	}

}
