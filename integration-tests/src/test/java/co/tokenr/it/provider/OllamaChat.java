package co.tokenr.it.provider;

import java.util.ArrayList;
import java.util.List;

import com.example.demo.DemoInvoice.Line;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ollama's own chat: one JSON object, or one a line. It has no response ids, knows no
 * caches and asks for each tool offered once, one a round.
 */
final class OllamaChat implements Dialect {

	@Override
	public String path() {
		return "/ollama/api/chat";
	}

	@Override
	public String contentType(boolean streaming) {
		return streaming ? "application/x-ndjson" : "application/json; charset=utf-8";
	}

	@Override
	public List<String> answer(JsonNode request) {
		ObjectNode last = envelope(request, true).put("done_reason", "stop");
		JsonNode tool = request.path("tools").path(results(request));
		boolean streaming = Dialect.isStreaming(request, true);
		List<String> pieces = new ArrayList<>();
		if (!tool.isMissingNode()) {
			ObjectNode asking = streaming ? envelope(request, false) : last;
			callTool(message(asking, ""), tool.path("function"));
			if (streaming) {
				pieces.add(asking + "\n");
				message(last, "");
			}
		}
		else if (streaming) {
			for (String word : List.of("It ", "will ", "come ", "on ", "Monday.")) {
				ObjectNode piece = envelope(request, false);
				message(piece, word);
				pieces.add(piece + "\n");
			}
			message(last, "");
		}
		else {
			message(last, "It will come on Monday.");
		}
		long input = 40 + request.path("messages").toString().length() / 3;
		last.put("total_duration", 4883583458L)
			.put("load_duration", 1334875L)
			.put("prompt_eval_count", input)
			.put("prompt_eval_duration", 342546000L)
			.put("eval_count", 5 + input / 7)
			.put("eval_duration", 4535599000L);
		pieces.add(last + "\n");
		return pieces;
	}

	private static ObjectNode envelope(JsonNode request, boolean done) {
		return Dialect.object()
			.put("model", request.path("model").asString())
			.put("created_at", "2026-08-01T00:00:00.000001Z")
			.put("done", done);
	}

	private static ObjectNode message(ObjectNode answer, String text) {
		return answer.putObject("message").put("role", "assistant").put("content", text);
	}

	private static void callTool(ObjectNode message, JsonNode function) {
		ObjectNode call = message.putArray("tool_calls")
			.addObject()
			.putObject("function")
			.put("name", function.path("name").asString());
		ObjectNode arguments = call.putObject("arguments");
		function.path("parameters")
			.path("properties")
			.properties()
			.forEach((property) -> arguments.put(property.getKey(), "A-1001"));
	}

	/** The tools that have answered since the user last spoke. */
	private static int results(JsonNode request) {
		int results = 0;
		for (JsonNode message : (ArrayNode) request.path("messages")) {
			String role = message.path("role").asString();
			results = role.equals("user") ? 0 : results + (role.equals("tool") ? 1 : 0);
		}
		return results;
	}

	@Override
	public Line bill(JsonNode request, String written) {
		JsonNode last = Dialect.object();
		for (String line : written.split("\n")) {
			if (!line.isEmpty()) {
				last = MAPPER.readTree(line);
			}
		}
		return Dialect.line("ollama", request, last, last.path("done").asBoolean(false),
				Dialect.isStreaming(request, true),
				new Counts(Dialect.count(last, "prompt_eval_count"), null, Dialect.count(last, "eval_count"), null));
	}

}
