package co.tokenr.capture.springai;

import co.tokenr.usage.Operation;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.image.ImageOptions;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.model.ModelOptions;

/**
 * What was asked of a model of any kind.
 *
 * @param operation what kind of model
 * @param source the request as Spring AI has it
 * @param options its options, {@code null} for none
 * @param model the model that is asked for, {@code null} where the options don't say
 * @param module the Spring AI module, {@code null} where only the options and the answer
 * can tell
 */
record ModelRequest(Operation operation, Object source, @Nullable ModelOptions options, @Nullable String model,
		@Nullable String module) {

	static ModelRequest of(Prompt prompt) {
		return of(prompt, prompt.getOptions());
	}

	static ModelRequest of(Prompt prompt, @Nullable ChatOptions options) {
		return new ModelRequest(Operation.CHAT, prompt, options, (options != null) ? options.getModel() : null, null);
	}

	static ModelRequest of(EmbeddingRequest request) {
		EmbeddingOptions options = request.getOptions();
		return new ModelRequest(Operation.EMBEDDINGS, request, options, (options != null) ? options.getModel() : null,
				null);
	}

	static ModelRequest of(ImagePrompt prompt) {
		ImageOptions options = prompt.getOptions();
		return new ModelRequest(Operation.IMAGE_GENERATION, prompt, options,
				(options != null) ? options.getModel() : null, null);
	}

	ModelRequest through(@Nullable String module) {
		return new ModelRequest(this.operation, this.source, this.options, this.model, module);
	}

}
