package co.tokenr.autoconfigure;

import java.time.Duration;
import java.util.List;

import co.tokenr.Tokenr;
import co.tokenr.capture.LlmServer;
import co.tokenr.capture.LlmServer.Answer;
import co.tokenr.capture.anthropic.AnthropicDetailsCustomizer;
import co.tokenr.capture.openai.OpenAiDetailsCustomizer;
import co.tokenr.capture.restclient.UsageRequestInterceptor;
import co.tokenr.capture.webclient.UsageExchangeFilter;
import co.tokenr.usage.UsageEvent;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.http.okhttp.SpringAiOpenAiHttpClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Tests for the leaves that capture calls over HTTP.
 */
class TokenrHttpAutoConfigurationTests {

	private static final String PATH = "/v1/chat/completions";

	private static final String REQUEST = "{\"model\":\"m\"}";

	private final LlmServer server = new LlmServer().answers("openai/round-3-answer.json");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrDisabledAutoConfiguration.class,
				TokenrRestClientAutoConfiguration.class, TokenrWebClientAutoConfiguration.class,
				TokenrOpenAiAutoConfiguration.class, TokenrAnthropicAutoConfiguration.class,
				RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class,
				WebClientAutoConfiguration.class))
		.withPropertyValues("tokenr.capture.endpoints[0].base-url=" + this.server.url(),
				"tokenr.capture.endpoints[0].provider=vllm");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void countsCallsOfARestClient() {
		this.contextRunner.run((context) -> {
			call(context.getBean(RestClient.Builder.class).build());
			assertCounted(context.getBean(Tokenr.class), "rest_client");
		});
	}

	@Test
	void countsCallsOfARestTemplate() {
		this.contextRunner.run((context) -> {
			call(context.getBean(RestTemplateBuilder.class).build());
			assertCounted(context.getBean(Tokenr.class), "rest_client");
		});
	}

	@Test
	void countsCallsOfAWebClient() {
		this.contextRunner.run((context) -> {
			call(context.getBean(WebClient.Builder.class).build());
			assertCounted(context.getBean(Tokenr.class), "web_client");
		});
	}

	@Test
	void countsTheStreamOfAnObservedModelOnceWhereNothingElseIsObserved() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(TokenrSpringAiAutoConfiguration.class,
					WebClientObservationAutoConfiguration.class))
			.run((context) -> {
				ChatModelObservationContext chat = ChatModelObservationContext.builder()
					.prompt(new Prompt("How many are left?", ChatOptions.builder().model("m").build()))
					.provider("ollama")
					.build();
				Observation model = Observation
					.createNotStarted("gen_ai.client.operation", () -> chat, context.getBean(ObservationRegistry.class))
					.start();
				context.getBean(WebClient.Builder.class)
					.build()
					.post()
					.uri(this.server.url() + PATH)
					.bodyValue(REQUEST)
					.retrieve()
					.bodyToMono(String.class)
					.contextWrite((reactor) -> reactor.put(ObservationThreadLocalAccessor.KEY, model))
					.block();
				assertThat(context.getBean(Tokenr.class).latest()).isEmpty();
				model.stop();
				// an answer without usage is estimated on another thread
				await().untilAsserted(() -> assertThat(context.getBean(Tokenr.class).latest()).hasSize(1));
				assertThat(context.getBean(Tokenr.class).latest().get(0).call().capturedBy())
					.isNotEqualTo("web_client");
			});
	}

	@Test
	void addsItselfOnce() {
		this.contextRunner.run((context) -> {
			UsageRequestInterceptor interceptor = context.getBean(UsageRequestInterceptor.class);
			call(context.getBean(RestClient.Builder.class).requestInterceptor(interceptor).build());
			call(context.getBean(WebClient.Builder.class).filter(context.getBean(UsageExchangeFilter.class)).build());
			RestTemplateBuilder builder = context.getBean(RestTemplateBuilder.class);
			RestTemplate template = builder.additionalInterceptors(interceptor).build();
			call(template);
			assertThat(template.getInterceptors()).hasSize(1);
			assertThat(context.getBean(Tokenr.class).latest()).hasSize(3);
		});
	}

	@Test
	void wrapsClientsOfTheSdks() {
		this.contextRunner.withBean(OpenAIClient.class, this::openAi)
			.withBean(OpenAIClientAsync.class, this::openAiAsync)
			.withBean(AnthropicClient.class, this::anthropic)
			.run((context) -> {
				ChatCompletionCreateParams request = chat();
				context.getBean(OpenAIClient.class).chat().completions().create(request);
				context.getBean(OpenAIClient.class).async().chat().completions().create(request).join();
				context.getBean(OpenAIClientAsync.class).chat().completions().create(request).join();
				assertThat(context.getBean(Tokenr.class).latest()).hasSize(3)
					.allSatisfy((event) -> assertThat(event.call().capturedBy()).isEqualTo("openai_sdk"))
					.allSatisfy((event) -> assertThat(event.provider()).isEqualTo("vllm"));
				this.server.answers(Answer.of("anthropic/round-3-answer.json"),
						Answer.of("anthropic/round-3-answer.json"));
				context.getBean(AnthropicClient.class)
					.messages()
					.create(MessageCreateParams.builder().model("c").maxTokens(9).addUserMessage("?").build());
				assertThat(context.getBean(Tokenr.class).latest()).hasSize(4);
			});
	}

	@Test
	void keepsTheClassOfAClientThatIsDeclaredByIt() {
		this.contextRunner.withBean(OpenAIClientImpl.class, () -> (OpenAIClientImpl) openAi()).run((context) -> {
			context.getBean(OpenAIClientImpl.class).async().chat().completions().create(chat()).join();
			assertThat(context.getBean(Tokenr.class).latest()).hasSize(1);
		});
	}

	@Test
	void leavesClientsOfAnotherMakeAlone() {
		OpenAIClient other = mock(OpenAIClient.class);
		this.contextRunner.withBean(OpenAIClient.class, () -> other)
			.run((context) -> assertThat(context.getBean(OpenAIClient.class)).isSameAs(other));
	}

	@Test
	void eachSurfaceCanBeSwitchedOff() {
		this.contextRunner
			.withPropertyValues("tokenr.capture.rest-client=false", "tokenr.capture.web-client=false",
					"tokenr.capture.vendor-sdk=false", "tokenr.capture.audio=false")
			.withBean(OpenAIClient.class, this::openAi)
			.run((context) -> {
				call(context.getBean(RestClient.Builder.class).build());
				call(context.getBean(RestTemplateBuilder.class).build());
				call(context.getBean(WebClient.Builder.class).build());
				context.getBean(OpenAIClient.class).chat().completions().create(chat());
				assertThat(this.server.asked()).hasSize(4);
				assertThat(context.getBean(Tokenr.class).latest()).isEmpty();
			});
	}

	@Test
	void everythingRunsWithTrackingOff() {
		this.contextRunner.withPropertyValues("tokenr.enabled=false")
			.withBean(OpenAIClient.class, this::openAi)
			.run((context) -> {
				call(context.getBean(RestClient.Builder.class).build());
				call(context.getBean(WebClient.Builder.class).build());
				context.getBean(OpenAIClient.class).chat().completions().create(chat());
				assertThat(context).doesNotHaveBean(UsageRequestInterceptor.class);
			});
	}

	@Test
	void bringsCustomizersForSpringAi() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(OpenAiDetailsCustomizer.class)
				.hasSingleBean(AnthropicDetailsCustomizer.class);
			SpringAiOpenAiHttpClient.Builder builder = SpringAiOpenAiHttpClient.builder();
			context.getBean(OpenAiDetailsCustomizer.class).customize(builder);
			context.getBean(OpenAiDetailsCustomizer.class).customize(builder);
			builder.build().close();
		});
	}

	@Test
	void aMissingTechnologyCostsItsLeafOnly() {
		for (String missing : List.of("org.springframework.boot.restclient", "org.springframework.boot.webclient",
				"org.springframework.web", "com.openai", "com.anthropic", "okhttp3", "org.springframework.ai")) {
			new ApplicationContextRunner().withUserConfiguration(TokenrLeavesAutoConfigurationTests.Application.class)
				.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).as("without %s", missing).hasNotFailed());
		}
	}

	private void call(RestClient client) {
		client.post().uri(this.server.url() + PATH).body(REQUEST).retrieve().body(String.class);
	}

	private void call(RestTemplate template) {
		template.postForObject(this.server.url() + PATH, REQUEST, String.class);
	}

	private void call(WebClient client) {
		client.post().uri(this.server.url() + PATH).bodyValue(REQUEST).retrieve().bodyToMono(String.class).block();
	}

	private OpenAIClient openAi() {
		return OpenAIOkHttpClient.builder().baseUrl(this.server.url() + "/v1").apiKey("k").build();
	}

	private OpenAIClientAsync openAiAsync() {
		return OpenAIOkHttpClientAsync.builder().baseUrl(this.server.url() + "/v1").apiKey("k").build();
	}

	private AnthropicClient anthropic() {
		return AnthropicOkHttpClient.builder()
			.baseUrl(this.server.url())
			.apiKey("k")
			.timeout(Duration.ofSeconds(5))
			.build();
	}

	private static ChatCompletionCreateParams chat() {
		return ChatCompletionCreateParams.builder().model("m").addUserMessage("?").build();
	}

	private static void assertCounted(Tokenr tokenr, String capturedBy) {
		assertThat(tokenr.latest()).hasSize(1);
		UsageEvent event = tokenr.latest().get(0);
		assertThat(event.call().capturedBy()).isEqualTo(capturedBy);
		assertThat(event.provider()).isEqualTo("vllm");
		assertThat(event.usage().input()).isEqualTo(330);
	}

}
