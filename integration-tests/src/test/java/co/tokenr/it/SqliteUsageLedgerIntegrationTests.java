package co.tokenr.it;

import java.nio.file.Path;
import java.util.UUID;

import javax.sql.DataSource;

import co.tokenr.ledger.jdbc.AbstractJdbcUsageLedgerTests;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/**
 * The ledger on SQLite.
 */
class SqliteUsageLedgerIntegrationTests extends AbstractJdbcUsageLedgerTests {

	@TempDir
	private Path directory;

	@Override
	protected DataSource dataSource() {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + this.directory.resolve(UUID.randomUUID() + ".db"));
		return dataSource;
	}

	@Override
	protected String platform() {
		return "sqlite";
	}

}
