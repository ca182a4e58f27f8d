package co.tokenr.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.usage.UsageEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Remote delivery that somebody has switched off.
 */
@Timeout(60)
class HeldDeliveryTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@TempDir
	Path directory;

	private final ScriptedTarget remote = new ScriptedTarget("remote");

	private final ScriptedTarget file = new ScriptedTarget("file").local();

	private UsageReporter reporter;

	@AfterEach
	void stop() {
		this.reporter.stop();
	}

	@Test
	void holdsBackWhatIsForRemoteTargets() {
		start(UsageReporterTests.settings());
		this.reporter.setHeld(true);
		List<UsageEvent> events = record(3);
		Awaitility.await().until(() -> this.file.taken.size() == 3);
		assertThat(this.reporter.flush(LONG).waiting()).isEqualTo(3);
		assertThat(this.remote.offered).isEmpty();
		assertThat(states()).containsExactly(ReporterStatus.State.HELD, ReporterStatus.State.RUNNING);
		this.reporter.setHeld(false);
		assertThat(this.reporter.flush(LONG).waiting()).isZero();
		assertThat(this.remote.taken).isEqualTo(TestEvents.ids(events));
		assertThat(states()).containsOnly(ReporterStatus.State.RUNNING);
		assertThat(this.reporter.statuses()).allMatch((status) -> status.unaccounted() == 0);
	}

	@Test
	void makesNoFurtherAttemptAfterTheOneThatIsUnderWay() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		this.remote.then((batch) -> {
			arrived.countDown();
			answer.await();
			throw new RetryableDeliveryException("http_503", null);
		});
		start(UsageReporterTests.settings().initialInterval(Duration.ofMillis(1)).maxInterval(Duration.ofMillis(1)));
		record(2);
		arrived.await();
		this.reporter.setHeld(true);
		answer.countDown();
		Awaitility.await().until(() -> "http_503".equals(this.reporter.status().lastError()));
		assertThat(this.reporter.flush(Duration.ofMillis(200)).waiting()).isEqualTo(2);
		Awaitility.await().during(Duration.ofMillis(200)).until(() -> this.remote.offered.size() == 1);
		this.reporter.setHeld(false);
		assertThat(this.reporter.flush(LONG).waiting()).isZero();
		assertThat(this.remote.offered.get(1)).extracting(StoredEvent::json)
			.isEqualTo(this.remote.offered.get(0).stream().map(StoredEvent::json).toList());
	}

	@Test
	void holdsUpNoStopAndKeepsWhatIsInFiles() {
		start(durable().shutdownTimeout(LONG));
		this.reporter.setHeld(true);
		List<UsageEvent> events = record(3);
		long start = System.nanoTime();
		this.reporter.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThat(this.remote.offered).isEmpty();
		assertThat(this.reporter.status().dropped()).isEmpty();
		assertThat(this.reporter.status().unaccounted()).isZero();
		start(durable());
		Awaitility.await().until(() -> this.remote.taken.size() == 3);
		assertThat(this.remote.taken).isEqualTo(TestEvents.ids(events));
	}

	@Test
	void countsWhatItHeldBackInMemoryAtAStop() {
		start(UsageReporterTests.settings());
		this.reporter.setHeld(true);
		record(3);
		this.reporter.stop();
		assertThat(this.remote.offered).isEmpty();
		assertThat(this.reporter.status().dropped()).containsEntry("shutdown", 3L);
		assertThat(this.reporter.status().unaccounted()).isZero();
	}

	@Test
	void holdsUpNoCallerWhoWaits() {
		start(UsageReporterTests.settings().mode(ReporterSettings.Mode.SYNC).syncTimeout(LONG));
		this.reporter.setHeld(true);
		long start = System.nanoTime();
		record(1);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void isStillOffAfterAStopAndAStart() {
		start(UsageReporterTests.settings());
		this.reporter.setHeld(true);
		this.reporter.stop();
		this.reporter.start();
		record(1);
		Awaitility.await().until(() -> this.file.taken.size() == 1);
		assertThat(this.reporter.flush(LONG).waiting()).isEqualTo(1);
		assertThat(this.remote.offered).isEmpty();
	}

	private List<UsageEvent> record(int count) {
		List<UsageEvent> events = TestEvents.numbered(count);
		events.forEach(this.reporter::onUsage);
		return events;
	}

	private List<ReporterStatus.State> states() {
		return this.reporter.statuses().stream().map(ReporterStatus::state).toList();
	}

	private void start(ReporterSettingsBuilder settings) {
		this.reporter = new UsageReporter(List.of(this.remote, this.file), settings.build(), () -> true,
				BatchListener.NONE);
		this.reporter.start();
	}

	private ReporterSettingsBuilder durable() {
		return UsageReporterTests.settings()
			.spool(new SpoolSettings(this.directory, 64 * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL));
	}

}
