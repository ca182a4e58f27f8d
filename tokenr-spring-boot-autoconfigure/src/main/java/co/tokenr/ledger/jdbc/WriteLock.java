package co.tokenr.ledger.jdbc;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * Lets one writer at a time into the database: the first statement of a transaction that
 * writes updates the one row of the ledger, which others then wait for. What is looked up
 * afterwards holds until the transaction ends, on every database and with any number of
 * instances. The row also counts the numbers that were given away.
 */
final class WriteLock {

	private final JdbcOperations jdbc;

	private long nextEvent;

	private long nextSeries;

	private WriteLock(JdbcOperations jdbc) {
		this.jdbc = jdbc;
	}

	static WriteLock acquire(JdbcOperations jdbc) {
		WriteLock lock = new WriteLock(jdbc);
		if (jdbc.update("update tokenr_ledger set writes = writes + 1 where id = 1") != 1) {
			throw new IllegalStateException("Table tokenr_ledger has no row. Run the schema script of the ledger");
		}
		jdbc.query("select next_event, next_series from tokenr_ledger where id = 1", (row) -> {
			lock.nextEvent = row.getLong(1);
			lock.nextSeries = row.getLong(2);
		});
		return lock;
	}

	long nextEvent() {
		return this.nextEvent++;
	}

	long nextSeries() {
		return this.nextSeries++;
	}

	/** To be called before the transaction ends where numbers were taken. */
	void save() {
		this.jdbc.update("update tokenr_ledger set next_event = ?, next_series = ? where id = 1", this.nextEvent,
				this.nextSeries);
	}

	static @Nullable Long completeSince(JdbcOperations jdbc) {
		return jdbc.queryForObject("select complete_since from tokenr_ledger where id = 1", Long.class);
	}

}
