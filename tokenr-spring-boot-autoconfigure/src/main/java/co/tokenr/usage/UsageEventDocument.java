package co.tokenr.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * The event on the wire: a map of strings, numbers, booleans, lists and maps, in snake
 * case and a fixed order, without what is unknown. JSONL, Kafka, the ledger and the
 * actuator show this form; the collectors' own formats are mappings of the event.
 */
public final class UsageEventDocument {

	private UsageEventDocument() {
	}

	/**
	 * Writes an event down.
	 * @param event the event
	 * @return the document, in the order of the wire
	 */
	public static Map<String, Object> of(UsageEvent event) {
		LlmCall call = event.call();
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("id", call.id().toString());
		document.put("occurred_at", call.occurredAt().toString());
		put(document, "service", event.origin().service());
		put(document, "environment", event.origin().environment());
		put(document, "instance", event.origin().instance());
		document.put("provider", call.provider());
		document.put("operation", call.operation().value());
		put(document, "request_model", call.requestModel());
		put(document, "response_model", call.responseModel());
		put(document, "response_id", call.responseId());
		put(document, "service_tier", call.serviceTier());
		put(document, "speed", call.speed());
		put(document, "region", call.region());
		document.put("streaming", call.streaming());
		document.put("status", call.status().value());
		put(document, "error_type", call.errorType());
		put(document, "latency_ms", millis(call.latency()));
		put(document, "time_to_first_token_ms", millis(call.timeToFirstToken()));
		document.put("usage", usage(call));
		document.put("usage_source", call.usageSource().value());
		document.put("cost", cost(event.cost(), call.providerCost()));
		attribution(document, event.attribution());
		put(document, "run_id", call.runId());
		put(document, "round", call.round());
		put(document, "trace_id", call.traceId());
		put(document, "span_id", call.spanId());
		if (!event.attribution().tags().isEmpty()) {
			document.put("tags", event.attribution().tags());
		}
		if (event.attribution().truncated()) {
			document.put("attribution_truncated", true);
		}
		if (event.isLocalOnly()) {
			document.put("remote_save", false);
		}
		document.put("captured_by", call.capturedBy());
		return document;
	}

	private static void attribution(Map<String, Object> document, Attribution attribution) {
		put(document, "agent_id", attribution.agentId());
		put(document, "feature", attribution.feature());
		put(document, "team_id", attribution.teamId());
		put(document, "customer_id", attribution.customerId());
		put(document, "user_id", attribution.userId());
		put(document, "conversation_id", attribution.conversationId());
	}

	private static Map<String, Object> usage(LlmCall call) {
		Map<String, Object> document = tokens(call.usage());
		UsageCounters counters = call.counters();
		put(document, "web_searches", counters.webSearches());
		put(document, "tool_calls", counters.toolCalls());
		put(document, "images", counters.images());
		put(document, "seconds", counters.seconds());
		put(document, "characters", counters.characters());
		put(document, "search_units", counters.searchUnits());
		if (!call.iterations().isEmpty()) {
			document.put("iterations", call.iterations().stream().map(UsageEventDocument::iteration).toList());
		}
		return document;
	}

	private static Map<String, Object> iteration(UsageIteration iteration) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("type", iteration.type());
		put(document, "model", iteration.model());
		document.putAll(tokens(iteration.usage()));
		return document;
	}

	private static Map<String, Object> tokens(TokenCounts usage) {
		Map<String, Object> document = new LinkedHashMap<>();
		put(document, "input_tokens", usage.input());
		put(document, "cache_read_input_tokens", usage.cacheReadInput());
		put(document, "cache_creation_input_tokens", usage.cacheCreationInput());
		put(document, "cache_creation_5m_input_tokens", usage.cacheCreation5mInput());
		put(document, "cache_creation_1h_input_tokens", usage.cacheCreation1hInput());
		put(document, "audio_input_tokens", usage.audioInput());
		put(document, "image_input_tokens", usage.imageInput());
		put(document, "tool_use_input_tokens", usage.toolUseInput());
		put(document, "output_tokens", usage.output());
		put(document, "reasoning_output_tokens", usage.reasoningOutput());
		put(document, "audio_output_tokens", usage.audioOutput());
		put(document, "image_output_tokens", usage.imageOutput());
		put(document, "total_tokens", usage.total());
		if (usage.inconsistent()) {
			document.put("inconsistent", true);
		}
		return document;
	}

	/**
	 * Writes a cost down.
	 * @param cost the cost
	 * @param reported what the provider itself says, or {@code null}
	 * @return the document, in the order of the wire
	 */
	public static Map<String, Object> cost(Cost cost, @Nullable ProviderCost reported) {
		Map<String, Object> document = new LinkedHashMap<>();
		put(document, "amount", cost.amount());
		document.put("currency", cost.currency());
		document.put("status", cost.status().value());
		if (reported != null) {
			document.put("reported_amount", reported.amount());
			document.put("reported_currency", reported.currency());
		}
		put(document, "calculated_amount", cost.calculated());
		put(document, "cache_savings", cost.cacheSavings());
		if (cost.basis() != null) {
			basis(document, cost.basis());
		}
		if (!cost.notPriced().isEmpty()) {
			document.put("not_priced", cost.notPriced());
		}
		if (!cost.breakdown().isEmpty()) {
			document.put("breakdown", cost.breakdown().stream().map(UsageEventDocument::item).toList());
		}
		return document;
	}

	private static void basis(Map<String, Object> document, Cost.Basis basis) {
		document.put("card", basis.card());
		put(document, "model", basis.model());
		put(document, "matched_by", basis.matchedBy());
		put(document, "schedule", basis.schedule());
		put(document, "tier", basis.tier());
		put(document, "multiplier", basis.multiplier());
		put(document, "discount", basis.discount());
		put(document, "catalogue", basis.catalogue());
		put(document, "as_of", basis.asOf());
	}

	private static Map<String, Object> item(Cost.Item item) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("unit", item.unit());
		document.put("count", item.count());
		document.put("rate", item.rate());
		document.put("per", item.per());
		document.put("amount", item.amount());
		put(document, "rate_of", item.rateOf());
		put(document, "card", item.card());
		put(document, "tier", item.tier());
		return document;
	}

	private static @Nullable BigDecimal millis(@Nullable Duration duration) {
		return (duration != null) ? BigDecimal.valueOf(duration.toNanos() / 1_000, 3) : null;
	}

	private static void put(Map<String, Object> document, String name, @Nullable Object value) {
		if (value != null) {
			document.put(name, value);
		}
	}

}
