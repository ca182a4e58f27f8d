package co.tokenr.it.provider;

import java.util.List;

import com.example.demo.DemoInvoice.Line;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ollama's own embeddings.
 */
final class OllamaEmbed implements Dialect {

	@Override
	public String path() {
		return "/ollama/api/embed";
	}

	@Override
	public String contentType(boolean streaming) {
		return "application/json; charset=utf-8";
	}

	@Override
	public List<String> answer(JsonNode request) {
		JsonNode input = request.path("input");
		ObjectNode root = Dialect.object().put("model", request.path("model").asString());
		ArrayNode embeddings = root.putArray("embeddings");
		for (int i = 0; i < Math.max(1, input.size()); i++) {
			embeddings.addArray().add(0.01).add(-0.001);
		}
		root.put("total_duration", 14143917L)
			.put("load_duration", 1019500L)
			.put("prompt_eval_count", 3 + input.toString().length() / 4);
		return List.of(root.toString());
	}

	@Override
	public Line bill(JsonNode request, String written) {
		JsonNode root = MAPPER.readTree(written);
		return Dialect.line("ollama", request, root, true, false,
				new Counts(Dialect.count(root, "prompt_eval_count"), null, null, null));
	}

}
