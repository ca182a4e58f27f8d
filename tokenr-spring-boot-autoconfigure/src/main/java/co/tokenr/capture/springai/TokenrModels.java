package co.tokenr.capture.springai;

import java.util.function.Supplier;

import co.tokenr.attribution.Attribution;
import co.tokenr.capture.CallClaim;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.model.ModelResponse;

/**
 * Lets models be tracked that the application builds by hand and that are not observed. A
 * model that is observed as well, or that a tracked {@code ChatClient} calls, is still
 * counted once. Thread-safe.
 */
@SuppressWarnings("overloads")
public final class TokenrModels {

	private final SpringAiCapture capture;

	/**
	 * Creates what wraps models.
	 * @param capture records the calls
	 */
	public TokenrModels(SpringAiCapture capture) {
		this.capture = capture;
	}

	/**
	 * Wraps a chat model. Options, answers and failures are those of the model.
	 * @param model the model
	 * @return a model of which each call and each subscription to a stream is recorded;
	 * the model itself where it is one already
	 */
	public ChatModel instrument(ChatModel model) {
		return (model instanceof TrackedChatModel) ? model : new TrackedChatModel(model, this);
	}

	/**
	 * Wraps an embedding model. What the model does to learn its number of dimensions is
	 * not recorded.
	 * @param model the model
	 * @return a model of which each call is recorded; the model itself where it is one
	 * already
	 */
	public EmbeddingModel instrument(EmbeddingModel model) {
		return (model instanceof TrackedEmbeddingModel) ? model : new TrackedEmbeddingModel(model, this);
	}

	/**
	 * Wraps an image model.
	 * @param model the model
	 * @return a model of which each call is recorded; the model itself where it is one
	 * already
	 */
	public ImageModel instrument(ImageModel model) {
		return (model instanceof TrackedImageModel) ? model : new TrackedImageModel(model, this);
	}

	SpringAiCapture capture() {
		return this.capture;
	}

	/**
	 * Makes a call as a round.
	 */
	<T extends @Nullable ModelResponse<?>> T call(ModelRequest request, Supplier<T> call) {
		if (!this.capture.isEnabled()) {
			return call.get();
		}
		Round round = this.capture.begin(start(request, this.capture.open().find(request)));
		if (round == null) {
			return call.get();
		}
		T response;
		try (OpenRounds.Entry entry = this.capture.open().enter(round); CallClaim claim = CallClaim.open()) {
			response = call.get();
		}
		catch (Throwable ex) {
			round.failed(ex);
			throw ex;
		}
		round.seen(response);
		round.completed();
		return response;
	}

	private RoundStart start(ModelRequest request, @Nullable Round outer) {
		return (outer != null) ? RoundStart.inside(outer, RoundStart.SeenBy.WRAPPER, request, false)
				: RoundStart.alone(RoundStart.SeenBy.WRAPPER, request,
						this.capture.resolve(SurroundingContext.ofThread(), null), Attribution.NONE, false);
	}

}
