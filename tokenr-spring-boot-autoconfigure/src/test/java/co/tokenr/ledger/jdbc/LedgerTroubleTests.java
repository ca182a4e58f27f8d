package co.tokenr.ledger.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import co.tokenr.report.ReporterSettings;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.usage.UsageEvent;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Row 68 of the fault matrix: a ledger whose database is in trouble. Whatever it is, each
 * event is in the tables once when it is over, and none was given up.
 */
@Timeout(60)
class LedgerTroubleTests {

	private static final String READ_ONLY = "read only";

	private final JdbcDataSource database = new JdbcDataSource();

	private final List<String> recorded = new ArrayList<>();

	private volatile String trouble;

	private final UsageReporter reporter;

	LedgerTroubleTests() {
		this.database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=200");
		DataSource unreliable = new Unreliable();
		JdbcLedgerTarget target = new JdbcLedgerTarget(new JdbcUsageLedger(unreliable),
				new LedgerSchema(unreliable, DatabaseInitializationMode.ALWAYS));
		this.reporter = new UsageReporter(target,
				ReporterSettings.builder()
					.flushInterval(Duration.ofMillis(20))
					.initialInterval(Duration.ofMillis(1))
					.maxInterval(Duration.ofMillis(5))
					.pauseInterval(Duration.ofMillis(5))
					.pauseMaxInterval(Duration.ofMillis(20))
					.build());
	}

	@AfterEach
	void eachEventIsThereOnce() {
		this.trouble = null;
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.reporter.status().waiting() == 0);
		this.reporter.stop();
		assertThat(this.reporter.status().unaccounted()).isZero();
		assertThat(this.reporter.status().dropped()).isEmpty();
		assertThat(this.reporter.status().rejected()).isEmpty();
		assertThat(this.reporter.status().sent()).isEqualTo(this.recorded.size());
		JdbcTemplate jdbc = new JdbcTemplate(this.database);
		assertThat(jdbc.queryForObject("select count(*) from tokenr_usage_event", Long.class))
			.isEqualTo(this.recorded.stream().distinct().count());
	}

	@Test
	void aDatabaseThatIsDownAtTheStartGetsAllLater() {
		this.trouble = "Connection refused";
		this.reporter.start();
		record(20);
		fails();
	}

	@Test
	void aPoolThatIsExhaustedPasses() {
		this.reporter.start();
		record(5);
		Awaitility.await().until(() -> this.reporter.status().sent() == 5);
		this.trouble = "Connection is not available, request timed out after 200ms";
		record(20);
		fails();
	}

	@Test
	void aTableThatSomebodyElseHoldsPasses() throws SQLException {
		this.reporter.start();
		record(5);
		Awaitility.await().until(() -> this.reporter.status().sent() == 5);
		try (Connection other = this.database.getConnection(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("select * from tokenr_ledger for update");
			record(20);
			fails();
			other.rollback();
		}
	}

	@Test
	void aDatabaseThatMayOnlyBeReadPasses() {
		this.reporter.start();
		record(5);
		Awaitility.await().until(() -> this.reporter.status().sent() == 5);
		JdbcTemplate jdbc = new JdbcTemplate(this.database);
		jdbc.execute("create user reader password 'reader'");
		jdbc.execute("grant select on schema public to reader");
		this.trouble = READ_ONLY;
		record(20);
		fails();
	}

	@Test
	void anEventThatIsThereAlreadyIsThereOnce() {
		this.reporter.start();
		List<UsageEvent> events = record(5);
		events.forEach(this.reporter::onUsage);
		this.recorded.addAll(TestEvents.ids(events));
	}

	private void fails() {
		Awaitility.await().until(() -> this.reporter.status().retries() > 2);
		assertThat(this.reporter.status().waiting()).isEqualTo(this.recorded.size() - this.reporter.status().sent());
	}

	private List<UsageEvent> record(int count) {
		List<UsageEvent> events = TestEvents.numbered(count);
		this.recorded.addAll(TestEvents.ids(events));
		events.forEach(this.reporter::onUsage);
		return events;
	}

	/**
	 * The database, which gives no connection while there is trouble, or one that is not
	 * for writing.
	 */
	private final class Unreliable extends DelegatingDataSource {

		private Unreliable() {
			super(LedgerTroubleTests.this.database);
		}

		@Override
		public Connection getConnection() throws SQLException {
			String now = LedgerTroubleTests.this.trouble;
			if (now == null) {
				return super.getConnection();
			}
			if (READ_ONLY.equals(now)) {
				return super.getConnection("reader", "reader");
			}
			throw new SQLTransientConnectionException(now);
		}

	}

}
