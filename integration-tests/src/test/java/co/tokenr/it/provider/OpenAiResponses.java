package co.tokenr.it.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.example.demo.DemoInvoice.Line;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's responses, whole and streamed.
 */
final class OpenAiResponses implements Dialect {

	private static final String TEXT = "It will come on Monday.";

	@Override
	public String path() {
		return "/openai/v1/responses";
	}

	@Override
	public String contentType(boolean streaming) {
		return streaming ? "text/event-stream; charset=utf-8" : "application/json";
	}

	@Override
	public List<String> answer(JsonNode request) {
		ObjectNode response = response(request);
		if (!Dialect.isStreaming(request, false)) {
			return List.of(complete(response, request).toString());
		}
		List<String> events = new ArrayList<>();
		ObjectNode begun = response.deepCopy().put("status", "in_progress");
		begun.putNull("usage").putArray("output");
		events.add(event("response.created", events.size(), begun));
		for (String word : TEXT.split("(?<= )")) {
			ObjectNode delta = Dialect.object()
				.put("type", "response.output_text.delta")
				.put("sequence_number", events.size())
				.put("item_id", "msg_1")
				.put("output_index", 0)
				.put("content_index", 0)
				.put("delta", word);
			delta.putArray("logprobs");
			events.add("event: response.output_text.delta\ndata: " + delta + "\n\n");
		}
		events.add(event("response.completed", events.size(), complete(response, request)));
		return events;
	}

	private static ObjectNode response(JsonNode request) {
		ObjectNode root = Dialect.object()
			.put("id", "resp_" + UUID.randomUUID().toString().replace("-", ""))
			.put("object", "response")
			.put("created_at", 1785500000)
			.put("model", request.path("model").asString() + "-2025-08-07")
			.put("parallel_tool_calls", true)
			.put("tool_choice", "auto")
			.put("service_tier", "default");
		root.putArray("tools");
		return root.putNull("error").putNull("incomplete_details").putNull("instructions").putNull("metadata");
	}

	private static ObjectNode complete(ObjectNode response, JsonNode request) {
		response.put("status", "completed");
		ObjectNode message = response.putArray("output")
			.addObject()
			.put("type", "message")
			.put("id", "msg_1")
			.put("status", "completed")
			.put("role", "assistant");
		message.putArray("content").addObject().put("type", "output_text").put("text", TEXT).putArray("annotations");
		int input = 61 + request.path("input").toString().length() / 2;
		ObjectNode usage = response.putObject("usage").put("input_tokens", input).put("output_tokens", 37);
		usage.putObject("input_tokens_details").put("cached_tokens", 23);
		usage.putObject("output_tokens_details").put("reasoning_tokens", 19);
		usage.put("total_tokens", input + 37);
		return response;
	}

	private static String event(String type, int number, ObjectNode response) {
		ObjectNode event = Dialect.object().put("type", type).put("sequence_number", number);
		event.set("response", response);
		return "event: " + type + "\ndata: " + event + "\n\n";
	}

	@Override
	public Line bill(JsonNode request, String written) {
		boolean streaming = Dialect.isStreaming(request, false);
		JsonNode response = Dialect.object();
		if (!streaming) {
			response = MAPPER.readTree(written);
		}
		for (String line : streaming ? written.split("\n") : new String[0]) {
			if (line.startsWith("data: ")) {
				JsonNode seen = MAPPER.readTree(line.substring("data: ".length())).path("response");
				response = seen.isMissingNode() ? response : seen;
			}
		}
		JsonNode usage = response.path("usage");
		Counts counts = usage.isObject() ? new Counts(Dialect.count(usage, "input_tokens"),
				Dialect.count(usage.path("input_tokens_details"), "cached_tokens"),
				Dialect.count(usage, "output_tokens"),
				Dialect.count(usage.path("output_tokens_details"), "reasoning_tokens")) : Counts.NONE;
		return Dialect.line("openai", request, response, "completed".equals(Dialect.text(response, "status")),
				streaming, counts);
	}

}
