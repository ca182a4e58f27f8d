package com.example.supportdesk;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.Cost;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * Draws a {@link Reconciliation} for the console.
 */
final class ReconciliationTable {

	private static final String RED = "\u001b[31m";

	private static final String GREEN = "\u001b[32m";

	private static final String PLAIN = "\u001b[0m";

	private ReconciliationTable() {
	}

	static String draw(Reconciliation reconciliation) {
		List<Reconciliation.Row> rows = reconciliation.rows();
		StringBuilder table = new StringBuilder("\n\n");
		table.append(line("call", "model", "input", "cached", "written", "output", "reasoning", "USD",
				"team / agent / feature / customer / tags", "invoice = event = collector"));
		for (Reconciliation.Row row : rows) {
			boolean equal = row.faults().isEmpty();
			table.append(equal ? "" : RED)
				.append((row.event() != null) ? eventLine(row, row.event()) : lineOf(row))
				.append(equal ? "" : PLAIN);
		}
		long differing = rows.stream().filter((row) -> !row.faults().isEmpty()).count();
		table.append(reconciliation.isEqual()
				? GREEN + "Invoice, events and collector agree on all " + rows.size() + " round trips." + PLAIN
				: RED + differing + " of " + rows.size() + " round trips differ." + PLAIN);
		return table.append('\n').toString();
	}

	private static String eventLine(Reconciliation.Row row, UsageEvent event) {
		TokenCounts usage = event.usage();
		return line(row.call(), event.model(), usage.input(), usage.cacheReadInput(), usage.cacheCreationInput(),
				usage.output(), usage.reasoningOutput(), cost(event.cost()), attribution(event.attribution()),
				verdict(row));
	}

	private static String lineOf(Reconciliation.Row row) {
		return (row.line() != null)
				? line(row.call(), row.line().servedModel(), row.line().input(), row.line().cacheRead(),
						row.line().cacheCreation(), row.line().output(), row.line().reasoning(), "", "", verdict(row))
				: line(row.call(), "", null, null, null, null, null, "", "", verdict(row));
	}

	private static String cost(Cost cost) {
		return (cost.amount() != null) ? cost.amount().toPlainString() : "unpriced";
	}

	private static String attribution(Attribution attribution) {
		String tags = attribution.tags().entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" "));
		return attribution.teamId() + " / " + attribution.agentId() + " / " + attribution.feature() + " / "
				+ ((attribution.customerId() != null) ? attribution.customerId() : "-")
				+ (tags.isEmpty() ? "" : " / " + tags);
	}

	private static String verdict(Reconciliation.Row row) {
		return row.faults().isEmpty() ? "yes" : "NO: " + String.join(", ", row.faults());
	}

	private static String line(@Nullable Object... columns) {
		for (int i = 0; i < columns.length; i++) {
			columns[i] = (columns[i] != null) ? columns[i] : "-";
		}
		return String.format(Locale.ROOT, "%-35s %-27s %6s %6s %7s %6s %9s  %-12s  %-60s %s%n", columns);
	}

}
