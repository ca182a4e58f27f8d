package com.example.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import com.example.demo.ChatRequest.OfferedTool;
import com.example.demo.Reply.ToolCall;
import com.sun.net.httpserver.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's chat completions.
 */
final class OpenAiWire implements Wire {

	private static final String DONE = "data: [DONE]\n\n";

	@Override
	public String name() {
		return "openai";
	}

	@Override
	public String path() {
		return "/openai/v1/chat/completions";
	}

	@Override
	public boolean hasKey(Headers headers) {
		return BearerToken.of(headers) != null;
	}

	@Override
	public ChatRequest read(JsonNode body) {
		List<OfferedTool> tools = new ArrayList<>();
		if (!"none".equals(DemoJson.text(body, "tool_choice"))) {
			for (JsonNode tool : body.path("tools")) {
				JsonNode function = tool.path("function");
				if (function.isObject()) {
					tools.add(new OfferedTool(DemoJson.text(function, "name"), function.path("parameters")));
				}
			}
		}
		int results = 0;
		for (JsonNode message : body.path("messages")) {
			switch (DemoJson.text(message, "role")) {
				case "user" -> results = 0;
				case "tool" -> results++;
				default -> {
				}
			}
		}
		boolean includeUsage = body.path("stream_options").path("include_usage").asBoolean(false);
		return new ChatRequest(DemoJson.text(body, "model"), body.path("stream").asBoolean(false), includeUsage, tools,
				results, ChatRequest.size(body.path("messages")));
	}

	@Override
	public TokenFigures tokens(ChatRequest request) {
		String model = request.model().toLowerCase(Locale.ROOT);
		return TokenFigures.withoutCacheWrites(request, model.startsWith("gpt-5") || model.startsWith("o"));
	}

	@Override
	public String newId() {
		return "chatcmpl-" + unique();
	}

	@Override
	public String newToolCallId() {
		return "call_" + unique();
	}

	@Override
	public String served(String requested) {
		return ModelSnapshots.of(requested, "2025-08-07");
	}

	@Override
	public JsonNode whole(Reply reply) {
		ObjectNode root = envelope(reply, "chat.completion");
		ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
		ObjectNode message = choice.putObject("message").put("role", "assistant");
		ToolCall call = reply.toolCall();
		if (call == null) {
			message.put("content", reply.text());
		}
		else {
			message.putNull("content");
			toolCall(message.putArray("tool_calls").addObject(), call, call.arguments());
		}
		message.putNull("refusal");
		choice.putNull("logprobs").put("finish_reason", finishReason(reply));
		root.set("usage", usage(reply.tokens()));
		return root;
	}

	@Override
	public List<String> frames(ChatRequest request, Reply reply) {
		boolean withUsage = request.includeUsage();
		List<String> frames = new ArrayList<>();
		ToolCall call = reply.toolCall();
		ObjectNode first = DemoJson.object().put("role", "assistant");
		if (call == null) {
			frames.add(chunk(reply, first.put("content", "").putNull("refusal"), null, withUsage));
			for (String piece : reply.textPieces()) {
				frames.add(chunk(reply, DemoJson.object().put("content", piece), null, withUsage));
			}
		}
		else {
			ObjectNode opening = first.putNull("content").putArray("tool_calls").addObject().put("index", 0);
			toolCall(opening, call, "");
			frames.add(chunk(reply, first, null, withUsage));
			for (String piece : call.argumentPieces()) {
				ObjectNode delta = DemoJson.object();
				delta.putArray("tool_calls").addObject().put("index", 0).putObject("function").put("arguments", piece);
				frames.add(chunk(reply, delta, null, withUsage));
			}
		}
		String end = chunk(reply, DemoJson.object(), finishReason(reply), withUsage);
		frames.add(withUsage ? end + usageChunk(reply) + DONE : end + DONE);
		return frames;
	}

	@Override
	public Failure failure(Refusal refusal, String requestId) {
		return switch (refusal) {
			case INVALID_REQUEST -> failure(400, "invalid_request_error", null, "Could not parse the request.");
			case UNAUTHORIZED -> failure(401, "invalid_request_error", "invalid_api_key", "You provided no API key.");
			case BROKEN_MODEL ->
				failure(400, "invalid_request_error", "unsupported_value", "This model does not take the request.");
			case OVERLOADED -> failure(503, "server_error", "overloaded", "The engine is overloaded, try again later.");
		};
	}

	private static Failure failure(int status, String type, @Nullable String code, String message) {
		ObjectNode root = DemoJson.object();
		root.putObject("error").put("message", message).put("type", type).putNull("param").put("code", code);
		return new Failure(status, root);
	}

	private static String chunk(Reply reply, ObjectNode delta, @Nullable String finishReason, boolean withUsage) {
		ObjectNode root = envelope(reply, "chat.completion.chunk");
		ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
		choice.set("delta", delta);
		choice.putNull("logprobs").put("finish_reason", finishReason);
		if (withUsage) {
			root.putNull("usage");
		}
		return "data: " + root + "\n\n";
	}

	private static String usageChunk(Reply reply) {
		ObjectNode root = envelope(reply, "chat.completion.chunk");
		root.putArray("choices");
		root.set("usage", usage(reply.tokens()));
		return "data: " + root + "\n\n";
	}

	private static ObjectNode envelope(Reply reply, String type) {
		return DemoJson.object()
			.put("id", reply.id())
			.put("object", type)
			.put("created", reply.created())
			.put("model", reply.model())
			.put("service_tier", "default")
			.put("system_fingerprint", "fp_d3m0d3m0d3");
	}

	private static void toolCall(ObjectNode target, ToolCall call, String arguments) {
		target.put("id", call.id()).put("type", "function");
		target.putObject("function").put("name", call.name()).put("arguments", arguments);
	}

	private static String finishReason(Reply reply) {
		return (reply.toolCall() != null) ? "tool_calls" : "stop";
	}

	private static ObjectNode usage(TokenFigures tokens) {
		ObjectNode usage = DemoJson.object()
			.put("prompt_tokens", tokens.prompt())
			.put("completion_tokens", tokens.output())
			.put("total_tokens", tokens.total());
		usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cacheRead()).put("audio_tokens", 0);
		usage.putObject("completion_tokens_details")
			.put("reasoning_tokens", tokens.reasoning())
			.put("audio_tokens", 0)
			.put("accepted_prediction_tokens", 0)
			.put("rejected_prediction_tokens", 0);
		return usage;
	}

	private static String unique() {
		return UUID.randomUUID().toString().replace("-", "");
	}

}
