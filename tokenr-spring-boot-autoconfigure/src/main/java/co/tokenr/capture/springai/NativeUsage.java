package co.tokenr.capture.springai;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import org.jspecify.annotations.Nullable;

/**
 * What was read from the usage of one answer.
 *
 * @param counts the token counts, as inclusive totals with subsets
 * @param counters what was used beside tokens
 * @param serviceTier the tier that served the call, {@code null} where the usage does not
 * say
 * @param region where the call was served, {@code null} where the usage does not say
 * @param complete whether the counts explain the total that was reported
 */
record NativeUsage(TokenCounts counts, UsageCounters counters, @Nullable String serviceTier, @Nullable String region,
		boolean complete) {

	/** Nothing was reported. */
	static final NativeUsage NONE = new NativeUsage(TokenCounts.NONE, UsageCounters.NONE, null, null, false);

	static NativeUsage of(TokenCounts counts, boolean complete) {
		return new NativeUsage(counts, UsageCounters.NONE, null, null, complete);
	}

}
