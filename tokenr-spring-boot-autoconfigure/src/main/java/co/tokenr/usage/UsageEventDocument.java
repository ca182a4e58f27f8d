package co.tokenr.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * The event on the wire: strings, numbers, booleans, lists and maps, in snake case and a
 * fixed order, without what is unknown. JSONL, Kafka, the ledger and the actuator show
 * this form; the collectors' own formats are mappings of the event.
 */
public final class UsageEventDocument {

	private final DocumentSink document;

	private UsageEventDocument(DocumentSink document) {
		this.document = document;
	}

	/**
	 * Returns an event as a map.
	 * @param event the event
	 * @return the document, in the order of the wire, with the values that it has when it
	 * is read back from its JSON
	 */
	public static Map<String, Object> of(UsageEvent event) {
		Map<String, Object> document = new LinkedHashMap<>();
		tell(event, new DocumentMap(document));
		return document;
	}

	/**
	 * Tells an event, in the order of the wire.
	 * @param event the event
	 * @param document is told its fields
	 */
	public static void tell(UsageEvent event, DocumentSink document) {
		new UsageEventDocument(document).event(event);
	}

	/**
	 * Returns a cost as a map.
	 * @param cost the cost
	 * @param reported what the provider itself says, or {@code null}
	 * @return the document, in the order of the wire
	 */
	public static Map<String, Object> cost(Cost cost, @Nullable ProviderCost reported) {
		Map<String, Object> document = new LinkedHashMap<>();
		new UsageEventDocument(new DocumentMap(document)).fields(cost, reported);
		return document;
	}

	private void event(UsageEvent event) {
		LlmCall call = event.call();
		put("id", call.id().toString());
		put("occurred_at", call.occurredAt().toString());
		put("service", event.origin().service());
		put("environment", event.origin().environment());
		put("instance", event.origin().instance());
		put("provider", call.provider());
		put("operation", call.operation().value());
		put("request_model", call.requestModel());
		put("response_model", call.responseModel());
		put("response_id", call.responseId());
		put("service_tier", call.serviceTier());
		put("speed", call.speed());
		put("region", call.region());
		put("streaming", call.streaming());
		put("status", call.status().value());
		put("error_type", call.errorType());
		put("latency_ms", millis(call.latency()));
		put("time_to_first_token_ms", millis(call.timeToFirstToken()));
		usage(call);
		put("usage_source", call.usageSource().value());
		this.document.open("cost");
		fields(event.cost(), call.providerCost());
		this.document.close();
		attribution(event.attribution());
		put("run_id", call.runId());
		put("round", call.round());
		put("trace_id", call.traceId());
		put("span_id", call.spanId());
		if (!event.attribution().tags().isEmpty()) {
			this.document.open("tags");
			event.attribution().tags().forEach(this::put);
			this.document.close();
		}
		if (event.attribution().truncated()) {
			put("attribution_truncated", true);
		}
		if (event.isLocalOnly()) {
			put("remote_save", false);
		}
		put("captured_by", call.capturedBy());
	}

	private void attribution(Attribution attribution) {
		put("agent_id", attribution.agentId());
		put("feature", attribution.feature());
		put("team_id", attribution.teamId());
		put("customer_id", attribution.customerId());
		put("user_id", attribution.userId());
		put("conversation_id", attribution.conversationId());
	}

	private void usage(LlmCall call) {
		this.document.open("usage");
		tokens(call.usage());
		UsageCounters counters = call.counters();
		put("web_searches", counters.webSearches());
		put("tool_calls", counters.toolCalls());
		put("images", counters.images());
		put("seconds", counters.seconds());
		put("characters", counters.characters());
		put("search_units", counters.searchUnits());
		if (!call.iterations().isEmpty()) {
			this.document.openList("iterations");
			call.iterations().forEach(this::iteration);
			this.document.closeList();
		}
		this.document.close();
	}

	private void iteration(UsageIteration iteration) {
		this.document.openItem();
		put("type", iteration.type());
		put("model", iteration.model());
		tokens(iteration.usage());
		this.document.close();
	}

	private void tokens(TokenCounts usage) {
		put("input_tokens", usage.input());
		put("cache_read_input_tokens", usage.cacheReadInput());
		put("cache_creation_input_tokens", usage.cacheCreationInput());
		put("cache_creation_5m_input_tokens", usage.cacheCreation5mInput());
		put("cache_creation_1h_input_tokens", usage.cacheCreation1hInput());
		put("audio_input_tokens", usage.audioInput());
		put("image_input_tokens", usage.imageInput());
		put("tool_use_input_tokens", usage.toolUseInput());
		put("output_tokens", usage.output());
		put("reasoning_output_tokens", usage.reasoningOutput());
		put("audio_output_tokens", usage.audioOutput());
		put("image_output_tokens", usage.imageOutput());
		put("total_tokens", usage.total());
		if (usage.inconsistent()) {
			put("inconsistent", true);
		}
	}

	private void fields(Cost cost, @Nullable ProviderCost reported) {
		put("amount", cost.amount());
		put("currency", cost.currency());
		put("status", cost.status().value());
		if (reported != null) {
			put("reported_amount", reported.amount());
			put("reported_currency", reported.currency());
		}
		put("calculated_amount", cost.calculated());
		put("cache_savings", cost.cacheSavings());
		if (cost.basis() != null) {
			basis(cost.basis());
		}
		if (!cost.notPriced().isEmpty()) {
			put("not_priced", cost.notPriced());
		}
		if (!cost.breakdown().isEmpty()) {
			this.document.openList("breakdown");
			cost.breakdown().forEach(this::item);
			this.document.closeList();
		}
	}

	private void basis(Cost.Basis basis) {
		put("card", basis.card());
		put("model", basis.model());
		put("matched_by", basis.matchedBy());
		put("schedule", basis.schedule());
		put("tier", basis.tier());
		put("multiplier", basis.multiplier());
		put("discount", basis.discount());
		put("catalogue", basis.catalogue());
		put("as_of", basis.asOf());
	}

	private void item(Cost.Item item) {
		this.document.openItem();
		put("unit", item.unit());
		put("count", item.count());
		put("rate", item.rate());
		put("per", item.per());
		put("amount", item.amount());
		put("rate_of", item.rateOf());
		put("card", item.card());
		put("tier", item.tier());
		this.document.close();
	}

	private static @Nullable BigDecimal millis(@Nullable Duration duration) {
		return (duration != null) ? BigDecimal.valueOf(duration.toNanos() / 1_000, 3) : null;
	}

	private void put(String name, @Nullable Object value) {
		this.document.put(name, value);
	}

}
