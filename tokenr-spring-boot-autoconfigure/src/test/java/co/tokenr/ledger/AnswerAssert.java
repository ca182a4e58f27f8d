package co.tokenr.ledger;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the answer of a ledger to that of brute force.
 */
public final class AnswerAssert {

	/** Four significant digits are shown. */
	private static final double ROUNDING = 0.0006;

	private AnswerAssert() {
	}

	public static void assertSame(String what, UsageQuery query, UsageAnswer answer, List<BruteForce.Row> expected) {
		assertThat(answer.rows().stream().map((row) -> key(row, query)).toList()).as("rows of " + what + " to " + query)
			.isEqualTo(expected.stream().map(AnswerAssert::key).toList());
		for (int i = 0; i < expected.size(); i++) {
			UsageRow row = answer.rows().get(i);
			BruteForce.Group group = expected.get(i).group();
			String where = what + ", row " + key(row, query) + " to " + query;
			assertThat(measures(row.totals())).as(where).isEqualTo(plain(group.measures()));
			if (query.percentiles()) {
				assertNear(where, row.latency(), group, "latency_ms");
				assertNear(where, row.timeToFirstToken(), group, "time_to_first_token_ms");
			}
			else {
				assertThat(List.of(row.latency(), row.timeToFirstToken())).as(where)
					.containsOnly(new Percentiles(null, null));
			}
		}
	}

	private static List<Object> key(UsageRow row, UsageQuery query) {
		return List.of((row.bucket() != null) ? BruteForce.bucket(row.bucket(), query) : "all", row.group(),
				row.other());
	}

	private static List<Object> key(BruteForce.Row row) {
		return List.of(row.bucket(), row.values(), row.other());
	}

	private static Map<String, Object> measures(UsageTotals totals) {
		Map<String, Object> measures = new LinkedHashMap<>();
		measures.put("calls", totals.calls());
		measures.put("errors", totals.errors());
		measures.put("cancelled", totals.cancelled());
		measures.put("input", totals.inputTokens());
		measures.put("cache_read", totals.cacheReadInputTokens());
		measures.put("cache_creation", totals.cacheCreationInputTokens());
		measures.put("output", totals.outputTokens());
		measures.put("reasoning", totals.reasoningOutputTokens());
		measures.put("missing", totals.missingUsage());
		measures.put("unpriced", totals.unpriced());
		measures.put("covered", totals.covered());
		measures.put("cost", totals.cost());
		measures.put("cache_savings", totals.cacheSavings());
		return plain(measures);
	}

	/** Amounts as text without trailing zeros: equal to the last digit. */
	@SuppressWarnings("unchecked")
	private static Map<String, Object> plain(Map<String, Object> measures) {
		Map<String, Object> plain = new LinkedHashMap<>(measures);
		for (String name : new String[] { "cost", "cache_savings" }) {
			Map<String, String> amounts = new TreeMap<>();
			((Map<String, BigDecimal>) measures.get(name))
				.forEach((currency, amount) -> amounts.put(currency, amount.stripTrailingZeros().toPlainString()));
			plain.put(name, amounts);
		}
		return plain;
	}

	private static void assertNear(String where, Percentiles percentiles, BruteForce.Group group, String field) {
		assertNear(where + " p50", percentiles.p50(), group.percentile(field, 50));
		assertNear(where + " p95", percentiles.p95(), group.percentile(field, 95));
	}

	private static void assertNear(String where, BigDecimal actual, BigDecimal exact) {
		if (exact == null) {
			assertThat(actual).as(where).isNull();
			return;
		}
		double within = Math.max(exact.doubleValue(), 1);
		assertThat(actual).as(where).isNotNull();
		assertThat(Math.abs(actual.doubleValue() / within - 1)).as(where + ": " + actual + " for " + exact)
			.isLessThanOrEqualTo(LatencyHistogram.ERROR_BOUND + ROUNDING);
	}

}
