package co.tokenr.ledger.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * How rows are written: those of a database within the process one by one, others many by
 * one statement, since what a statement costs there is more than what a row does.
 */
enum RowWriting {

	/** A statement for each row. */
	ONE_BY_ONE {

		@Override
		void insert(JdbcOperations jdbc, Table table, List<@Nullable Object[]> rows) {
			batch(jdbc, table.insert(1), rows);
		}

		@Override
		void replace(JdbcOperations jdbc, Table table, List<@Nullable Object[]> rows) {
			batch(jdbc, table.update(), rows);
		}

		private static void batch(JdbcOperations jdbc, String statement, List<@Nullable Object[]> rows) {
			if (rows.isEmpty()) {
				return;
			}
			jdbc.batchUpdate(statement, new BatchPreparedStatementSetter() {

				@Override
				public void setValues(PreparedStatement prepared, int row) throws SQLException {
					set(prepared, 1, rows.get(row));
				}

				@Override
				public int getBatchSize() {
					return rows.size();
				}

			});
		}

	},

	/** Statements of many rows. */
	TOGETHER {

		@Override
		void insert(JdbcOperations jdbc, Table table, List<@Nullable Object[]> rows) {
			together(jdbc, table, "", rows);
		}

		@Override
		void replace(JdbcOperations jdbc, Table table, List<@Nullable Object[]> rows) {
			together(jdbc, table, table.orUpdate(), rows);
		}

		@Override
		String lookUp(String table, String condition) {
			// without the offset, a table that has grown since it was analysed is read
			// as a whole
			return " cross join lateral (select * from " + table + " r where " + condition + " offset 0) r";
		}

		private static void together(JdbcOperations jdbc, Table table, String end, List<@Nullable Object[]> rows) {
			for (List<@Nullable Object[]> chunk : Chunks.ofPowersOfTwo(rows)) {
				String statement = table.insert(chunk.size()) + end;
				// by a callback, so that no log of a failure has the whole of it
				jdbc.execute((Connection connection) -> connection.prepareStatement(statement),
						(PreparedStatement prepared) -> {
							int at = 1;
							for (Object[] row : chunk) {
								at = set(prepared, at, row);
							}
							return prepared.executeUpdate();
						});
			}
		}

	};

	static RowWriting of(DatabaseDriver database) {
		return (database == DatabaseDriver.POSTGRESQL) ? TOGETHER : ONE_BY_ONE;
	}

	/** Writes rows that are new. */
	abstract void insert(JdbcOperations jdbc, Table table, List<@Nullable Object[]> rows);

	/**
	 * Joins the rows {@code r} of a table to the keys {@code k} by which they are looked
	 * up, each of them by the table's index.
	 */
	String lookUp(String table, String condition) {
		return " join " + table + " r on " + condition;
	}

	/**
	 * Selects the rows that have one of some texts, each found by the table's index, even
	 * by a plan that was made when the table was nearly empty.
	 */
	String select(String columns, String table, String column, int texts) {
		return "with k(wanted) as (values " + String.join(", ", Collections.nCopies(texts, "(cast(? as varchar(64)))"))
				+ ") select " + columns + " from k" + lookUp(table, "r." + column + " = k.wanted");
	}

	/** Writes rows whose keys are there. */
	abstract void replace(JdbcOperations jdbc, Table table, List<@Nullable Object[]> rows);

	private static int set(PreparedStatement prepared, int first, @Nullable Object[] row) throws SQLException {
		int at = first;
		for (Object value : row) {
			if (value != null) {
				prepared.setObject(at++, value);
			}
			else {
				prepared.setNull(at++, Types.NULL);
			}
		}
		return at;
	}

	/**
	 * What rows are written to.
	 *
	 * @param name the name of the table
	 * @param columns the columns of a row, in its order, without those of its key
	 * @param keys the columns of the key, which come last
	 */
	record Table(String name, List<String> columns, List<String> keys) {

		String insert(int rows) {
			String row = "(?" + ", ?".repeat(this.columns.size() + this.keys.size() - 1) + ")";
			return "insert into " + this.name + " (" + String.join(", ", this.columns)
					+ this.keys.stream().map((key) -> ", " + key).collect(Collectors.joining()) + ") values "
					+ String.join(", ", Collections.nCopies(rows, row));
		}

		String update() {
			return "update " + this.name + " set " + String.join(" = ?, ", this.columns) + " = ? where "
					+ String.join(" = ? and ", this.keys) + " = ?";
		}

		String orUpdate() {
			return " on conflict (" + String.join(", ", this.keys) + ") do update set "
					+ this.columns.stream()
						.map((column) -> column + " = excluded." + column)
						.collect(Collectors.joining(", "));
		}

	}

}
