package co.tokenr.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import co.tokenr.Tokenr;
import co.tokenr.actuate.TokenrCoverageEndpoint;
import co.tokenr.attribution.AttributionResolver;
import co.tokenr.attribution.Resolution;
import co.tokenr.capture.springai.ModelObservationWatch;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.openai.client.OpenAIClient;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * The coverage endpoint tells what is tracked by looking at what is there.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenrCoverageTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrReporterAutoConfiguration.class,
				TokenrActuatorAutoConfiguration.class, TokenrSpringAiAutoConfiguration.class,
				TokenrSecurityAutoConfiguration.class, TokenrRestClientAutoConfiguration.class,
				TokenrWebClientAutoConfiguration.class, TokenrOpenAiAutoConfiguration.class,
				TokenrAnthropicAutoConfiguration.class, RestClientAutoConfiguration.class,
				RestTemplateAutoConfiguration.class, WebClientAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	/**
	 * As an application starts: classes that are absent are filtered before they are
	 * loaded.
	 */
	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withUserConfiguration(TokenrLeavesAutoConfigurationTests.Application.class)
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	private final ApplicationContextRunner observed = this.contextRunner
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class));

	@Test
	void showsEverySeamOfABareApplication() {
		this.contextRunner.run((context) -> {
			assertItem(context, "tokenrObservationRegistry", "tracked", "observation");
			assertItem(context, "tokenrChatClientCustomizer", "tracked", "advisor");
			assertItem(context, "tokenrUsageRequestInterceptor", "tracked", "rest_client");
			assertItem(context, "restClientBuilder", "tracked", "rest_client");
			assertItem(context, "restTemplateBuilder", "tracked", "rest_client");
			assertItem(context, "tokenrUsageExchangeFilter", "tracked", "web_client");
			assertItem(context, "webClientBuilder", "tracked", "web_client");
			assertItem(context, "tokenrOpenAi", "tracked", "openai_sdk");
			assertItem(context, "tokenrAnthropic", "tracked", "anthropic_sdk");
			assertThat(document(context)).containsEntry("bypassed", 0L)
				.containsEntry("unknown", 0L)
				.containsEntry("tracked", 9L);
			assertThat((List<?>) document(context).get("cannot_be_seen")).isNotEmpty();
		});
	}

	@Test
	void modelsAreTrackedByTheRegistryTheyHold() {
		this.observed.withBean("chat", ChatModel.class, () -> CoverageBeans.chat(ObservationRegistry.NOOP))
			.withBean(CoverageBeans.Models.class)
			.run((context) -> {
				assertItem(context, "observationRegistry", "tracked", "observation");
				assertItem(context, "chat", "bypassed", null, "ObservationRegistry", "TokenrModels.instrument");
				assertItem(context, "observedModel", "tracked", "observation");
				assertItem(context, "wrappedModel", "tracked", "wrapper");
			});
	}

	@Test
	void modelOfWhichNothingIsKnownIsNotCalledTracked() {
		this.contextRunner.withBean("own", ChatModel.class, () -> (prompt) -> {
			throw new IllegalStateException();
		}).run((context) -> assertItem(context, "own", "unknown", null, "Cannot tell", "instrument"));
	}

	@Test
	void registryOfTheApplicationThatLacksTheHandlerIsNamed() {
		ObservationRegistry own = ObservationRegistry.create();
		own.observationConfig().observationHandler((observation) -> true);
		this.contextRunner.withBean("ownRegistry", ObservationRegistry.class, () -> own)
			.withBean("chat", ChatModel.class, () -> CoverageBeans.chat(own))
			.run((context) -> {
				assertItem(context, "ownRegistry", "bypassed", null, "ModelObservationHandler");
				assertItem(context, "chat", "bypassed", null, "ModelObservationHandler");
			});
	}

	@Test
	void observationsThatAreSwitchedOffAreNamedBeforeAnyCall() {
		this.observed.withPropertyValues("management.observations.enable.gen_ai=false")
			.withBean(CoverageBeans.Models.class)
			.run((context) -> {
				assertItem(context, "observationRegistry", "bypassed", null, "management.observations.enable");
				assertItem(context, "observedModel", "bypassed", null, "management.observations.enable");
			});
	}

	@Test
	void askingIsTakenForNoCall() {
		AtomicInteger started = new AtomicInteger();
		this.observed.withBean("counting", ObservationHandler.class, () -> new Counting(started))
			.withBean(CoverageBeans.Models.class)
			.run((context) -> {
				document(context);
				assertItem(context, "observationRegistry", "tracked", "observation");
				assertThat(started).hasValue(0);
				assertThat(context.getBean(Tokenr.class).latest()).isEmpty();
				assertThat(context.getBean(ModelObservationWatch.class).isAnyDisabled()).isFalse();
			});
	}

	@Test
	void chatClientsAreTrackedByTheAdvisorsTheyHave() {
		this.observed.withBean(CoverageBeans.Models.class).withBean(CoverageBeans.Clients.class).run((context) -> {
			assertItem(context, "customized", "tracked", "advisor");
			assertItem(context, "mutated", "tracked", "advisor");
			assertItem(context, "created", "partial", "observation", "ChatClientBuilderConfigurer");
			assertItem(context, "createdBlindly", "bypassed", null, "ChatClientBuilderConfigurer");
		});
	}

	@Test
	void restClientsAreTrackedByTheInterceptorTheyHave() {
		this.contextRunner.withBean(CoverageBeans.RestClients.class).run((context) -> {
			assertItem(context, "built", "tracked", "rest_client");
			assertItem(context, "created", "bypassed", null, "RestClient.Builder", "UsageRequestInterceptor");
			assertItem(context, "byHand", "tracked", "rest_client");
			assertItem(context, "plainTemplate", "bypassed", null, "RestTemplateBuilder");
			assertItem(context, "ownBuilder", "bypassed", null, "UsageRequestInterceptor");
		});
	}

	@Test
	void webClientsAreTrackedByTheFilterTheyHave() {
		this.contextRunner.withBean(CoverageBeans.WebClients.class).run((context) -> {
			assertItem(context, "built", "tracked", "web_client");
			assertItem(context, "created", "bypassed", null, "WebClient.Builder", "UsageExchangeFilter");
			assertItem(context, "byHand", "tracked", "web_client");
		});
	}

	@Test
	void sdkClientsAreTrackedWhereTheyAreWrapped() {
		this.contextRunner.withBean("openAi", OpenAIClient.class, CoverageBeans::openAi)
			.withBean("anthropic", AnthropicClient.class, () -> AnthropicOkHttpClient.builder().apiKey("key").build())
			.withBean("ofAnotherMake", OpenAIClient.class, () -> mock(OpenAIClient.class))
			.run((context) -> {
				assertItem(context, "openAi", "tracked", "openai_sdk");
				assertItem(context, "anthropic", "tracked", "anthropic_sdk");
				assertItem(context, "ofAnotherMake", "bypassed", null, "TokenrOpenAi.wrap");
			});
	}

	@Test
	void sdkClientThatTheApplicationWrapsIsTracked() {
		this.contextRunner.withBean(CoverageBeans.Wrapped.class)
			.run((context) -> assertItem(context, "wrappedByHand", "tracked", "openai_sdk"));
	}

	@Test
	void modelsThatAreNotObservedAreTrackedByTheirHttpClient() {
		this.contextRunner.withBean(CoverageBeans.SpeechModels.class).run((context) -> {
			assertItem(context, "customized", "tracked", "openai_sdk");
			assertItem(context, "byHand", "bypassed", null, "OpenAiHttpClientBuilderCustomizer");
			assertItem(context, "other", "unknown", null, "Cannot tell");
		});
	}

	@Test
	void surfacesThatAreSwitchedOffNameTheirProperty() {
		this.contextRunner
			.withPropertyValues("tokenr.capture.rest-client=false", "tokenr.capture.web-client=false",
					"tokenr.capture.vendor-sdk=false", "tokenr.capture.chat-client=false",
					"tokenr.capture.chat-model=false", "tokenr.capture.audio=false",
					"tokenr.attribution.security-principal=none")
			.withBean("chat", ChatModel.class, () -> CoverageBeans.chat(ObservationRegistry.NOOP))
			.withBean("openAi", OpenAIClient.class, CoverageBeans::openAi)
			.withBean(CoverageBeans.SpeechModels.class)
			.withBean("client", ChatClient.class, () -> ChatClient.create(CoverageBeans.chat(ObservationRegistry.NOOP)))
			.run((context) -> {
				assertItem(context, "tokenrUsageRequestInterceptor", "off", null, "tokenr.capture.rest-client=false");
				assertItem(context, "tokenrUsageExchangeFilter", "off", null, "tokenr.capture.web-client=false");
				assertItem(context, "openAi", "off", null, "tokenr.capture.vendor-sdk=false");
				assertItem(context, "chat", "off", null, "tokenr.capture.chat-model=false");
				assertItem(context, "client", "off", null, "tokenr.capture.chat-client=false");
				assertItem(context, "byHand", "off", null, "tokenr.capture.audio=false");
				assertItem(context, "tokenrSecurityPrincipalResolver", "off", null,
						"tokenr.attribution.security-principal=none");
			});
	}

	@Test
	void everythingIsOffWhereTrackingIsOffAtRunTime() {
		this.contextRunner.run((context) -> {
			context.getBean(TokenrProperties.class).setEnabled(false);
			assertItem(context, "restClientBuilder", "off", null, "tokenr.enabled=false");
			assertThat(document(context)).containsEntry("tracked", 0L).containsEntry("off", 9L);
		});
	}

	@Test
	void resolversAreNamed() {
		this.contextRunner.withPropertyValues("tokenr.attribution.security-principal=user")
			.withBean("tenant", AttributionResolver.class, () -> (source) -> Resolution.NONE)
			.run((context) -> {
				assertItem(context, "tenant", "tracked", "attribution");
				assertItem(context, "tokenrSecurityPrincipalResolver", "tracked", "attribution");
			});
	}

	@Test
	void createsNeitherLazyBeansNorThoseMadeAnew() {
		AtomicInteger created = new AtomicInteger();
		this.contextRunner.withBean("lazy", RestClient.class, () -> {
			created.incrementAndGet();
			return RestClient.create();
		}, (definition) -> definition.setLazyInit(true)).withBean("anew", RestClient.Builder.class, () -> {
			created.incrementAndGet();
			return RestClient.builder();
		}, (definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE)).run((context) -> {
			assertItem(context, "lazy", "unknown", null, "Not created yet");
			assertItem(context, "anew", "unknown", null, "made anew");
			assertThat(created).hasValue(0);
			context.getBean("lazy");
			assertItem(context, "lazy", "bypassed", null, "RestClient.Builder");
		});
	}

	@Test
	void lazyApplicationStaysLazy() {
		this.contextRunner.withBean("lazy", RestTemplate.class, RestTemplate::new)
			.withInitializer((context) -> context.addBeanFactoryPostProcessor((beans) -> {
				for (String name : beans.getBeanDefinitionNames()) {
					beans.getBeanDefinition(name).setLazyInit(true);
				}
			}))
			.run((context) -> assertItem(context, "lazy", "unknown", null, "Not created yet"));
	}

	@Test
	void beanThatDoesNotLetItselfBeLookedAtFailsNothing() {
		RestClient broken = mock(RestClient.class, (call) -> {
			throw new IllegalStateException("closed");
		});
		this.contextRunner.withBean("broken", RestClient.class, () -> broken)
			.run((context) -> assertItem(context, "broken", "unknown", null, "Cannot tell"));
	}

	@Test
	void printsOnceWhenReadyWhereDebuggingIsOn(CapturedOutput output) {
		this.contextRunner.withPropertyValues("tokenr.debug=true")
			.withBean("plain", RestClient.class, RestClient::create)
			.run((context) -> {
				assertThat(output).doesNotContain("What is tracked");
				ready(context);
				assertThat(output).containsOnlyOnce("What is tracked")
					.contains("bypassed rest_client 'plain': Does not have our interceptor.");
			});
	}

	@Test
	void printsNothingElsewhere(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			ready(context);
			assertThat(output).doesNotContain("What is tracked");
		});
	}

	private static void ready(AssertableApplicationContext context) {
		context.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0],
				(ConfigurableApplicationContext) context.getSourceApplicationContext(), Duration.ZERO));
	}

	@Test
	void answersWithoutSpringAiAndHttpClients() {
		this.application
			.withClassLoader(new FilteredClassLoader("org.springframework.ai", "reactor", "com.openai", "com.anthropic",
					"org.springframework.web.client", "org.springframework.boot.restclient",
					"org.springframework.web.reactive", "okhttp3"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(document(context)).containsEntry("bypassed", 0L);
			});
	}

	@Test
	void answersWithoutBootsSupportOfRestTemplate() {
		this.application.withClassLoader(new FilteredClassLoader("org.springframework.boot.restclient"))
			.run((context) -> assertItem(context, "tokenrUsageRequestInterceptor", "tracked", "rest_client"));
	}

	private static void assertItem(AssertableApplicationContext context, String name, String state, String seam,
			String... advice) {
		Map<String, Object> item = items(context).stream()
			.filter((candidate) -> name.equals(candidate.get("name")))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No " + name + " in " + items(context)));
		assertThat(item).as(name).containsEntry("state", state);
		assertThat(item.get("seam")).as(name).isEqualTo(seam);
		if (advice.length == 0) {
			assertThat(item).doesNotContainKey("advice");
		}
		else {
			assertThat((String) item.get("advice")).contains(advice);
		}
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> items(AssertableApplicationContext context) {
		return (List<Map<String, Object>>) document(context).get("items");
	}

	private static Map<String, Object> document(AssertableApplicationContext context) {
		return context.getBean(TokenrCoverageEndpoint.class).coverage();
	}

	record Counting(AtomicInteger started) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			this.started.incrementAndGet();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
