package co.tokenr.it;

import java.util.List;
import java.util.function.Supplier;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;
import co.tokenr.capture.springai.TokenrModels;

import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.ollama.OllamaEmbeddingModel;
import org.springframework.ai.ollama.api.OllamaApi;
import org.springframework.ai.ollama.api.OllamaEmbeddingOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Spring AI's embedding models, as beans and built by hand.
 */
final class EmbeddingCells {

	private final TestBed bed;

	private EmbeddingCells(TestBed bed) {
		this.bed = bed;
	}

	static List<Cell> of(TestBed bed) {
		EmbeddingCells cells = new EmbeddingCells(bed);
		return List.of(
				cells.cell("EmbeddingModel itself", "openai", "observation",
						() -> bed.bean(OpenAiEmbeddingModel.class)),
				cells.cell("EmbeddingModel itself", "ollama", "observation",
						() -> bed.bean(OllamaEmbeddingModel.class)),
				cells.cell("instrumented model", "openai", "wrapper",
						() -> bed.bean(TokenrModels.class).instrument(cells.openAi())),
				cells.cell("instrumented model", "ollama", "wrapper",
						() -> bed.bean(TokenrModels.class).instrument(cells.ollama())));
	}

	private Cell cell(String seam, String wire, String capturedBy, Supplier<EmbeddingModel> model) {
		return new Cell(seam, "embeddings", wire, promise(capturedBy, wire), (tenant) -> {
			try (TokenrScope scope = this.bed.bean(Tokenr.class).scope((who) -> who.customer(tenant))) {
				model.get().embed(List.of("one", "two"));
			}
		});
	}

	private static Promise promise(String capturedBy, String wire) {
		Promise promise = Promise.by(capturedBy);
		return (capturedBy.equals("observation") && wire.equals("openai")) ? promise
				: promise.without("the model keeps the requested name to itself", "asked");
	}

	private EmbeddingModel openAi() {
		return OpenAiEmbeddingModel.builder()
			.options(OpenAiEmbeddingOptions.builder()
				.baseUrl(this.bed.other().baseUrl() + "/openai/v1")
				.apiKey("openai-key")
				.model("text-embedding-3-small")
				.build())
			.build();
	}

	private EmbeddingModel ollama() {
		return OllamaEmbeddingModel.builder()
			.ollamaApi(OllamaApi.builder()
				.baseUrl(this.bed.other().baseUrl() + "/ollama")
				.restClientBuilder(this.bed.bean(RestClient.Builder.class))
				.webClientBuilder(this.bed.bean(WebClient.Builder.class))
				.build())
			.options(OllamaEmbeddingOptions.builder().model("all-minilm").build())
			.build();
	}

}
