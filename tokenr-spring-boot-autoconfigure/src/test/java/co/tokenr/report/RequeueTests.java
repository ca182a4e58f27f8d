package co.tokenr.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.usage.UsageEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Dead letters that are sent again.
 */
@Timeout(60)
class RequeueTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@TempDir
	Path directory;

	private final ScriptedTarget target = new ScriptedTarget();

	private UsageReporter reporter;

	@AfterEach
	void stop() {
		this.reporter.stop();
	}

	@Test
	void areSentWithTheBytesThatWereRejected() {
		start(UsageReporterTests.settings());
		List<String> rejected = rejected(odd());
		assertThat(this.reporter.requeue("scripted")).isEqualTo(1);
		this.reporter.flush(LONG);
		assertThat(this.target.offered.get(1)).extracting(RequeueTests::text).isEqualTo(rejected);
	}

	@Test
	void leaveTheListAndAreInTheBooksTwice() {
		start(UsageReporterTests.settings());
		rejected(TestEvents.numbered(5).toArray(UsageEvent[]::new));
		assertThat(this.reporter.requeue("scripted")).isEqualTo(5);
		assertThat(this.reporter.flush(LONG).waiting()).isZero();
		ReporterStatus status = this.reporter.status();
		assertThat(status.rejected()).containsEntry("http_422", 5L);
		assertThat(status.recovered()).isEqualTo(5);
		assertThat(status.sent()).isEqualTo(5);
		assertThat(status.unaccounted()).isZero();
		assertThat(this.reporter.deadLetters("scripted", 10).byReason()).isEmpty();
	}

	@Test
	void areLettersAgainWhereTheyAreRejectedAgain() {
		start(UsageReporterTests.settings());
		List<UsageEvent> events = TestEvents.numbered(3);
		rejected(events.toArray(UsageEvent[]::new));
		this.target.then(RequeueTests::rejectAll);
		this.reporter.requeue("scripted");
		assertThat(this.reporter.flush(LONG).waiting()).isZero();
		assertThat(this.reporter.deadLetters("scripted", 10).latest()).extracting(DeadLetter::id)
			.containsExactlyInAnyOrderElementsOf(TestEvents.ids(events));
		assertThat(this.reporter.status().unaccounted()).isZero();
	}

	@Test
	void goBeforeWhatWasRecordedSince() {
		start(UsageReporterTests.settings().flushInterval(Duration.ofHours(1)).batchSize(2));
		List<UsageEvent> old = TestEvents.numbered(2);
		rejected(old.toArray(UsageEvent[]::new));
		UsageEvent since = TestEvents.event();
		this.reporter.onUsage(since);
		this.reporter.requeue("scripted");
		this.reporter.flush(LONG);
		List<String> expected = new ArrayList<>(TestEvents.ids(old));
		expected.add(since.id().toString());
		assertThat(this.target.taken).isEqualTo(expected);
	}

	@Test
	void outliveTheProcessOnTheirWay() throws IOException {
		start(durable());
		List<UsageEvent> events = TestEvents.numbered(3);
		rejected(events.toArray(UsageEvent[]::new));
		this.target.always(ScriptedTarget.retryable("http_503"));
		assertThat(this.reporter.requeue("scripted")).isEqualTo(3);
		Path dead = this.directory.resolve("scripted").resolve("dead");
		assertThat(dead).isEmptyDirectory();
		this.reporter.stop();
		assertThat(this.reporter.status().unaccounted()).isZero();
		this.target.always(null);
		start(durable());
		Awaitility.await().until(() -> this.reporter.status().sent() == 3);
		assertThat(this.target.taken).isEqualTo(TestEvents.ids(events));
		this.reporter.stop();
		try (Stream<Path> left = Files.list(this.directory.resolve("scripted"))) {
			assertThat(left).containsExactly(dead);
		}
	}

	@Test
	void aLetterWithoutAnEventStaysAndHoldsUpNoOther() throws IOException {
		start(durable());
		List<UsageEvent> events = TestEvents.numbered(2);
		rejected(events.toArray(UsageEvent[]::new));
		Path file;
		try (Stream<Path> files = Files.list(this.directory.resolve("scripted").resolve("dead"))) {
			file = files.findFirst().orElseThrow();
		}
		String odd = "{\"id\":\"unknown\",\"reason\":\"other\",\"rejected_at\":\"2026-03-04T05:06:07Z\",\"event\":{}}\n";
		Files.writeString(file, odd + Files.readString(file));
		assertThat(this.reporter.requeue("scripted")).isEqualTo(2);
		this.reporter.flush(LONG);
		assertThat(this.target.taken).isEqualTo(TestEvents.ids(events));
		assertThat(this.reporter.deadLetters("scripted", 10).latest()).extracting(DeadLetter::id)
			.containsExactly("unknown");
		assertThat(this.reporter.requeue("scripted")).isZero();
		assertThat(this.reporter.deadLetters("scripted", 10).latest()).hasSize(1);
	}

	@Test
	void stayWhereTheReporterIsStopped() {
		start(UsageReporterTests.settings());
		rejected(TestEvents.event());
		this.reporter.stop();
		assertThat(this.reporter.requeue("scripted")).isZero();
		assertThat(this.reporter.deadLetters("scripted", 10).latest()).hasSize(1);
		assertThat(this.reporter.status().unaccounted()).isZero();
	}

	@Test
	void areAskedForByTheNameOfATarget() {
		start(UsageReporterTests.settings());
		assertThatIllegalArgumentException().isThrownBy(() -> this.reporter.requeue("other"))
			.withMessageContaining("other");
	}

	private void start(ReporterSettingsBuilder settings) {
		this.reporter = new UsageReporter(this.target, settings.build());
		this.reporter.start();
	}

	private List<String> rejected(UsageEvent... events) {
		this.target.always(RequeueTests::rejectAll);
		List.of(events).forEach(this.reporter::onUsage);
		assertThat(this.reporter.flush(LONG).rejected()).isEqualTo(events.length);
		this.target.always(null);
		return this.target.offered.stream().flatMap(List::stream).map(RequeueTests::text).toList();
	}

	private static String text(StoredEvent event) {
		return new String(event.json(), StandardCharsets.UTF_8);
	}

	/** An event with all that could change when it is read and written again. */
	private static UsageEvent odd() {
		return TestEvents.event(TestEvents.call().latency(Duration.ofNanos(1_000_000)),
				Attribution.builder()
					.customer("ä\u0000\"\\/\u2028🚀")
					.tag("a", "1e3")
					.tag("b", new String("é".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
					.build());
	}

	private static DeliveryResult rejectAll(List<StoredEvent> batch) {
		return DeliveryResult.of(batch.stream().map((event) -> EventOutcome.rejected("http_422")).toList());
	}

	private ReporterSettingsBuilder durable() {
		return UsageReporterTests.settings()
			.spool(new SpoolSettings(this.directory, 64 * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL));
	}

}
