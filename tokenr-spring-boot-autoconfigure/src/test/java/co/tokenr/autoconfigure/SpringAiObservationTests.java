package co.tokenr.autoconfigure;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import co.tokenr.Tokenr;
import co.tokenr.capture.TraceIds;
import co.tokenr.capture.springai.ModelObservationWatch;
import co.tokenr.capture.springai.TokenrModels;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageEvent;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Models are observed once, by the registry of whoever has one.
 */
class SpringAiObservationTests {

	private final ApplicationContextRunner alone = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrSpringAiAutoConfiguration.class));

	private final ApplicationContextRunner boot = this.alone
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class));

	@Test
	void suppliesRegistryThatObservesModelsOnly() {
		this.alone.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			assertThat(Observation.start("http.server.requests", registry).isNoop()).isTrue();
			observedModel(registry).call("Hi");
			assertThat(calls(context.getBean(Tokenr.class).latest())).containsExactly("observation");
		});
	}

	/** Without one a client hides the model whose stream it serves. */
	@Test
	void givesItsRegistryToWebClients() {
		AtomicReference<Observation> request = new AtomicReference<>();
		this.alone
			.withConfiguration(
					AutoConfigurations.of(WebClientAutoConfiguration.class, TokenrWebClientAutoConfiguration.class))
			.run((context) -> {
				context.getBean(WebClient.Builder.class)
					.exchangeFunction((sent) -> Mono.deferContextual((subscriber) -> {
						request.set(subscriber.get(ObservationThreadLocalAccessor.KEY));
						return Mono.just(ClientResponse.create(HttpStatus.OK).build());
					}))
					.build()
					.get()
					.uri("http://127.0.0.1")
					.retrieve()
					.toBodilessEntity()
					.block();
				assertThat(request.get().isNoop()).isFalse();
			});
	}

	@Test
	void leavesRegistryToBootAndIsAddedToItOnce() {
		this.boot.run((context) -> {
			assertThat(context).hasSingleBean(ObservationRegistry.class).doesNotHaveBean("tokenrObservationRegistry");
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			assertThat(Observation.start("http.server.requests", registry).isNoop()).isFalse();
			observedModel(registry).call("Hi");
			assertThat(calls(context.getBean(Tokenr.class).latest())).containsExactly("observation");
			assertThat(context.getBean(ModelObservationWatch.class).isAnyDisabled()).isFalse();
		});
	}

	@Test
	void leavesRegistryToTheApplication() {
		ObservationRegistry own = ObservationRegistry.create();
		this.alone.withBean(ObservationRegistry.class, () -> own)
			.run((context) -> assertThat(context.getBean(ObservationRegistry.class)).isSameAs(own));
	}

	@Test
	void noticesThatModelsAreNotObserved() {
		this.boot.withPropertyValues("management.observations.enable.gen_ai=false").run((context) -> {
			ModelObservationWatch watch = context.getBean(ModelObservationWatch.class);
			assertThat(watch.isAnyDisabled()).isFalse();
			observedModel(context.getBean(ObservationRegistry.class)).call("Hi");
			assertThat(context.getBean(Tokenr.class).latest()).isEmpty();
			assertThat(watch.isAnyDisabled()).isTrue();
		});
	}

	@Test
	void leavesOutWhatIsSwitchedOff() {
		this.alone.withPropertyValues("tokenr.capture.chat-model=false").run((context) -> {
			observedModel(context.getBean(ObservationRegistry.class)).call("Hi");
			assertThat(context.getBean(Tokenr.class).latest()).isEmpty();
		});
	}

	@Test
	void instrumentsModelsByHand() {
		this.alone.run((context) -> {
			ChatModel model = (prompt) -> answer();
			context.getBean(TokenrModels.class).instrument(model).call("Hi");
			assertThat(calls(context.getBean(Tokenr.class).latest())).containsExactly("wrapper");
		});
	}

	@Test
	void takesTraceOfTheObservedModel() {
		SimpleTracer tracer = new SimpleTracer();
		this.boot.withBean(Tracer.class, () -> tracer)
			.withBean(DefaultTracingObservationHandler.class, () -> new DefaultTracingObservationHandler(tracer))
			.run((context) -> {
				observedModel(context.getBean(ObservationRegistry.class)).call("Hi");
				UsageEvent event = context.getBean(Tokenr.class).latest().get(0);
				assertThat(event.call().traceId()).isEqualTo(tracer.lastSpan().getTraceId());
				assertThat(event.call().spanId()).isEqualTo(tracer.lastSpan().getSpanId());
			});
	}

	@Test
	void takesCurrentTraceWhereTheModelIsNotObserved() {
		SimpleTracer tracer = new SimpleTracer();
		this.alone.withBean(Tracer.class, () -> tracer).run((context) -> {
			ChatModel model = (prompt) -> answer();
			var span = tracer.nextSpan().start();
			try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
				context.getBean(TokenrModels.class).instrument(model).call("Hi");
			}
			UsageEvent event = context.getBean(Tokenr.class).latest().get(0);
			assertThat(event.call().spanId()).isEqualTo(span.context().spanId());
		});
	}

	@Test
	void worksWithoutTracing() {
		this.alone.withClassLoader(new FilteredClassLoader("io.micrometer.tracing")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(TraceIds.class);
			observedModel(context.getBean(ObservationRegistry.class)).call("Hi");
			assertThat(context.getBean(Tokenr.class).latest()).hasSize(1);
		});
	}

	private static List<String> calls(List<UsageEvent> events) {
		return events.stream().map(UsageEvent::call).map(LlmCall::capturedBy).toList();
	}

	/** A model that is observed as Spring AI's are. */
	private static ChatModel observedModel(ObservationRegistry registry) {
		return (prompt) -> {
			ChatModelObservationContext context = ChatModelObservationContext.builder()
				.prompt(new Prompt(prompt.getInstructions(), ChatOptions.builder().model("m1").build()))
				.provider("openai")
				.build();
			return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION
				.observation(null, new DefaultChatModelObservationConvention(), () -> context, registry)
				.observe(() -> {
					ChatResponse answer = answer();
					context.setResponse(answer);
					return answer;
				});
		};
	}

	private static ChatResponse answer() {
		return new ChatResponse(List.of(new Generation(new AssistantMessage("Hello"))),
				ChatResponseMetadata.builder().model("m1").usage(new DefaultUsage(26, 9)).build());
	}

}
