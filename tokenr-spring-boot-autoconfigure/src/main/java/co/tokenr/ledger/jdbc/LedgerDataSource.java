package co.tokenr.ledger.jdbc;

import javax.sql.DataSource;

/**
 * The database of the ledger. No {@link DataSource} itself, so that one of the ledger's
 * own is not taken for the application's.
 */
public final class LedgerDataSource implements AutoCloseable {

	private final DataSource dataSource;

	private final boolean own;

	private LedgerDataSource(DataSource dataSource, boolean own) {
		this.dataSource = dataSource;
		this.own = own;
	}

	/**
	 * Takes a database of the ledger's own, to be closed with it.
	 * @param dataSource the database
	 * @return the holder
	 */
	public static LedgerDataSource own(DataSource dataSource) {
		return new LedgerDataSource(dataSource, true);
	}

	/**
	 * Shares a database of the application.
	 * @param dataSource the database
	 * @return the holder
	 */
	public static LedgerDataSource shared(DataSource dataSource) {
		return new LedgerDataSource(dataSource, false);
	}

	/**
	 * Returns the database.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Tells whether the database is the ledger's own.
	 * @return whether it is
	 */
	public boolean isOwn() {
		return this.own;
	}

	@Override
	public void close() throws Exception {
		if (this.own && this.dataSource instanceof AutoCloseable closeable) {
			closeable.close();
		}
	}

}
