package co.tokenr.ledger.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import co.tokenr.ledger.AnswerBuilder;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.UsageSums;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Adds rows up, those of roll-ups and those of events alike. As much as may be is left to
 * the database: texts of histograms put one after another are the text of their sum,
 * where the database sets no limit to a text.
 */
final class SumReader {

	private static final List<String> HISTOGRAMS = List.of("latency", "first_token");

	private final JdbcOperations jdbc;

	private final Totals totals;

	/**
	 * What puts texts one after another, {@code null} where each row is read by itself.
	 */
	private final @Nullable String concatenation;

	SumReader(JdbcOperations jdbc, Totals totals, DatabaseDriver database) {
		this.jdbc = jdbc;
		this.totals = totals;
		this.concatenation = switch (database) {
			case POSTGRESQL -> "string_agg";
			case SQLITE -> "group_concat";
			// H2 has texts of a million characters at the most
			default -> null;
		};
	}

	void read(UsageQuery query, Stretch stretch, Source source, AnswerBuilder answer) {
		List<String> groups = new ArrayList<>(source.groups());
		groups.add(source.currency());
		if (stretch.isCut()) {
			groups.add(stretch.part(source.time()));
		}
		int size = query.groupBy().size();
		this.jdbc.query(statement(query, stretch, groups, source), (row) -> {
			List<@Nullable String> group = new ArrayList<>(size);
			for (int i = 1; i <= size; i++) {
				group.add(row.getString(i));
			}
			Instant at = stretch.isCut() ? stretch.at(row.getLong(groups.size())) : stretch.start();
			UsageSums cell = answer.cell(at, group);
			cell.add(this.totals.read(row, row.getString(size + 1)));
			if (query.percentiles()) {
				cell.latency().add(row.getString("latency"));
				cell.firstToken().add(row.getString("first_token"));
			}
		}, source.parameters().toArray());
	}

	private String statement(UsageQuery query, Stretch stretch, List<String> groups, Source source) {
		Names names = source.names();
		String join = (names != null) ? names.join() : "";
		if (this.concatenation == null && query.percentiles()) {
			List<String> columns = new ArrayList<>(groups);
			source.sums().forEach((name, sum) -> columns.add(sum + " as " + name));
			HISTOGRAMS.forEach((name) -> columns.add(source.alias() + "." + name));
			return "select " + String.join(", ", columns) + source.from() + join + source.where();
		}
		String from = source.from() + join + source.where();
		if (names != null && !stretch.isCut()) {
			// numbers are sooner told apart than the names that they stand for
			List<String> numbers = List.of(names.number(), source.currency());
			from = " from (" + sums(query, numbers, source, source.from() + source.where()) + ") " + source.alias()
					+ join;
		}
		return sums(query, groups, source, from);
	}

	private String sums(UsageQuery query, List<String> groups, Source source, String from) {
		List<String> columns = new ArrayList<>(groups);
		source.sums().forEach((name, sum) -> columns.add("sum(" + sum + ") as " + name));
		if (query.percentiles()) {
			HISTOGRAMS.forEach((name) -> columns
				.add(this.concatenation + "(" + source.alias() + "." + name + ", ' ') as " + name));
		}
		return "select " + String.join(", ", columns) + from + " group by " + String.join(", ", groups);
	}

	/**
	 * What is grouped by where rows have numbers in place of names.
	 *
	 * @param number the column of the numbers
	 * @param join finds the names
	 */
	record Names(String number, String join) {
	}

	/**
	 * Rows, and how to add them up.
	 *
	 * @param alias what the table of the histograms is called in the statement
	 * @param groups what the query groups by
	 * @param time microseconds since 1970
	 * @param sums what is to be added up by the names of {@link Totals}
	 * @param from the tables
	 * @param names how the rows get what the query groups by, {@code null} where they
	 * have it
	 * @param where the conditions
	 * @param parameters the parameters of the tables and of the conditions
	 */
	record Source(String alias, List<String> groups, String time, Map<String, String> sums, String from,
			@Nullable Names names, String where, List<@Nullable Object> parameters) {

		String currency() {
			return this.alias + ".currency";
		}

	}

}
