package co.tokenr.report.target.collector;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.ReporterStatus.State;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.usage.Origin;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows of the fault matrix, each with its number, where the trouble is no answer of the
 * collector: the network, the threads, and the events themselves. After each row the
 * books are compared with the ids that the collector has.
 */
@Timeout(60)
@ExtendWith(FaultSummary.class)
class HostileSurroundingsTests {

	@TempDir
	Path directory;

	private final FakeCollector collector = new FakeCollector();

	private final List<UsageEvent> recorded = new ArrayList<>();

	private String row = "";

	private UsageReporter reporter;

	@AfterEach
	void compareTheBooks() {
		this.reporter.stop();
		ReporterStatus status = this.reporter.status();
		List<String> accepted = this.collector.accepted();
		FaultSummary.note(this.row, DeliveryFaultTests.wire(this.collector), DeliveryFaultTests.outcome(status),
				FaultSummary.law(status, this.recorded.size(), new HashSet<>(accepted).size()));
		assertThat(status.unaccounted()).isZero();
		assertThat(status.recorded()).isEqualTo(this.recorded.size());
		assertThat(new HashSet<>(accepted)).hasSize((int) status.sent());
		this.collector.close();
	}

	@Test
	void row02ANameThatNobodyKnows() {
		start("02 DNS", URI.create("https://nobody.invalid"));
		record(TestEvents.numbered(3));
		Awaitility.await().until(() -> this.reporter.status().state() == State.OPEN);
		assertThat(this.reporter.status().waiting()).isEqualTo(3);
		assertThat(this.reporter.status().lastError()).isIn("ConnectException", "UnresolvedAddressException");
	}

	@Test
	void row35AnAnswerThatIsLostAfterTheCollectorHasTheEvents() {
		this.collector.then(Answer.of(FakeCollector.LOST));
		start("35 answer lost", this.collector.url());
		record(TestEvents.numbered(3));
		arrive(3);
		assertThat(this.collector.requests).hasSize(2);
		assertThat(this.collector.requests.get(1).body()).isEqualTo(this.collector.requests.get(0).body());
		assertThat(this.collector.requests).extracting((request) -> request.header("Idempotency-Key"))
			.containsOnly(this.collector.requests.get(0).header("Idempotency-Key"));
	}

	@Test
	void row55AnInterruptOfTheCallerAndOneOfTheSender() {
		start("55 interrupts", this.collector.url());
		Thread.currentThread().interrupt();
		record(TestEvents.numbered(1));
		assertThat(Thread.interrupted()).isTrue();
		arrive(1);
		Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("tokenr-"))
			.forEach(Thread::interrupt);
		record(TestEvents.numbered(50));
		arrive(51);
		assertThat(this.reporter.status().workerAlive()).isTrue();
	}

	@Test
	void row62TagsThatMeanHarm() {
		Attribution.Builder hostile = Attribution.builder();
		hostile.tag("lone", "a\uD800b").tag("nul", "a\u0000b").tag("line", "a\u2028b\r\nX-Evil: 1").tag("", "empty");
		hostile.tag("long", "x".repeat(100_000)).tag(null, "v").tag("k", null);
		Attribution.Builder many = Attribution.builder();
		for (int i = 0; i < 10_000; i++) {
			many.tag("key-" + i, "value");
		}
		start("62 hostile tags", this.collector.url());
		record(List.of(TestEvents.event(TestEvents.call(), hostile.build()),
				TestEvents.event(TestEvents.call(), many.build()), TestEvents.event()));
		arrive(3);
		assertThat(this.collector.requests).allSatisfy((request) -> assertThat(request.header("X-Evil")).isNull());
	}

	@Test
	void row64NumbersAtTheirLimits() {
		start("64 numbers", this.collector.url());
		record(List.of(counted(Long.MAX_VALUE, "1E-12"), counted(-5L, "1E+9"), counted(0L, "0.000000000001")));
		arrive(3);
		assertThat(this.collector.requests)
			.allSatisfy((request) -> assertThat(request.body()).doesNotContain("E-", "E+"));
	}

	@Test
	void row65AnEventThatIsTooLarge() {
		Attribution huge = Attribution.builder().tag("long", "x".repeat(1_100_000)).build();
		start("65 oversize", this.collector.url());
		record(List.of(TestEvents.event(), TestEvents.event(TestEvents.call(), huge), TestEvents.event()));
		arrive(3);
		assertThat(this.collector.requests)
			.allSatisfy((request) -> assertThat(request.body()).hasSizeLessThan(32 * 1024));
	}

	private static UsageEvent counted(long input, String cost) {
		TokenCounts counts = TokenCounts.builder().input(input).output(1L).build();
		return new UsageEvent(TestEvents.call().usage(counts, UsageSource.PROVIDER).build(), Attribution.NONE,
				TestEvents.cost(new BigDecimal(cost).toString()), new Origin("shop", "test", "i-1"));
	}

	private void start(String row, URI url) {
		this.row = row;
		CollectorTarget target = new CollectorTarget(CollectorConnection.of(url, "tok_1234567890"),
				CollectorSettings.builder().build());
		this.reporter = new UsageReporter(target,
				ReporterSettings.builder()
					.flushInterval(Duration.ofMillis(30))
					.initialInterval(Duration.ofMillis(1))
					.maxInterval(Duration.ofMillis(5))
					.pauseInterval(Duration.ofMillis(50))
					.pauseMaxInterval(Duration.ofMillis(200))
					.shutdownTimeout(Duration.ofSeconds(2))
					.spool(new SpoolSettings(this.directory, 64 * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL))
					.build());
		this.reporter.start();
	}

	private void record(List<UsageEvent> events) {
		this.recorded.addAll(events);
		events.forEach(this.reporter::onUsage);
	}

	private void arrive(int count) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.reporter.status().waiting() == 0);
		assertThat(this.reporter.status().sent()).isEqualTo(count);
		assertThat(this.reporter.status().rejected()).isEmpty();
	}

}
