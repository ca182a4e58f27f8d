package co.tokenr.ledger.jdbc;

import java.util.UUID;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;

/**
 * Tests for {@link JdbcUsageLedger} on H2.
 */
class H2UsageLedgerTests extends AbstractJdbcUsageLedgerTests {

	@Override
	protected DataSource dataSource() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		return dataSource;
	}

	@Override
	protected String platform() {
		return "h2";
	}

}
