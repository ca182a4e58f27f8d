package co.tokenr.capture.springai;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * An embedding model of which each call is a round.
 */
final class TrackedEmbeddingModel implements EmbeddingModel {

	private final EmbeddingModel model;

	private final TokenrModels models;

	private final @Nullable String module;

	TrackedEmbeddingModel(EmbeddingModel model, TokenrModels models) {
		this.model = model;
		this.models = models;
		this.module = SpringAiModules.ofModel(model);
	}

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		return this.models.call(ModelRequest.of(request).through(this.module), () -> this.model.call(request));
	}

	@Override
	public float[] embed(Document document) {
		String content = this.model.getEmbeddingContent(document);
		return (content != null) ? embed(List.of(content)).get(0) : this.model.embed(document);
	}

	@Override
	public @Nullable String getEmbeddingContent(Document document) {
		return this.model.getEmbeddingContent(document);
	}

	@Override
	public int dimensions() {
		return this.model.dimensions();
	}

	@Override
	public String toString() {
		return this.model.toString();
	}

}
