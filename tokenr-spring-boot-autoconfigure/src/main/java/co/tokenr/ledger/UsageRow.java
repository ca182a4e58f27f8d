package co.tokenr.ledger;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One row of an answer: a group in a bucket of time.
 *
 * @param bucket where the bucket begins, which may be before the range asked for;
 * {@code null} where time is not cut
 * @param group the value of each dimension that the query groups by, {@code null} for
 * usage without a value; empty for {@code other}
 * @param other whether this is the rest, beyond the top groups
 * @param totals the sums
 * @param latency of whole calls
 * @param timeToFirstToken of streamed calls
 */
public record UsageRow(@Nullable Instant bucket, List<@Nullable String> group, boolean other, UsageTotals totals,
		Percentiles latency, Percentiles timeToFirstToken) {

}
