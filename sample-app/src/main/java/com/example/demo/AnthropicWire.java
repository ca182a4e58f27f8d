package com.example.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.example.demo.ChatRequest.OfferedTool;
import com.example.demo.Reply.ToolCall;
import com.sun.net.httpserver.Headers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's messages.
 */
final class AnthropicWire implements Wire {

	@Override
	public String name() {
		return "anthropic";
	}

	@Override
	public String path() {
		return "/anthropic/v1/messages";
	}

	@Override
	public boolean hasKey(Headers headers) {
		String key = headers.getFirst("x-api-key");
		return key != null && !key.isBlank();
	}

	@Override
	public ChatRequest read(JsonNode body) {
		List<OfferedTool> tools = new ArrayList<>();
		if (!"none".equals(DemoJson.text(body.path("tool_choice"), "type"))) {
			for (JsonNode tool : body.path("tools")) {
				// tools of the provider itself have no schema and are not the caller's
				if (tool.path("input_schema").isObject()) {
					tools.add(new OfferedTool(DemoJson.text(tool, "name"), tool.path("input_schema")));
				}
			}
		}
		return new ChatRequest(DemoJson.text(body, "model"), body.path("stream").asBoolean(false), true, tools,
				toolResults(body.path("messages")), ChatRequest.size(body.path("messages"), body.path("system")));
	}

	private static int toolResults(JsonNode messages) {
		int results = 0;
		for (JsonNode message : messages) {
			if ("user".equals(DemoJson.text(message, "role"))) {
				int here = 0;
				for (JsonNode block : message.path("content")) {
					if ("tool_result".equals(DemoJson.text(block, "type"))) {
						here++;
					}
				}
				results = (here == 0) ? 0 : results + here;
			}
		}
		return results;
	}

	@Override
	public TokenFigures tokens(ChatRequest request) {
		return TokenFigures.withCacheWrites(request, request.modelContains("opus"));
	}

	@Override
	public String newId() {
		return "msg_" + unique();
	}

	@Override
	public String newToolCallId() {
		return "toolu_" + unique();
	}

	@Override
	public String served(String requested) {
		return ModelSnapshots.of(requested, "20250929");
	}

	@Override
	public JsonNode whole(Reply reply) {
		ObjectNode root = message(reply);
		ObjectNode block = root.putArray("content").addObject();
		ToolCall call = reply.toolCall();
		if (call == null) {
			block.put("type", "text").put("text", reply.text());
		}
		else {
			toolUse(block, call).set("input", DemoJson.MAPPER.readTree(call.arguments()));
		}
		root.put("stop_reason", stopReason(reply)).putNull("stop_sequence");
		ObjectNode usage = startUsage(reply.tokens(), reply.tokens().output());
		thinking(usage, reply.tokens());
		root.set("usage", usage);
		return root;
	}

	@Override
	public List<String> frames(ChatRequest request, Reply reply) {
		List<String> frames = new ArrayList<>();
		ObjectNode start = message(reply);
		start.putArray("content");
		start.putNull("stop_reason").putNull("stop_sequence");
		start.set("usage", startUsage(reply.tokens(), 1));
		ObjectNode opening = event("message_start");
		opening.set("message", start);
		frames.add(frame(opening));
		ToolCall call = reply.toolCall();
		ObjectNode blockStart = event("content_block_start").put("index", 0);
		ObjectNode block = blockStart.putObject("content_block");
		if (call == null) {
			block.put("type", "text").put("text", "");
			frames.add(frame(blockStart) + frame(event("ping")));
			reply.textPieces().forEach((piece) -> frames.add(delta("text_delta", "text", piece)));
		}
		else {
			toolUse(block, call).putObject("input");
			frames.add(frame(blockStart) + frame(event("ping")));
			call.argumentPieces().forEach((piece) -> frames.add(delta("input_json_delta", "partial_json", piece)));
		}
		frames.add(frame(event("content_block_stop").put("index", 0)));
		frames.add(frame(messageDelta(reply)) + frame(event("message_stop")));
		return frames;
	}

	@Override
	public Failure failure(Refusal refusal, String requestId) {
		return switch (refusal) {
			case INVALID_REQUEST ->
				failure(400, "invalid_request_error", "The request could not be parsed.", requestId);
			case UNAUTHORIZED -> failure(401, "authentication_error", "x-api-key header is required", requestId);
			case BROKEN_MODEL ->
				failure(400, "invalid_request_error", "This model does not take the request.", requestId);
			case OVERLOADED -> failure(529, "overloaded_error", "Overloaded", requestId);
		};
	}

	private static Failure failure(int status, String type, String message, String requestId) {
		ObjectNode root = event("error");
		root.putObject("error").put("type", type).put("message", message);
		return new Failure(status, root.put("request_id", requestId));
	}

	private static ObjectNode message(Reply reply) {
		return event("message").put("id", reply.id()).put("role", "assistant").put("model", reply.model());
	}

	private static ObjectNode messageDelta(Reply reply) {
		TokenFigures tokens = reply.tokens();
		ObjectNode delta = event("message_delta");
		delta.putObject("delta").put("stop_reason", stopReason(reply)).putNull("stop_sequence");
		ObjectNode usage = delta.putObject("usage")
			.put("input_tokens", tokens.uncached())
			.put("cache_creation_input_tokens", tokens.cacheWrite())
			.put("cache_read_input_tokens", tokens.cacheRead())
			.put("output_tokens", tokens.output());
		thinking(usage, tokens);
		return delta;
	}

	private static ObjectNode startUsage(TokenFigures tokens, long output) {
		ObjectNode usage = DemoJson.object()
			.put("input_tokens", tokens.uncached())
			.put("cache_creation_input_tokens", tokens.cacheWrite())
			.put("cache_read_input_tokens", tokens.cacheRead());
		usage.putObject("cache_creation")
			.put("ephemeral_5m_input_tokens", tokens.cacheWrite5m())
			.put("ephemeral_1h_input_tokens", tokens.cacheWrite1h());
		return usage.put("output_tokens", output).put("service_tier", "standard");
	}

	private static void thinking(ObjectNode usage, TokenFigures tokens) {
		if (tokens.reasoning() > 0) {
			usage.putObject("output_tokens_details").put("thinking_tokens", tokens.reasoning());
		}
	}

	private static ObjectNode toolUse(ObjectNode block, ToolCall call) {
		return block.put("type", "tool_use").put("id", call.id()).put("name", call.name());
	}

	private static String delta(String type, String field, String piece) {
		ObjectNode root = event("content_block_delta").put("index", 0);
		root.putObject("delta").put("type", type).put(field, piece);
		return frame(root);
	}

	private static ObjectNode event(String type) {
		return DemoJson.object().put("type", type);
	}

	private static String frame(ObjectNode event) {
		return "event: " + DemoJson.text(event, "type") + "\ndata: " + event + "\n\n";
	}

	private static String stopReason(Reply reply) {
		return (reply.toolCall() != null) ? "tool_use" : "end_turn";
	}

	private static String unique() {
		return UUID.randomUUID().toString().replace("-", "").substring(0, 24);
	}

}
