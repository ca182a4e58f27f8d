package co.tokenr.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.usage.UsageEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Reporters that keep events in files.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class DurableDeliveryTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@TempDir
	Path directory;

	private final ScriptedTarget target = new ScriptedTarget();

	private final List<UsageReporter> reporters = new ArrayList<>();

	@AfterEach
	void stop() {
		this.reporters.forEach(UsageReporter::stop);
	}

	@Test
	void deliversInOrderAndLeavesNothingBehind() {
		UsageReporter reporter = started(settings());
		List<UsageEvent> events = record(reporter, 250);
		assertThat(reporter.flush(LONG)).isEqualTo(new FlushResult(250, 0, 0, 0));
		assertThat(this.target.taken).isEqualTo(TestEvents.ids(events));
		assertThat(reporter.status().durable()).isTrue();
		assertThat(reporter.status().spoolBytes()).isPositive();
		reporter.stop();
		assertThat(this.directory.resolve("scripted")).isEmptyDirectory();
		assertThat(reporter.status().unaccounted()).isZero();
	}

	@Test
	void leavesToTheNextWhatItCouldNotDeliver() {
		this.target.always(ScriptedTarget.retryable("http_503"));
		UsageReporter first = started(settings());
		List<UsageEvent> events = record(first, 250);
		first.stop();
		assertThat(first.status().dropped()).isEmpty();
		assertThat(first.status().waiting()).isEqualTo(250);
		assertThat(first.status().unaccounted()).isZero();
		this.target.always(null);
		UsageReporter second = started(settings());
		Awaitility.await().until(() -> second.status().sent() == 250);
		assertThat(second.status().recovered()).isEqualTo(250);
		assertThat(second.status().unaccounted()).isZero();
		assertThat(this.target.taken).isEqualTo(TestEvents.ids(events));
	}

	@Test
	void sendsTheBatchThatWasInFlightAgainExactlyAsItWas() {
		this.target.always(ScriptedTarget.retryable("http_503"));
		UsageReporter first = started(settings().batchSize(7));
		record(first, 30);
		Awaitility.await().until(() -> !this.target.offered.isEmpty());
		first.stop();
		List<String> inFlight = ids(this.target.offered.get(0));
		this.target.offered.clear();
		this.target.always(null);
		UsageReporter second = started(settings().batchSize(100));
		Awaitility.await().until(() -> second.status().sent() == 30);
		assertThat(ids(this.target.offered.get(0))).isEqualTo(inFlight);
		assertThat(this.target.offered.get(0).get(0).json())
			.startsWith("{\"id\":\"".getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void countsWhatItFindsAgainAfterItsOwnRestartOnce() {
		this.target.always(ScriptedTarget.retryable("http_503"));
		UsageReporter reporter = started(settings());
		record(reporter, 40);
		reporter.stop();
		reporter.start();
		Awaitility.await().until(() -> reporter.status().recovered() == 0 && reporter.status().waiting() == 40);
		assertThat(reporter.status().unaccounted()).isZero();
		this.target.always(null);
		Awaitility.await().until(() -> reporter.status().sent() == 40);
		assertThat(reporter.status().recorded()).isEqualTo(40);
		assertThat(reporter.status().unaccounted()).isZero();
	}

	@Test
	void twoReportersShareADirectoryAndNoEvent() {
		UsageReporter first = started(settings());
		UsageReporter second = started(settings());
		List<String> events = new ArrayList<>(TestEvents.ids(record(first, 50)));
		events.addAll(TestEvents.ids(record(second, 50)));
		first.flush(LONG);
		second.flush(LONG);
		assertThat(this.target.taken).containsExactlyInAnyOrderElementsOf(events);
		assertThat(first.status().recovered() + second.status().recovered()).isZero();
	}

	@Test
	void returnsOnceTheEventIsWrittenWhereThatIsAskedFor() throws Exception {
		this.target.always(ScriptedTarget.retryable("http_503"));
		UsageReporter reporter = started(settings().spoolSync(true).flushInterval(Duration.ofHours(1)));
		for (UsageEvent event : TestEvents.numbered(20)) {
			reporter.onUsage(event);
			assertThat(written()).contains(event.id().toString());
		}
		assertThat(reporter.status().spoolEvents()).isEqualTo(20);
	}

	@Test
	void writesWithinTheLingerWindow() {
		this.target.always(ScriptedTarget.retryable("http_503"));
		UsageReporter reporter = started(settings().flushInterval(Duration.ofHours(1)));
		UsageEvent event = TestEvents.event();
		reporter.onUsage(event);
		Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(written()).contains(event.id().toString()));
	}

	@Test
	void countsWhatFindsNoRoomAndNothingElse() {
		this.target.always(ScriptedTarget.retryable("http_503"));
		UsageReporter reporter = started(
				settings().spool(new SpoolSettings(this.directory, 64 * 1024, 0, SpoolSettings.Fsync.INTERVAL)));
		List<UsageEvent> events = record(reporter, 500);
		Awaitility.await().until(() -> reporter.status().queueSize() == 0);
		long full = reporter.status().dropped().get("spool_full");
		assertThat(full).isBetween(300L, 499L);
		assertThat(reporter.status().unaccounted()).isZero();
		this.target.always(null);
		assertThat(reporter.flush(LONG).accepted()).isEqualTo(500 - full);
		assertThat(this.target.taken).isEqualTo(TestEvents.ids(events).subList(0, (int) (500 - full)));
	}

	@Test
	void keepsEventsInMemoryAndSaysSoWhereThereCanBeNoFiles(CapturedOutput output) throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		UsageReporter reporter = started(
				settings().spool(new SpoolSettings(file, 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL)));
		record(reporter, 10);
		assertThat(reporter.flush(LONG).accepted()).isEqualTo(10);
		assertThat(reporter.status().durable()).isFalse();
		assertThat(output).contains("cannot be kept in files").contains("in memory only");
	}

	@Test
	void aTargetThatHangsHoldsUpNoOther() {
		ScriptedTarget hanging = new ScriptedTarget("hanging").always((batch) -> {
			Thread.sleep(60_000);
			return DeliveryResult.accepted(batch.size());
		});
		UsageReporter reporter = new UsageReporter(List.of(hanging, this.target),
				settings().shutdownTimeout(Duration.ofMillis(500)).build(), () -> true, BatchListener.NONE);
		this.reporters.add(reporter);
		reporter.start();
		List<UsageEvent> events = record(reporter, 150);
		Awaitility.await().until(() -> this.target.taken.size() == 150);
		assertThat(this.target.taken).isEqualTo(TestEvents.ids(events));
		reporter.stop();
		assertThat(reporter.statuses()).extracting(ReporterStatus::waiting).containsExactly(150L, 0L);
		assertThat(reporter.statuses()).extracting(ReporterStatus::unaccounted).containsOnly(0L);
	}

	@Test
	void aStopWithoutTimeToDeliverStillKeepsWhatWaits() {
		this.target.always(ScriptedTarget.retryable("http_503"));
		UsageReporter reporter = started(settings().shutdownTimeout(Duration.ZERO));
		record(reporter, 5000);
		reporter.stop();
		assertThat(reporter.status().dropped()).isEmpty();
		assertThat(reporter.status().waiting()).isEqualTo(5000);
	}

	@Test
	void whatIsInFilesIsNotLostByASecondStop(CapturedOutput output) {
		this.target.always(ScriptedTarget.retryable("http_503"));
		UsageReporter reporter = started(settings().shutdownTimeout(Duration.ofMillis(50)));
		record(reporter, 6);
		reporter.stop();
		reporter.stop();
		assertThat(reporter.status().dropped()).isEmpty();
		assertThat(reporter.status().waiting()).isEqualTo(6);
		assertThat(output).doesNotContain("are lost");
	}

	@Test
	@Timeout(180)
	void aHundredRestartsLeakNeitherThreadsNorFilesNorLocks() throws Exception {
		this.target.always(ScriptedTarget.retryable("http_503"));
		long threads = threads();
		long files = openFiles();
		for (int i = 0; i < 100; i++) {
			UsageReporter reporter = started(settings().shutdownTimeout(Duration.ofMillis(50)));
			record(reporter, 3);
			reporter.stop();
		}
		Awaitility.await().atMost(LONG).until(() -> threads() <= threads);
		assertThat(openFiles()).isLessThan(files + 10);
		this.target.always(null);
		UsageReporter last = started(settings());
		Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> last.status().sent() == 300);
		last.stop();
		assertThat(this.directory.resolve("scripted")).isEmptyDirectory();
	}

	@Test
	void refusesToSyncWhatIsNotInFiles() {
		assertThatIllegalArgumentException().isThrownBy(() -> ReporterSettings.builder().spoolSync(true).build())
			.withMessageContaining("tokenr.reporter.spool.sync");
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("tokenr-spool"))
			.count();
	}

	private static long openFiles() throws IOException {
		Path files = Path.of("/proc/self/fd");
		if (!Files.isDirectory(files)) {
			return 0;
		}
		try (Stream<Path> open = Files.list(files)) {
			return open.count();
		}
	}

	private String written() throws IOException {
		StringBuilder text = new StringBuilder();
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".seg")).toList()) {
				text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
			}
		}
		return text.toString();
	}

	private static List<String> ids(List<StoredEvent> events) {
		return events.stream().map(StoredEvent::id).toList();
	}

	private List<UsageEvent> record(UsageReporter reporter, int count) {
		List<UsageEvent> events = TestEvents.numbered(count);
		events.forEach(reporter::onUsage);
		return events;
	}

	private UsageReporter started(ReporterSettingsBuilder settings) {
		UsageReporter reporter = new UsageReporter(this.target, settings.build());
		this.reporters.add(reporter);
		reporter.start();
		return reporter;
	}

	private ReporterSettingsBuilder settings() {
		return UsageReporterTests.settings()
			.shutdownTimeout(Duration.ofSeconds(1))
			.spool(new SpoolSettings(this.directory, 64 * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL));
	}

}
