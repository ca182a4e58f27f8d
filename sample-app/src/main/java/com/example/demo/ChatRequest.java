package com.example.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the provider needs to know of a request, whichever wire it came by.
 *
 * @param model the requested model
 * @param stream whether the answer is wanted as server-sent events
 * @param includeUsage whether a stream is to carry usage (always so for Anthropic)
 * @param tools the tools offered, in order
 * @param toolResults the tool results since the last question of the user
 * @param promptBytes the size of the conversation
 */
record ChatRequest(String model, boolean stream, boolean includeUsage, List<OfferedTool> tools, int toolResults,
		int promptBytes) {

	/**
	 * The tool to ask for in this round, or null when it is time to answer.
	 */
	@Nullable OfferedTool nextTool() {
		return (this.toolResults < this.tools.size()) ? this.tools.get(this.toolResults) : null;
	}

	boolean modelContains(String part) {
		return this.model.toLowerCase(Locale.ROOT).contains(part);
	}

	static int size(JsonNode... parts) {
		int bytes = 0;
		for (JsonNode part : parts) {
			if (!part.isMissingNode()) {
				bytes += part.toString().getBytes(StandardCharsets.UTF_8).length;
			}
		}
		return bytes;
	}

	/**
	 * A tool of the request.
	 *
	 * @param name its name
	 * @param schema the JSON schema of its arguments
	 */
	record OfferedTool(String name, JsonNode schema) {

	}

}
