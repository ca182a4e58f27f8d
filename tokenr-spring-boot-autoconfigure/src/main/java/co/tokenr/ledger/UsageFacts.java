package co.tokenr.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger counts of an event and counts it by, in the form that every ledger
 * keeps it: time in microseconds, amounts with at most 18 decimals (finer ones are
 * rounded half to even), texts of at most 512 characters.
 *
 * @param id the event's id, a UUID
 * @param occurredMicros when the call began, in microseconds since 1970 UTC
 * @param values values by dimension, without those that are unknown and without tags
 * @param tags values by key
 * @param inputTokens input tokens, cached ones included; 0 where not reported, as for all
 * counts
 * @param cacheReadInputTokens part of the input that was served from a cache
 * @param cacheCreationInputTokens part of the input that was written to a cache
 * @param outputTokens output tokens, reasoning included
 * @param reasoningOutputTokens part of the output that was reasoning
 * @param amount the cost, {@code null} where unpriced
 * @param currency the currency of the amount, {@code null} where unpriced
 * @param cacheSavings what a cache saved, below zero where it cost more; {@code null}
 * where unpriced or without cached tokens
 * @param latencyMicros from the call to the end of its answer, or {@code null}
 * @param firstTokenMicros from the call to the first streamed chunk, or {@code null}
 */
public record UsageFacts(String id, long occurredMicros, Map<Dimension, String> values, Map<String, String> tags,
		long inputTokens, long cacheReadInputTokens, long cacheCreationInputTokens, long outputTokens,
		long reasoningOutputTokens, @Nullable BigDecimal amount, @Nullable String currency,
		@Nullable BigDecimal cacheSavings, @Nullable Long latencyMicros, @Nullable Long firstTokenMicros) {

	/** Decimals of an amount. */
	static final int SCALE = 18;

	/**
	 * Reads an event.
	 * @param event the event
	 * @return what is counted of it
	 */
	public static UsageFacts of(UsageEvent event) {
		LlmCall call = event.call();
		Attribution attribution = event.attribution();
		Map<Dimension, String> values = new LinkedHashMap<>();
		put(values, Dimension.SERVICE, event.origin().service());
		put(values, Dimension.ENVIRONMENT, event.origin().environment());
		put(values, Dimension.PROVIDER, call.provider());
		put(values, Dimension.MODEL, call.model());
		put(values, Dimension.OPERATION, call.operation().value());
		put(values, Dimension.AGENT, attribution.agentId());
		put(values, Dimension.FEATURE, attribution.feature());
		put(values, Dimension.TEAM, attribution.teamId());
		put(values, Dimension.CUSTOMER, attribution.customerId());
		put(values, Dimension.USER, attribution.userId());
		put(values, Dimension.STATUS, call.status().value());
		put(values, Dimension.USAGE_SOURCE, call.usageSource().value());
		put(values, Dimension.COST_STATUS, event.cost().status().value());
		put(values, Dimension.CONVERSATION, attribution.conversationId());
		put(values, Dimension.TRACE, call.traceId());
		put(values, Dimension.RUN, call.runId());
		TokenCounts usage = call.usage();
		Cost cost = event.cost();
		boolean priced = cost.amount() != null;
		return new UsageFacts(call.id().toString(), micros(call.occurredAt()), values, tags(attribution.tags()),
				orZero(usage.input()), orZero(usage.cacheReadInput()), orZero(usage.cacheCreationInput()),
				orZero(usage.output()), orZero(usage.reasoningOutput()), rounded(cost.amount()),
				priced ? currency(cost.currency()) : null, priced ? rounded(cost.cacheSavings()) : null,
				micros(call.latency()), micros(call.timeToFirstToken()));
	}

	/**
	 * Returns the value of a dimension.
	 * @param dimension the dimension
	 * @return the value, {@code null} where the event has none
	 */
	public @Nullable String value(Dimension dimension) {
		String tag = dimension.tagKey();
		return (tag != null) ? this.tags.get(tag) : this.values.get(dimension);
	}

	/** Whether nobody reported the usage. */
	boolean isUsageMissing() {
		return UsageSource.MISSING.value().equals(this.values.get(Dimension.USAGE_SOURCE));
	}

	/** Whether the usage is the provider's own and the price is known. */
	boolean isCovered() {
		return this.amount != null && UsageSource.PROVIDER.value().equals(this.values.get(Dimension.USAGE_SOURCE));
	}

	static long micros(Instant instant) {
		return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
	}

	static Instant instant(long micros) {
		return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
	}

	static @Nullable BigDecimal rounded(@Nullable BigDecimal amount) {
		return (amount != null && amount.scale() > SCALE) ? amount.setScale(SCALE, RoundingMode.HALF_EVEN) : amount;
	}

	/** ISO 4217 has a code for no currency. */
	static String currency(@Nullable String currency) {
		String fit = LedgerText.fit(currency);
		return (fit == null || fit.isEmpty()) ? "XXX" : fit;
	}

	static Map<String, String> tags(Map<?, ?> tags) {
		Map<String, String> fit = new LinkedHashMap<>();
		tags.forEach((key, value) -> {
			String fitKey = LedgerText.fit((String) key);
			String fitValue = LedgerText.fit((String) value);
			if (fitKey != null && fitValue != null) {
				fit.putIfAbsent(fitKey, fitValue);
			}
		});
		return fit;
	}

	static void put(Map<Dimension, String> values, Dimension dimension, @Nullable String value) {
		String fit = LedgerText.fit(value);
		if (fit != null) {
			values.put(dimension, fit);
		}
	}

	private static @Nullable Long micros(@Nullable Duration duration) {
		return (duration != null) ? Math.max(0, duration.toNanos() / 1_000) : null;
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

}
