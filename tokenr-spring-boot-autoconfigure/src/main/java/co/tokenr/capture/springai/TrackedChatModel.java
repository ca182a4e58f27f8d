package co.tokenr.capture.springai;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/**
 * A chat model of which each call is a round.
 */
final class TrackedChatModel implements ChatModel {

	private final ChatModel model;

	private final TokenrModels models;

	private final @Nullable String module;

	TrackedChatModel(ChatModel model, TokenrModels models) {
		this.model = model;
		this.models = models;
		this.module = SpringAiModules.ofModel(model);
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		return this.models.call(request(prompt), () -> this.model.call(prompt));
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		Flux<ChatResponse> stream = this.model.stream(prompt);
		SpringAiCapture capture = this.models.capture();
		if (!capture.isEnabled()) {
			return stream;
		}
		ModelRequest request = request(prompt);
		AttributionContext assembly = SurroundingContext.ofThread();
		return new RoundFlux<>(stream, capture.open(), (response) -> response, (subscriber) -> {
			Round outer = capture.open().find(request, subscriber);
			return capture.begin((outer != null) ? RoundStart.inside(outer, RoundStart.SeenBy.WRAPPER, request, true)
					: RoundStart.alone(RoundStart.SeenBy.WRAPPER, request,
							capture.resolve(SurroundingContext.ofStream(subscriber, assembly), subscriber),
							Attribution.NONE, true));
		});
	}

	/** A prompt without options is asked with the model's own. */
	private ModelRequest request(Prompt prompt) {
		ChatOptions options = prompt.getOptions();
		return ModelRequest.of(prompt, (options != null) ? options : ownOptions()).through(this.module);
	}

	private @Nullable ChatOptions ownOptions() {
		try {
			return this.model.getOptions();
		}
		catch (Throwable ex) {
			this.models.capture().guard().swallow("read the options of a model", ex);
			return null;
		}
	}

	@Override
	public ChatOptions getOptions() {
		return this.model.getOptions();
	}

	@Override
	public String toString() {
		return this.model.toString();
	}

}
