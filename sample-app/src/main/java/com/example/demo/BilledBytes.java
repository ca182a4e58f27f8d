package com.example.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.example.demo.DemoInvoice.Line;
import com.example.demo.DemoInvoice.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads one call's written response bytes into a line of the bill. What is not in the
 * bytes is null, and nothing but the bytes tells what was used.
 */
final class BilledBytes {

	private final String wire;

	private @Nullable String id;

	private @Nullable String model;

	private boolean ended;

	private @Nullable JsonNode usage;

	/** Anthropic: the only place in a stream that splits cache creation by lifetime. */
	private @Nullable JsonNode startUsage;

	private BilledBytes(String wire) {
		this.wire = wire;
	}

	static Line line(long sequence, CallFacts call, byte[] body) {
		BilledBytes read = new BilledBytes(call.wire());
		String text = new String(body, StandardCharsets.UTF_8);
		if (call.eventStream()) {
			events(text).forEach(read::event);
		}
		else {
			read.whole(text);
		}
		return read.line(sequence, call);
	}

	/**
	 * The data of each event that was written to its end.
	 */
	private static List<String> events(String text) {
		List<String> events = new ArrayList<>();
		int start = 0;
		for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", start)) {
			for (String line : text.substring(start, end).split("\n")) {
				if (line.startsWith("data: ")) {
					events.add(line.substring("data: ".length()));
				}
			}
			start = end + 2;
		}
		return events;
	}

	private void whole(String text) {
		JsonNode root;
		try {
			root = DemoJson.MAPPER.readTree(text);
		}
		catch (JacksonException ex) {
			return; // cut before its end
		}
		if (root.isObject()) {
			this.ended = true;
			message(root);
			this.usage = objectOrNull(root.path("usage"));
		}
	}

	private void event(String data) {
		if ("[DONE]".equals(data)) {
			this.ended = true;
			return;
		}
		JsonNode root = DemoJson.MAPPER.readTree(data);
		if ("openai".equals(this.wire)) {
			message(root);
			JsonNode reported = objectOrNull(root.path("usage"));
			this.usage = (reported != null) ? reported : this.usage;
			return;
		}
		switch (DemoJson.text(root, "type")) {
			case "message_start" -> {
				message(root.path("message"));
				this.startUsage = objectOrNull(root.path("message").path("usage"));
			}
			case "message_delta" -> this.usage = objectOrNull(root.path("usage"));
			case "message_stop" -> this.ended = true;
			default -> {
			}
		}
	}

	private void message(JsonNode root) {
		this.id = (this.id != null) ? this.id : textOrNull(root.path("id"));
		this.model = (this.model != null) ? this.model : textOrNull(root.path("model"));
	}

	private Line line(long sequence, CallFacts call) {
		Outcome outcome = Outcome.OK;
		if (call.status() >= 400) {
			outcome = Outcome.ERROR;
		}
		else if (!this.ended) {
			outcome = Outcome.CANCELLED;
		}
		Counts counts = "openai".equals(this.wire) ? openAi() : anthropic();
		return new Line(sequence, call.wire(), this.id, call.requestedModel(), this.model, call.status(), outcome,
				call.eventStream(), counts.input, counts.cacheRead, counts.cacheCreation, counts.cacheCreation5m,
				counts.cacheCreation1h, counts.output, counts.reasoning);
	}

	private Counts openAi() {
		JsonNode usage = this.usage;
		if (usage == null) {
			return Counts.NONE;
		}
		JsonNode prompt = usage.path("prompt_tokens_details");
		return new Counts(number(usage, "prompt_tokens"), number(prompt, "cached_tokens"),
				number(prompt, "cache_write_tokens"), null, null, number(usage, "completion_tokens"),
				number(usage.path("completion_tokens_details"), "reasoning_tokens"));
	}

	private Counts anthropic() {
		JsonNode usage = this.usage;
		if (usage == null) {
			return Counts.NONE;
		}
		JsonNode start = (this.startUsage != null) ? this.startUsage : usage;
		Long uncached = first(number(usage, "input_tokens"), number(start, "input_tokens"));
		Long read = first(number(usage, "cache_read_input_tokens"), number(start, "cache_read_input_tokens"));
		Long creation = first(number(usage, "cache_creation_input_tokens"),
				number(start, "cache_creation_input_tokens"));
		JsonNode split = start.path("cache_creation");
		Long input = (uncached == null) ? null : uncached + orZero(read) + orZero(creation);
		return new Counts(input, read, creation, number(split, "ephemeral_5m_input_tokens"),
				number(split, "ephemeral_1h_input_tokens"), number(usage, "output_tokens"),
				number(usage.path("output_tokens_details"), "thinking_tokens"));
	}

	private static @Nullable Long number(JsonNode node, String field) {
		JsonNode value = node.path(field);
		return value.isIntegralNumber() ? Long.valueOf(value.longValue()) : null;
	}

	private static @Nullable Long first(@Nullable Long preferred, @Nullable Long other) {
		return (preferred != null) ? preferred : other;
	}

	private static long orZero(@Nullable Long value) {
		return (value != null) ? value : 0;
	}

	private static @Nullable String textOrNull(JsonNode node) {
		return node.isString() ? node.stringValue() : null;
	}

	private static @Nullable JsonNode objectOrNull(JsonNode node) {
		return node.isObject() ? node : null;
	}

	/**
	 * What the invoice is told about a call besides its bytes.
	 *
	 * @param wire the wire
	 * @param requestedModel the model of the request, null if it named none
	 * @param status the status sent
	 * @param eventStream whether the bytes are server-sent events
	 */
	record CallFacts(String wire, @Nullable String requestedModel, int status, boolean eventStream) {

	}

	private record Counts(@Nullable Long input, @Nullable Long cacheRead, @Nullable Long cacheCreation,
			@Nullable Long cacheCreation5m, @Nullable Long cacheCreation1h, @Nullable Long output,
			@Nullable Long reasoning) {

		private static final Counts NONE = new Counts(null, null, null, null, null, null, null);

	}

}
