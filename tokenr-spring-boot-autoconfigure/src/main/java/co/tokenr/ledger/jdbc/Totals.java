package co.tokenr.ledger.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import co.tokenr.ledger.UsageTotals;
import org.jspecify.annotations.Nullable;

/**
 * The columns of sums, the same in roll-ups and in questions to single events: counts,
 * and amounts of one currency.
 */
final class Totals {

	private static final List<String> COUNTS = List.of("calls", "errors", "cancelled", "input_tokens",
			"cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens", "reasoning_output_tokens",
			"usage_missing", "unpriced", "covered");

	private static final String COST = "amount";

	private static final String SAVINGS = "cache_savings";

	private final AmountColumns amounts;

	Totals(AmountColumns amounts) {
		this.amounts = amounts;
	}

	List<String> columns() {
		List<String> columns = new ArrayList<>(COUNTS);
		columns.addAll(amountColumns());
		return columns;
	}

	/** In the order of {@link #amountsOf}. */
	List<String> amountColumns() {
		List<String> columns = new ArrayList<>(this.amounts.names(COST));
		columns.addAll(this.amounts.names(SAVINGS));
		return columns;
	}

	/** The values of the columns of amounts. */
	List<@Nullable Object> amountsOf(@Nullable BigDecimal cost, @Nullable BigDecimal savings) {
		List<@Nullable Object> values = new ArrayList<>(this.amounts.values(cost));
		values.addAll(this.amounts.values(savings));
		return values;
	}

	/**
	 * Reads sums.
	 * @param row a row with all the columns
	 * @param currency that of the amounts, {@code null} or empty for what is unpriced
	 */
	UsageTotals read(ResultSet row, @Nullable String currency) throws SQLException {
		return new UsageTotals(row.getLong("calls"), row.getLong("errors"), row.getLong("cancelled"),
				row.getLong("input_tokens"), row.getLong("cache_read_input_tokens"),
				row.getLong("cache_creation_input_tokens"), row.getLong("output_tokens"),
				row.getLong("reasoning_output_tokens"), row.getLong("usage_missing"), row.getLong("unpriced"),
				row.getLong("covered"), amount(row, COST, currency), amount(row, SAVINGS, currency));
	}

	private Map<String, BigDecimal> amount(ResultSet row, String column, @Nullable String currency)
			throws SQLException {
		if (currency == null || currency.isEmpty()) {
			return Map.of();
		}
		BigDecimal amount = this.amounts.read(row, column);
		return (amount != null) ? Map.of(currency, amount) : Map.of();
	}

	/** The values of the columns. */
	List<@Nullable Object> values(UsageTotals totals, String currency) {
		List<@Nullable Object> values = new ArrayList<>();
		Collections.addAll(values, totals.calls(), totals.errors(), totals.cancelled(), totals.inputTokens(),
				totals.cacheReadInputTokens(), totals.cacheCreationInputTokens(), totals.outputTokens(),
				totals.reasoningOutputTokens(), totals.missingUsage(), totals.unpriced(), totals.covered());
		values.addAll(
				amountsOf(totals.cost().getOrDefault(currency, BigDecimal.ZERO), totals.cacheSavings().get(currency)));
		return values;
	}

}
