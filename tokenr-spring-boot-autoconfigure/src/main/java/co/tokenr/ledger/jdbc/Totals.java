package co.tokenr.ledger.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import co.tokenr.ledger.UsageTotals;
import org.jspecify.annotations.Nullable;

/**
 * The columns of sums, the same in roll-ups and in questions to single events.
 */
final class Totals {

	static final List<String> COLUMNS = List.of("calls", "errors", "cancelled", "input_tokens",
			"cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens", "reasoning_output_tokens",
			"usage_missing", "unpriced");

	private Totals() {
	}

	static UsageTotals read(ResultSet row, Map<String, BigDecimal> cost) throws SQLException {
		return new UsageTotals(row.getLong("calls"), row.getLong("errors"), row.getLong("cancelled"),
				row.getLong("input_tokens"), row.getLong("cache_read_input_tokens"),
				row.getLong("cache_creation_input_tokens"), row.getLong("output_tokens"),
				row.getLong("reasoning_output_tokens"), row.getLong("usage_missing"), row.getLong("unpriced"), cost);
	}

	static void addTo(List<@Nullable Object> row, UsageTotals totals) {
		Collections.addAll(row, totals.calls(), totals.errors(), totals.cancelled(), totals.inputTokens(),
				totals.cacheReadInputTokens(), totals.cacheCreationInputTokens(), totals.outputTokens(),
				totals.reasoningOutputTokens(), totals.missingUsage(), totals.unpriced());
	}

}
