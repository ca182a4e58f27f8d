package co.tokenr.capture.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;

/**
 * An image model of which each call is a round.
 */
final class TrackedImageModel implements ImageModel {

	private final ImageModel model;

	private final TokenrModels models;

	private final @Nullable String module;

	TrackedImageModel(ImageModel model, TokenrModels models) {
		this.model = model;
		this.models = models;
		this.module = SpringAiModules.ofModel(model);
	}

	@Override
	public ImageResponse call(ImagePrompt prompt) {
		return this.models.call(ModelRequest.of(prompt).through(this.module), () -> this.model.call(prompt));
	}

	@Override
	public String toString() {
		return this.model.toString();
	}

}
