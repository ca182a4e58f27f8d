package co.tokenr.report.target.collector;

import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * An event as Tokenr's API takes it. Its {@code input_tokens} are the uncached ones only,
 * and what it has no field for travels as a tag, which wins over a tag of the
 * application's with the same name.
 */
final class TokenrFormat {

	private static final String CURRENCY = "USD";

	private final boolean sendCost;

	TokenrFormat(boolean sendCost) {
		this.sendCost = sendCost;
	}

	Map<String, Object> document(UsageEvent event) {
		LlmCall call = event.call();
		TokenCounts usage = event.usage();
		Attribution attribution = event.attribution();
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("provider", event.provider());
		document.put("model", (event.model() != null) ? event.model() : "unknown");
		document.put("input_tokens", orZero(usage.uncachedInput()));
		document.put("output_tokens", orZero(usage.output()));
		putCount(document, "cache_read_tokens", usage.cacheReadInput());
		putCount(document, "cache_write_tokens", usage.cacheCreationInput());
		put(document, "agent_id", attribution.agentId());
		put(document, "feature_name", attribution.feature());
		put(document, "team_id", attribution.teamId());
		document.put("status", (event.status() == CallStatus.ERROR) ? "error" : "success");
		put(document, "latency_ms", (call.latency() != null) ? call.latency().toMillis() : null);
		Map<String, Object> tags = tags(event);
		if (!tags.isEmpty()) {
			document.put("tags", tags);
		}
		document.put("requested_at", call.occurredAt().toString());
		document.put("external_id", event.id().toString());
		Cost cost = event.cost();
		if (this.sendCost && CURRENCY.equals(cost.currency())) {
			put(document, "total_cost", cost.amount());
		}
		return document;
	}

	private static Map<String, Object> tags(UsageEvent event) {
		Attribution attribution = event.attribution();
		Map<String, Object> tags = new LinkedHashMap<>(attribution.tags());
		put(tags, "customer_id", attribution.customerId());
		put(tags, "user_id", attribution.userId());
		put(tags, "conversation_id", attribution.conversationId());
		put(tags, "service", event.origin().service());
		put(tags, "environment", event.origin().environment());
		put(tags, "run_id", event.call().runId());
		UsageSource source = (event.usage().total() != null) ? event.call().usageSource() : UsageSource.MISSING;
		if (source != UsageSource.PROVIDER) {
			tags.put("usage_source", source.value());
		}
		if (event.status() == CallStatus.CANCELLED) {
			tags.put("status", CallStatus.CANCELLED.value());
		}
		return tags;
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

	private static void putCount(Map<String, Object> document, String name, @Nullable Long count) {
		if (orZero(count) > 0) {
			put(document, name, count);
		}
	}

	private static void put(Map<String, Object> document, String name, @Nullable Object value) {
		if (value != null) {
			document.put(name, value);
		}
	}

}
