package co.tokenr.actuate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import co.tokenr.ledger.Dimension;
import co.tokenr.ledger.UsageAnswer;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.UsageRow;
import co.tokenr.ledger.UsageTotals;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the ledger as CSV (RFC 4180). Texts are quoted, so that an empty text and
 * an absent one differ, and one that a spreadsheet would take for a formula begins with
 * an apostrophe.
 */
final class UsageAnswerCsv {

	private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

	private static final List<String> PERCENTILES = List.of("latency_p50_ms", "latency_p95_ms",
			"time_to_first_token_p50_ms", "time_to_first_token_p95_ms");

	private UsageAnswerCsv() {
	}

	static String of(UsageQuery query, UsageAnswer answer) {
		Set<String> currencies = new TreeSet<>();
		answer.rows().forEach((row) -> currencies.addAll(row.totals().cost().keySet()));
		StringBuilder csv = new StringBuilder();
		line(csv, header(query, currencies));
		answer.rows().forEach((row) -> line(csv, cells(query, row, currencies)));
		return csv.toString();
	}

	private static List<@Nullable String> header(UsageQuery query, Set<String> currencies) {
		List<@Nullable String> header = new ArrayList<>(List.of(text("bucket")));
		for (Dimension dimension : query.groupBy()) {
			header.add(text(dimension.name()));
		}
		for (String name : new String[] { "other", "calls", "errors", "cancelled", "input_tokens",
				"cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens", "reasoning_output_tokens",
				"total_tokens", "usage_missing", "unpriced", "covered" }) {
			header.add(text(name));
		}
		if (query.percentiles()) {
			PERCENTILES.forEach((name) -> header.add(text(name)));
		}
		currencies.forEach((currency) -> header.add(text("cost " + currency)));
		currencies.forEach((currency) -> header.add(text("cache_savings " + currency)));
		return header;
	}

	private static List<@Nullable String> cells(UsageQuery query, UsageRow row, Set<String> currencies) {
		List<@Nullable String> cells = new ArrayList<>();
		cells.add(text(UsageAnswerDocument.bucket(query, row)));
		for (int i = 0; i < query.groupBy().size(); i++) {
			cells.add(row.other() ? null : text(row.group().get(i)));
		}
		cells.add(Boolean.toString(row.other()));
		UsageTotals totals = row.totals();
		for (long count : new long[] { totals.calls(), totals.errors(), totals.cancelled(), totals.inputTokens(),
				totals.cacheReadInputTokens(), totals.cacheCreationInputTokens(), totals.outputTokens(),
				totals.reasoningOutputTokens(), totals.totalTokens(), totals.missingUsage(), totals.unpriced(),
				totals.covered() }) {
			cells.add(Long.toString(count));
		}
		if (query.percentiles()) {
			cells.add(number(row.latency().p50()));
			cells.add(number(row.latency().p95()));
			cells.add(number(row.timeToFirstToken().p50()));
			cells.add(number(row.timeToFirstToken().p95()));
		}
		currencies.forEach((currency) -> cells.add(number(totals.cost().get(currency))));
		currencies.forEach((currency) -> cells.add(number(totals.cacheSavings().get(currency))));
		return cells;
	}

	private static @Nullable String number(@Nullable BigDecimal number) {
		return (number != null) ? number.toPlainString() : null;
	}

	private static @Nullable String text(@Nullable String text) {
		if (text == null) {
			return null;
		}
		boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
		return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
	}

	private static void line(StringBuilder csv, List<@Nullable String> cells) {
		csv.append(cells.stream().map((cell) -> (cell != null) ? cell : "").collect(Collectors.joining(",")))
			.append("\r\n");
	}

}
