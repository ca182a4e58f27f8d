package com.example.demo;

import com.example.demo.ChatRequest.OfferedTool;
import com.example.demo.Reply.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes up what the provider says, never from what the caller said.
 *
 * @param answer the text of every answer
 * @param toolArgument the value of every string in tool arguments
 */
record Responder(String answer, String toolArgument) {

	private static final int MAX_DEPTH = 4;

	Reply reply(Wire wire, ChatRequest request) {
		OfferedTool tool = request.nextTool();
		ToolCall call = (tool != null) ? new ToolCall(wire.newToolCallId(), tool.name(), arguments(tool.schema()))
				: null;
		return new Reply(wire.newId(), wire.served(request.model()), System.currentTimeMillis() / 1000,
				(call != null) ? "" : this.answer, call, wire.tokens(request));
	}

	private String arguments(JsonNode schema) {
		return object(schema, 0).toString();
	}

	private ObjectNode object(JsonNode schema, int depth) {
		ObjectNode object = DemoJson.object();
		if (depth < MAX_DEPTH) {
			schema.path("properties")
				.properties()
				.forEach((property) -> object.set(property.getKey(), value(property.getValue(), depth + 1)));
		}
		return object;
	}

	private @Nullable JsonNode value(JsonNode schema, int depth) {
		JsonNode choices = schema.path("enum");
		if (!choices.isEmpty()) {
			return choices.get(0);
		}
		JsonNode type = schema.path("type");
		String name = (type.isArray() && !type.isEmpty()) ? type.get(0).asString("") : type.asString("");
		ObjectNode holder = DemoJson.object();
		switch (name) {
			case "integer", "number" -> holder.put("value", 1);
			case "boolean" -> holder.put("value", true);
			case "object" -> holder.set("value", object(schema, depth));
			case "array" -> {
				if (depth < MAX_DEPTH) {
					holder.putArray("value").add(value(schema.path("items"), depth + 1));
				}
				else {
					holder.putArray("value");
				}
			}
			default -> holder.put("value", this.toolArgument);
		}
		return holder.get("value");
	}

}
