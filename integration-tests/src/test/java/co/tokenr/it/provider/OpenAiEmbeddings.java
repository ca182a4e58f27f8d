package co.tokenr.it.provider;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

import com.example.demo.DemoInvoice.Line;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's embeddings, as numbers or packed.
 */
final class OpenAiEmbeddings implements Dialect {

	@Override
	public String path() {
		return "/openai/v1/embeddings";
	}

	@Override
	public String contentType(boolean streaming) {
		return "application/json";
	}

	@Override
	public List<String> answer(JsonNode request) {
		JsonNode input = request.path("input");
		ObjectNode root = Dialect.object().put("object", "list");
		ArrayNode data = root.putArray("data");
		for (int i = 0; i < (input.isArray() ? input.size() : 1); i++) {
			ObjectNode embedding = data.addObject().put("object", "embedding").put("index", i);
			if ("base64".equals(Dialect.text(request, "encoding_format"))) {
				embedding.put("embedding", packed(0.01f, -0.001f));
			}
			else {
				embedding.putArray("embedding").add(0.01).add(-0.001);
			}
		}
		root.put("model", request.path("model").asString());
		int tokens = 5 + input.toString().length() / 4;
		root.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
		return List.of(root.toString());
	}

	private static String packed(float... values) {
		ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		for (float value : values) {
			bytes.putFloat(value);
		}
		return Base64.getEncoder().encodeToString(bytes.array());
	}

	@Override
	public Line bill(JsonNode request, String written) {
		JsonNode root = MAPPER.readTree(written);
		return Dialect.line("openai", request, root, true, false,
				new Counts(Dialect.count(root.path("usage"), "prompt_tokens"), null, null, null));
	}

}
