package co.tokenr.ledger;

import java.math.BigDecimal;
import java.util.Map;

/**
 * Sums over events. Token sums count what was reported; {@code missingUsage} tells for
 * how many calls nothing was, and {@code unpriced} how many are not in {@code cost}.
 *
 * @param calls round trips, failed and cancelled ones included
 * @param errors failed round trips
 * @param cancelled cancelled round trips
 * @param inputTokens input tokens, cached ones included
 * @param cacheReadInputTokens part of the input that was served from a cache
 * @param cacheCreationInputTokens part of the input that was written to a cache
 * @param outputTokens output tokens, reasoning included
 * @param reasoningOutputTokens part of the output that was reasoning
 * @param missingUsage round trips whose usage nobody reported
 * @param unpriced round trips whose usage is known and whose price is not
 * @param covered round trips whose usage is the provider's own and whose price is known
 * @param cost amount by currency, unrounded; a currency without an amount is absent
 * @param cacheSavings what caches saved by currency, unrounded, below zero where they
 * cost more than they saved; a currency without cached tokens that have a price is absent
 */
public record UsageTotals(long calls, long errors, long cancelled, long inputTokens, long cacheReadInputTokens,
		long cacheCreationInputTokens, long outputTokens, long reasoningOutputTokens, long missingUsage, long unpriced,
		long covered, Map<String, BigDecimal> cost, Map<String, BigDecimal> cacheSavings) {

	/** Nothing happened. */
	public static final UsageTotals NONE = new UsageTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of());

	/**
	 * Returns input and output tokens together.
	 * @return the sum
	 */
	public long totalTokens() {
		return this.inputTokens + this.outputTokens;
	}

}
