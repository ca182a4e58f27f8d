package co.tokenr.report.target.collector;

import java.util.List;
import java.util.Map;

import co.tokenr.report.JsonWriter;
import co.tokenr.report.target.collector.EncodedEvents.Encoded;
import co.tokenr.usage.CallStatus;

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
	public void write(EventFields event, JsonWriter document) {
		long cacheRead = event.count("cache_read_input_tokens");
		long cacheWrite = event.count("cache_creation_input_tokens");
		document.put("provider", event.get("provider"));
		document.put("model", event.model());
		document.put("input_tokens", Math.max(0, event.count("input_tokens") - cacheRead - cacheWrite));
		document.put("output_tokens", event.count("output_tokens"));
		document.put("cache_read_tokens", event.countOrNothing("cache_read_input_tokens"));
		document.put("cache_write_tokens", event.countOrNothing("cache_creation_input_tokens"));
		document.put("agent_id", event.get("agent_id"));
		document.put("feature_name", event.get("feature"));
		document.put("team_id", event.get("team_id"));
		document.put("status", event.failed() ? "error" : "success");
		document.put("latency_ms", event.latency());
		Map<String, Object> tags = tags(event);
		if (!tags.isEmpty()) {
			document.putAll("tags", tags);
		}
		document.put("requested_at", event.get("occurred_at"));
		document.put("external_id", event.get("id"));
		if (this.sendCost && CURRENCY.equals(event.cost("currency"))) {
			document.put("total_cost", event.cost("amount"));
		}
	}

	private static Map<String, Object> tags(EventFields event) {
		Map<String, Object> tags = event.labels("customer_id", "user_id", "conversation_id", "service", "environment",
				"run_id");
		if (CallStatus.CANCELLED.value().equals(event.get("status"))) {
			tags.put("status", CallStatus.CANCELLED.value());
		}
		return tags;
	}

}
