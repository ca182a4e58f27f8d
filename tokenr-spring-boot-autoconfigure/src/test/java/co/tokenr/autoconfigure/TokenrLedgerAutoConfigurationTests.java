package co.tokenr.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import co.tokenr.Tokenr;
import co.tokenr.actuate.TokenrUsageEndpoint;
import co.tokenr.ledger.LatestEvents;
import co.tokenr.ledger.MemoryUsageLedger;
import co.tokenr.ledger.UsageLedger;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.UsageRow;
import co.tokenr.ledger.jdbc.JdbcUsageLedger;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;
import co.tokenr.usage.TestEvents;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenrLedgerAutoConfiguration} and
 * {@link TokenrJdbcLedgerAutoConfiguration}.
 */
class TokenrLedgerAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrDisabledAutoConfiguration.class,
				TokenrReporterAutoConfiguration.class, TokenrLedgerAutoConfiguration.class,
				TokenrJdbcLedgerAutoConfiguration.class, TokenrActuatorAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

	private final ApplicationContextRunner jdbc = this.contextRunner.withPropertyValues("tokenr.ledger.type=jdbc");

	@Test
	void keepsEventsInMemory() {
		this.contextRunner.withPropertyValues("tokenr.ledger.capacity=150").run((context) -> {
			assertThat(context).hasSingleBean(MemoryUsageLedger.class).hasSingleBean(TokenrUsageEndpoint.class);
			for (int i = 0; i < 200; i++) {
				track(context);
			}
			assertThat(calls(context)).isEqualTo(150);
			assertThat(context.getBean(Tokenr.class).latest()).hasSize(100);
			assertThat(context.getBean(Tokenr.class).totals().calls()).isEqualTo(200);
		});
	}

	@Test
	void keepsNoLedgerWhereNoneIsWanted() {
		this.contextRunner.withPropertyValues("tokenr.ledger.type=none").run((context) -> {
			assertThat(context).doesNotHaveBean(UsageLedger.class).doesNotHaveBean(TokenrUsageEndpoint.class);
			track(context);
			assertThat(context.getBean(Tokenr.class).latest()).hasSize(1);
		});
	}

	@Test
	void keepsNoLedgerWhereTrackingIsOff() {
		this.jdbc.withPropertyValues("tokenr.enabled=false", "tokenr.ledger.jdbc.url=" + this.url)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(UsageLedger.class));
	}

	@Test
	void backsOffWhereTheApplicationHasALedger() {
		UsageLedger own = new MemoryUsageLedger(new LatestEvents(1), null, Clock.systemUTC());
		this.contextRunner.withBean(UsageLedger.class, () -> own)
			.run((context) -> assertThat(context.getBean(UsageLedger.class)).isSameAs(own));
	}

	@Test
	void keepsEventsInADatabaseOfItsOwn() {
		this.jdbc.withPropertyValues("tokenr.ledger.jdbc.url=" + this.url).run((context) -> {
			assertThat(context).hasSingleBean(JdbcUsageLedger.class).doesNotHaveBean(DataSource.class);
			track(context);
			awaitCalls(context, 1);
		});
	}

	@Test
	void keepsWhatWaitsWhenTheApplicationEnds() {
		this.jdbc.withPropertyValues("tokenr.ledger.jdbc.url=" + this.url).run((context) -> {
			for (int i = 0; i < 1000; i++) {
				track(context);
			}
		});
		this.jdbc.withPropertyValues("tokenr.ledger.jdbc.url=" + this.url)
			.run((context) -> assertThat(calls(context)).isEqualTo(1000));
	}

	@Test
	void keepsEventsInTheDatabaseOfTheApplication() {
		this.jdbc.withBean(DataSource.class, this::dataSource).run((context) -> {
			track(context);
			awaitCalls(context, 1);
		});
	}

	@Test
	void keepsEventsInTheDatabaseThatIsNamed() {
		this.jdbc.withBean("one", DataSource.class, JdbcDataSource::new)
			.withBean("two", DataSource.class, this::dataSource)
			.withPropertyValues("tokenr.ledger.jdbc.data-source=two")
			.run((context) -> {
				track(context);
				awaitCalls(context, 1);
			});
	}

	@Test
	void createsNoTablesWhereItMustNot() {
		this.jdbc.withPropertyValues("tokenr.ledger.jdbc.url=" + this.url, "tokenr.ledger.jdbc.initialize-schema=never")
			.run((context) -> assertThat(new JdbcTemplate(dataSource()).queryForList(
					"select table_name from information_schema.tables where lower(table_name) like 'tokenr%'"))
				.isEmpty());
	}

	@Test
	void saysWhichDatabaseIsMissing() {
		this.jdbc.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("tokenr.ledger.jdbc.url"));
	}

	@Test
	void startsAndTracksWithoutTheDatabase() {
		this.jdbc
			.withPropertyValues("tokenr.ledger.jdbc.url=jdbc:h2:tcp://127.0.0.1:1/mem:none;NETWORK_TIMEOUT=100",
					"tokenr.reporter.shutdown-timeout=100ms")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				long start = System.nanoTime();
				for (int i = 0; i < 9000; i++) {
					track(context);
				}
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
				Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
					ReporterStatus status = context.getBean(UsageReporter.class).statuses().get(0);
					assertThat(status.target()).isEqualTo("ledger");
					assertThat(status.recorded()).isEqualTo(9000);
					long dropped = status.dropped().values().stream().mapToLong(Long::longValue).sum();
					assertThat(dropped).isPositive();
					assertThat(dropped + status.waiting()).isEqualTo(9000);
				});
			});
	}

	@Test
	void prunesWhatIsOlderThanItsRetention() {
		this.jdbc.withPropertyValues("tokenr.ledger.jdbc.url=" + this.url).run((context) -> {
			track(context, Instant.now().minus(Duration.ofDays(10)));
			track(context, Instant.now());
			awaitCalls(context, 2);
		});
		this.jdbc.withPropertyValues("tokenr.ledger.jdbc.url=" + this.url, "tokenr.ledger.retention=3d")
			.run((context) -> awaitCalls(context, 1));
	}

	private DataSource dataSource() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl(this.url);
		return dataSource;
	}

	private static void track(ApplicationContext context) {
		context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(7));
	}

	private static void track(ApplicationContext context, Instant occurredAt) {
		context.getBean(UsageReporter.class).onUsage(TestEvents.event(TestEvents.call().occurredAt(occurredAt)));
	}

	private static void awaitCalls(ApplicationContext context, long calls) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> calls(context) == calls);
	}

	private static long calls(ApplicationContext context) {
		UsageQuery query = UsageQuery.between(Instant.now().minus(Duration.ofDays(40)), Instant.now().plusSeconds(3600),
				ZoneOffset.UTC);
		List<UsageRow> rows = context.getBean(UsageLedger.class).answer(query).rows();
		return rows.isEmpty() ? 0 : rows.get(0).totals().calls();
	}

}
