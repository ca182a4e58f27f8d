package co.tokenr.report.target.collector;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * A stored event as Tokenr's API takes it. Its {@code input_tokens} are the uncached ones
 * only, and what it has no field for travels as a tag, which wins over a tag of the
 * application's with the same name.
 */
final class TokenrFormat {

	private static final String CURRENCY = "USD";

	private final boolean sendCost;

	TokenrFormat(boolean sendCost) {
		this.sendCost = sendCost;
	}

	Map<String, Object> document(Map<String, Object> event) {
		Map<?, ?> usage = map(event.get("usage"));
		long cacheRead = count(usage.get("cache_read_input_tokens"));
		long cacheWrite = count(usage.get("cache_creation_input_tokens"));
		Map<String, Object> document = new LinkedHashMap<>();
		put(document, "provider", event.get("provider"));
		document.put("model", event.getOrDefault("response_model", event.getOrDefault("request_model", "unknown")));
		document.put("input_tokens", Math.max(0, count(usage.get("input_tokens")) - cacheRead - cacheWrite));
		document.put("output_tokens", count(usage.get("output_tokens")));
		putCount(document, "cache_read_tokens", cacheRead);
		putCount(document, "cache_write_tokens", cacheWrite);
		put(document, "agent_id", event.get("agent_id"));
		put(document, "feature_name", event.get("feature"));
		put(document, "team_id", event.get("team_id"));
		document.put("status", CallStatus.ERROR.value().equals(event.get("status")) ? "error" : "success");
		put(document, "latency_ms", (event.get("latency_ms") instanceof Number millis) ? millis.longValue() : null);
		Map<String, Object> tags = tags(event, usage);
		if (!tags.isEmpty()) {
			document.put("tags", tags);
		}
		put(document, "requested_at", event.get("occurred_at"));
		put(document, "external_id", event.get("id"));
		Map<?, ?> cost = map(event.get("cost"));
		if (this.sendCost && CURRENCY.equals(cost.get("currency"))) {
			put(document, "total_cost", decimal(cost.get("amount")));
		}
		return document;
	}

	private static Map<String, Object> tags(Map<String, Object> event, Map<?, ?> usage) {
		Map<String, Object> tags = new LinkedHashMap<>();
		map(event.get("tags")).forEach((key, value) -> tags.put(String.valueOf(key), value));
		for (String name : new String[] { "customer_id", "user_id", "conversation_id", "service", "environment",
				"run_id" }) {
			put(tags, name, event.get(name));
		}
		Object source = (usage.get("total_tokens") != null) ? event.get("usage_source") : UsageSource.MISSING.value();
		if (!UsageSource.PROVIDER.value().equals(source)) {
			put(tags, "usage_source", source);
		}
		if (CallStatus.CANCELLED.value().equals(event.get("status"))) {
			tags.put("status", CallStatus.CANCELLED.value());
		}
		return tags;
	}

	private static Map<?, ?> map(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? map : Map.of();
	}

	private static long count(@Nullable Object value) {
		return (value instanceof Number number) ? number.longValue() : 0;
	}

	private static @Nullable Object decimal(@Nullable Object value) {
		// an amount without a fraction was read as a whole number
		return (value instanceof Long whole) ? BigDecimal.valueOf(whole) : value;
	}

	private static void putCount(Map<String, Object> document, String name, long count) {
		if (count > 0) {
			document.put(name, count);
		}
	}

	private static void put(Map<String, Object> document, String name, @Nullable Object value) {
		if (value != null) {
			document.put(name, value);
		}
	}

}
