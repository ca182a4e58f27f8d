package co.tokenr.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import co.tokenr.Tokenr;
import co.tokenr.ledger.UsageLedger;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.UsageRow;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;
import com.example.demo.DemoProvider;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ledger's PostgreSQL is stopped under load and started again: callers do not notice,
 * and every event is in the ledger or counted as dropped. For some seconds by default,
 * for a minute with {@code -Psoak}.
 */
class DatabaseOutageIntegrationTests {

	private static final Log logger = LogFactory.getLog(DatabaseOutageIntegrationTests.class);

	private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("ledger.outage", 10));

	private static final Duration BETWEEN_CALLS = Duration.ofMillis(2);

	/** By how many milliseconds the median call may be slower without the database. */
	private static final double MAX_DELAY = 0.3;

	/** No call waits for a database: connecting alone takes longer than this. */
	private static final Duration MAX_CALL = Duration.ofSeconds(1);

	private static final UsageQuery ALL = UsageQuery.between(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"),
			ZoneOffset.UTC);

	@TempDir
	private Path directory;

	private DemoProvider provider;

	private EmbeddedPostgres postgres;

	private int port;

	private RunningApplication application;

	@BeforeEach
	void startDatabase() throws IOException {
		this.provider = DemoProvider.start(0);
		this.postgres = EmbeddedPostgres.builder().setDataDirectory(data()).setCleanDataDirectory(false).start();
		this.port = this.postgres.getPort();
	}

	@AfterEach
	void stop() throws IOException {
		this.application.close();
		this.postgres.close();
		this.provider.close();
	}

	@Test
	void losesNothingThatIsInFiles() throws IOException {
		start("tokenr.reporter.spool.directory=" + this.directory.resolve("spool"));

		CallerLatency latency = callThroughOutage();

		ReporterStatus status = delivered();
		assertThat(status.dropped().values()).allMatch((count) -> count == 0);
		assertThat(status.rejected().values()).allMatch((count) -> count == 0);
		assertThat(status.sent()).isEqualTo(recorded());
		assertThat(calls()).isEqualTo(recorded());
		assertUnnoticed(latency);
	}

	@Test
	void losesInMemoryOnlyWhatItCounts() throws IOException {
		start("tokenr.reporter.queue-capacity=500");

		CallerLatency latency = callThroughOutage();

		ReporterStatus status = delivered();
		long dropped = status.dropped().values().stream().mapToLong(Long::longValue).sum();
		assertThat(dropped).isPositive();
		assertThat(calls()).isEqualTo(recorded() - dropped);
		assertUnnoticed(latency);
	}

	private void start(String property) {
		this.application = RunningApplication.start(this.provider, "http://127.0.0.1:9/", "tokenr.token=",
				"tokenr.ledger.type=jdbc", "tokenr.ledger.jdbc.url=" + this.postgres.getJdbcUrl("postgres", "postgres"),
				"tokenr.reporter.retry.max-interval=1s", property);
		call(Duration.ofSeconds(2));
		// by the roll-ups alone: between two questions, more may be written
		UsageLedger ledger = this.application.bean(UsageLedger.class);
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> calls(ledger, ALL) == recorded());
	}

	/** As often with the database as without it. */
	private CallerLatency callThroughOutage() throws IOException {
		CallerLatency latency = new CallerLatency();
		latency.add(true, call(OUTAGE.dividedBy(2)));
		this.postgres.close();
		latency.add(false, call(OUTAGE));
		this.postgres = EmbeddedPostgres.builder()
			.setDataDirectory(data())
			.setCleanDataDirectory(false)
			.setPort(this.port)
			.start();
		latency.add(true, call(OUTAGE.dividedBy(2)));
		logger.info(latency);
		return latency;
	}

	private long[] call(Duration duration) {
		Tokenr tokenr = this.application.bean(Tokenr.class);
		List<Long> nanos = new ArrayList<>();
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() < end) {
			long start = System.nanoTime();
			tokenr.track("openai", "gpt-4o-mini", (call) -> call.inputTokens(7).outputTokens(3).feature("outage"));
			nanos.add(System.nanoTime() - start);
			LockSupport.parkNanos(BETWEEN_CALLS.toNanos());
		}
		return nanos.stream().mapToLong(Long::longValue).toArray();
	}

	private static void assertUnnoticed(CallerLatency latency) {
		assertThat(latency.delay()).as(latency.toString()).isLessThan(MAX_DELAY);
		assertThat(latency.longestWithout()).as(latency.toString()).isLessThan(MAX_CALL.toMillis());
	}

	private ReporterStatus delivered() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::status, (status) -> status.waiting() == 0);
	}

	private ReporterStatus status() {
		return this.application.bean(UsageReporter.class)
			.statuses()
			.stream()
			.filter((status) -> status.target().equals("ledger"))
			.findFirst()
			.orElseThrow();
	}

	private long recorded() {
		return this.application.bean(Tokenr.class).totals().calls();
	}

	/** By the roll-ups, which agree with the single events. */
	private long calls() {
		UsageLedger ledger = this.application.bean(UsageLedger.class);
		long calls = calls(ledger, ALL);
		assertThat(calls(ledger, ALL.groupBy("user"))).isEqualTo(calls);
		return calls;
	}

	private static long calls(UsageLedger ledger, UsageQuery query) {
		List<UsageRow> rows = ledger.answer(query).rows();
		return rows.isEmpty() ? 0 : rows.get(0).totals().calls();
	}

	private Path data() {
		return this.directory.resolve("postgres");
	}

}
