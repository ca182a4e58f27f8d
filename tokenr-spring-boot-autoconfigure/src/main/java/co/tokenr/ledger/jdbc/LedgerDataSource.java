package co.tokenr.ledger.jdbc;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

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
	 * Opens a database of the ledger's own when it is used first, by a pool where the
	 * application has one.
	 * @param url the JDBC URL
	 * @param username the user, or {@code null}
	 * @param password the password, or {@code null}
	 * @return the holder, which closes what it opened
	 */
	public static LedgerDataSource own(String url, @Nullable String username, @Nullable String password) {
		ClassLoader loader = LedgerDataSource.class.getClassLoader();
		if (DataSourceBuilder.findType(loader) == null) {
			return new LedgerDataSource(new DriverManagerDataSource(url, orEmpty(username), orEmpty(password)), true);
		}
		DataSourceBuilder<?> builder = DataSourceBuilder.create(loader).url(url);
		if (username != null) {
			builder.username(username).password(orEmpty(password));
		}
		return new LedgerDataSource(builder.build(), true);
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
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
