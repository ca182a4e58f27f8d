package co.tokenr.report.target.collector;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import co.tokenr.report.target.collector.EncodedEvents.Encoded;
import co.tokenr.usage.CallStatus;
import org.jspecify.annotations.Nullable;

/**
 * Tokenr's batches. Its {@code input_tokens} are the uncached ones only, and what it has
 * no field for travels as a tag, which wins over a tag of the application's with the same
 * name.
 */
final class TokenrFormat implements WireFormat {

	static final List<String> ENDINGS = List.of("/track/batch", "/track");

	private static final String CURRENCY = "USD";

	private final boolean sendCost;

	TokenrFormat(boolean sendCost) {
		this.sendCost = sendCost;
	}

	@Override
	public String path() {
		return "/track/batch";
	}

	@Override
	public List<String> endings() {
		return ENDINGS;
	}

	@Override
	public WireFormat fallback() {
		return new TokenrSingleFormat(this);
	}

	@Override
	public byte[] body(List<Encoded> events) {
		return EncodedEvents.join("{\"requests\":[", events, "]}");
	}

	@Override
	public Map<String, Object> document(Map<String, Object> event) {
		EventFields fields = EventFields.of(event);
		long cacheRead = fields.count("cache_read_input_tokens");
		long cacheWrite = fields.count("cache_creation_input_tokens");
		Map<String, Object> document = new LinkedHashMap<>();
		EventFields.put(document, "provider", fields.get("provider"));
		document.put("model", fields.model());
		document.put("input_tokens", Math.max(0, fields.count("input_tokens") - cacheRead - cacheWrite));
		document.put("output_tokens", fields.count("output_tokens"));
		EventFields.putCount(document, "cache_read_tokens", cacheRead);
		EventFields.putCount(document, "cache_write_tokens", cacheWrite);
		EventFields.put(document, "agent_id", fields.get("agent_id"));
		EventFields.put(document, "feature_name", fields.get("feature"));
		EventFields.put(document, "team_id", fields.get("team_id"));
		document.put("status", fields.failed() ? "error" : "success");
		EventFields.put(document, "latency_ms", fields.latency());
		Map<String, Object> tags = tags(fields);
		if (!tags.isEmpty()) {
			document.put("tags", tags);
		}
		EventFields.put(document, "requested_at", fields.get("occurred_at"));
		EventFields.put(document, "external_id", fields.get("id"));
		Map<?, ?> cost = EventFields.map(fields.get("cost"));
		if (this.sendCost && CURRENCY.equals(cost.get("currency"))) {
			EventFields.put(document, "total_cost", decimal(cost.get("amount")));
		}
		return document;
	}

	private static Map<String, Object> tags(EventFields fields) {
		Map<String, Object> tags = fields.labels("customer_id", "user_id", "conversation_id", "service", "environment",
				"run_id");
		if (CallStatus.CANCELLED.value().equals(fields.get("status"))) {
			tags.put("status", CallStatus.CANCELLED.value());
		}
		return tags;
	}

	private static @Nullable Object decimal(@Nullable Object value) {
		// an amount without a fraction was read as a whole number
		return (value instanceof Long whole) ? BigDecimal.valueOf(whole) : value;
	}

}
