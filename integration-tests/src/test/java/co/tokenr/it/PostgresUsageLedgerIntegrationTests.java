package co.tokenr.it;

import java.io.IOException;

import javax.sql.DataSource;

import co.tokenr.ledger.jdbc.AbstractJdbcUsageLedgerTests;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The ledger on PostgreSQL.
 */
class PostgresUsageLedgerIntegrationTests extends AbstractJdbcUsageLedgerTests {

	private static EmbeddedPostgres postgres;

	@BeforeAll
	static void start() throws IOException {
		postgres = EmbeddedPostgres.start();
	}

	@AfterAll
	static void stop() throws IOException {
		postgres.close();
	}

	@Override
	protected DataSource dataSource() {
		DataSource dataSource = postgres.getPostgresDatabase();
		new JdbcTemplate(dataSource).execute("drop schema public cascade; create schema public");
		return dataSource;
	}

	@Override
	protected String platform() {
		return "postgresql";
	}

}
