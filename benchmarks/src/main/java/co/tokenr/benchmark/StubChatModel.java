package co.tokenr.benchmark;

import java.util.List;
import java.util.stream.IntStream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatOptions;
import reactor.core.publisher.Flux;

/**
 * A model that answers at once, from memory, and is observed as those of Spring AI are.
 * Its usage comes with the last chunk, as from OpenAI.
 */
final class StubChatModel implements ChatModel {

	static final String MODEL = "gpt-4o-mini-2024-07-18";

	static final int INPUT = 1250;

	static final int OUTPUT = 317;

	private static final DefaultChatModelObservationConvention CONVENTION = new DefaultChatModelObservationConvention();

	private final ChatResponse answer = response("It was the best of times, it was the worst of times.", "STOP", true);

	private final ChatResponse[] chunks;

	private final ChatOptions options = OpenAiChatOptions.builder().model("gpt-4o-mini").temperature(0.2).build();

	private final ObservationRegistry registry;

	/**
	 * Creates a model.
	 * @param registry where calls are observed
	 * @param chunks how many chunks a streamed answer has, two or more
	 * @param text the text of each
	 */
	StubChatModel(ObservationRegistry registry, int chunks, String text) {
		this.registry = registry;
		this.chunks = IntStream.range(0, chunks)
			.mapToObj((i) -> (i < chunks - 1) ? response(text, null, false) : response("", "STOP", true))
			.toArray(ChatResponse[]::new);
	}

	private static ChatResponse response(String text, @Nullable String finish, boolean last) {
		ChatGenerationMetadata end = (finish != null) ? ChatGenerationMetadata.builder().finishReason(finish).build()
				: ChatGenerationMetadata.NULL;
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text), end)),
				ChatResponseMetadata.builder()
					.id("chatcmpl-9xYzAbCdEfGhIjKlMnOpQrStUv")
					.model(MODEL)
					.usage(last ? new DefaultUsage(INPUT, OUTPUT) : new EmptyUsage())
					.build());
	}

	@Override
	public ChatOptions getOptions() {
		return this.options;
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		ChatModelObservationContext context = context(prompt, false);
		return observation(context).observe(() -> {
			context.setResponse(this.answer);
			return this.answer;
		});
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.deferContextual((subscriber) -> {
			ChatModelObservationContext context = context(prompt, true);
			Observation observation = observation(context);
			observation.parentObservation(subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null)).start();
			Flux<ChatResponse> answer = Flux.fromArray(this.chunks)
				.doOnError(observation::error)
				.doFinally((signal) -> observation.stop())
				.contextWrite((around) -> around.put(ObservationThreadLocalAccessor.KEY, observation));
			return new MessageAggregator().aggregate(answer, context::setResponse);
		});
	}

	/**
	 * Returns the chunks of a streamed answer.
	 * @return the chunks, not to be changed
	 */
	ChatResponse[] chunks() {
		return this.chunks;
	}

	private static ChatModelObservationContext context(Prompt prompt, boolean streaming) {
		return ChatModelObservationContext.builder().prompt(prompt).provider("openai").streaming(streaming).build();
	}

	private Observation observation(ChatModelObservationContext context) {
		return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(null, CONVENTION, () -> context,
				this.registry);
	}

}
