package co.tokenr.ledger.jdbc;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * How much of adding roll-ups up is left to the database: texts of histograms put one
 * after another are the text of their sum, where the database sets no limit to a text.
 */
enum RollupReading {

	/** Every row by itself. */
	ROWS("") {

		@Override
		String statement(List<String> groups, List<String> sums, String from) {
			return "select " + String.join(", ", groups) + ", r." + String.join(", r.", sums)
					+ ", r.latency, r.first_token" + from;
		}

	},

	/** Added up by PostgreSQL. */
	STRING_AGG("string_agg"),

	/** Added up by SQLite. */
	GROUP_CONCAT("group_concat");

	private final String function;

	RollupReading(String function) {
		this.function = function;
	}

	static RollupReading of(DatabaseDriver database) {
		return switch (database) {
			case POSTGRESQL -> STRING_AGG;
			case SQLITE -> GROUP_CONCAT;
			// H2 has texts of a million characters at the most
			default -> ROWS;
		};
	}

	/**
	 * Returns a statement.
	 * @param groups columns that come first
	 * @param sums columns of sums
	 * @param from where the rows are from
	 */
	String statement(List<String> groups, List<String> sums, String from) {
		List<String> columns = new ArrayList<>(groups);
		sums.forEach((name) -> columns.add("sum(r." + name + ") as " + name));
		for (String histogram : new String[] { "latency", "first_token" }) {
			columns.add(this.function + "(r." + histogram + ", ' ') as " + histogram);
		}
		return "select " + String.join(", ", columns) + from + " group by " + String.join(", ", groups);
	}

}
