package co.tokenr.it.provider;

import java.util.List;

import com.example.demo.DemoInvoice.Line;
import com.example.demo.DemoInvoice.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A format that the provider speaks: shapes answers, and reads them again for the bill.
 */
interface Dialect {

	JsonMapper MAPPER = new JsonMapper();

	/** Where it is served. */
	String path();

	/** The content type of an answer. */
	String contentType(boolean streaming);

	/**
	 * The answer, as it is flushed; the last piece ends it.
	 */
	List<String> answer(JsonNode request);

	/**
	 * What the written bytes say of an answer.
	 * @param written the bytes as text
	 * @return a line without a sequence
	 */
	Line bill(JsonNode request, String written);

	static boolean isStreaming(JsonNode request, boolean byDefault) {
		return request.path("stream").asBoolean(byDefault);
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static @Nullable Long count(JsonNode usage, String field) {
		JsonNode value = usage.path(field);
		return value.isIntegralNumber() ? Long.valueOf(value.longValue()) : null;
	}

	static @Nullable String text(JsonNode node, String field) {
		JsonNode value = node.path(field);
		return value.isString() ? value.stringValue() : null;
	}

	/**
	 * The line of an answer.
	 */
	static Line line(String wire, JsonNode request, JsonNode answered, boolean ended, boolean streaming,
			Counts counts) {
		return new Line(0, wire, text(answered, "id"), text(request, "model"), text(answered, "model"), 200,
				ended ? Outcome.OK : Outcome.CANCELLED, streaming, counts.input(), counts.cacheRead(), null, null, null,
				counts.output(), counts.reasoning());
	}

	/**
	 * Counts in the bytes, null for those that are not.
	 *
	 * @param input all input tokens
	 * @param cacheRead those of them read from a cache
	 * @param output all output tokens
	 * @param reasoning those of them that reason
	 */
	record Counts(@Nullable Long input, @Nullable Long cacheRead, @Nullable Long output, @Nullable Long reasoning) {

		static final Counts NONE = new Counts(null, null, null, null);

	}

}
