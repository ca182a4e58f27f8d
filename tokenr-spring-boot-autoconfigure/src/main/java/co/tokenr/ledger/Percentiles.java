package co.tokenr.ledger;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Percentiles of durations, read from a {@link LatencyHistogram} and within its error
 * bound.
 *
 * @param p50 half took no longer, in milliseconds; {@code null} where nothing was
 * measured, or asked for
 * @param p95 19 of 20 took no longer, in milliseconds; {@code null} where nothing was
 * measured, or asked for
 */
public record Percentiles(@Nullable BigDecimal p50, @Nullable BigDecimal p95) {

	/** Of nothing. */
	static final Percentiles NONE = new Percentiles(null, null);

	static Percentiles of(LatencyHistogram histogram) {
		return new Percentiles(histogram.percentile(50), histogram.percentile(95));
	}

}
