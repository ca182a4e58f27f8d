package co.tokenr.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What becomes of events that a target rejects for good.
 */
@Timeout(60)
class DeadLetterTests {

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
	void areKeptWithReasonStatusAndTime() {
		this.target.then((batch) -> DeliveryResult.of(List.of(EventOutcome.ACCEPTED, EventOutcome.rejected("http_422"),
				EventOutcome.rejected("collector", 400), EventOutcome.rejected("missing_customer"))));
		Instant before = Instant.now();
		List<UsageEvent> events = deliver(UsageReporterTests.settings(), 4);
		DeadLetters letters = this.reporter.deadLetters("scripted", 10);
		assertThat(letters.byReason()).isEqualTo(Map.of("http_422", 1L, "collector", 1L, "missing_customer", 1L));
		assertThat(letters.latest()).extracting(DeadLetter::id)
			.containsExactly(id(events, 3), id(events, 2), id(events, 1));
		assertThat(letters.latest()).extracting(DeadLetter::status).containsExactly(null, 400, 422);
		assertThat(letters.latest()).extracting(DeadLetter::rejectedAt)
			.allMatch((at) -> !at.isBefore(before.minusMillis(1)) && !at.isAfter(Instant.now()));
		assertThat(letters.latest().get(0).event()).isEqualTo(StoredEvent.of(events.get(3)).document());
		assertThat(letters.discarded()).isZero();
	}

	@Test
	void areListedAsFarAsIsAskedFor() {
		this.target.always(DeadLetterTests::rejectAll);
		List<UsageEvent> events = deliver(UsageReporterTests.settings(), 30);
		DeadLetters letters = this.reporter.deadLetters("scripted", 2);
		assertThat(letters.byReason()).isEqualTo(Map.of("http_422", 30L));
		assertThat(letters.latest()).extracting(DeadLetter::id).containsExactly(id(events, 29), id(events, 28));
	}

	@Test
	void areTheLatestHundredInMemory() {
		this.target.always(DeadLetterTests::rejectAll);
		List<UsageEvent> events = deliver(UsageReporterTests.settings().batchSize(100), 250);
		DeadLetters letters = this.reporter.deadLetters("scripted", 1000);
		assertThat(letters.latest()).hasSize(100);
		assertThat(letters.latest().get(99).id()).isEqualTo(id(events, 150));
		assertThat(letters.discarded()).isEqualTo(150);
	}

	@Test
	void outliveTheProcessBesideTheSpool() {
		this.target.always(DeadLetterTests::rejectAll);
		List<UsageEvent> events = deliver(durable(), 3);
		this.reporter.stop();
		this.reporter = new UsageReporter(this.target, durable().build());
		assertThat(this.reporter.deadLetters("scripted", 10).latest()).extracting(DeadLetter::id)
			.containsExactly(id(events, 2), id(events, 1), id(events, 0));
		assertThat(this.directory.resolve("scripted").resolve("dead")).isNotEmptyDirectory();
	}

	@Test
	void holdUpNothingWhereTheyFindNoPlace() throws Exception {
		Files.createDirectories(this.directory.resolve("scripted"));
		Files.createFile(this.directory.resolve("scripted").resolve("dead"));
		this.target.then(DeadLetterTests::rejectAll);
		deliver(durable().batchSize(5), 15);
		assertThat(this.target.taken).hasSize(10);
		assertThat(this.reporter.status().rejected()).isEqualTo(Map.of("http_422", 5L));
		assertThat(this.reporter.deadLetters("scripted", 10).discarded()).isEqualTo(5);
		assertThat(this.reporter.status().unaccounted()).isZero();
	}

	@Test
	void areAskedForByTheNameOfATarget() {
		deliver(UsageReporterTests.settings(), 1);
		assertThatIllegalArgumentException().isThrownBy(() -> this.reporter.deadLetters("other", 1))
			.withMessageContaining("other");
	}

	private static DeliveryResult rejectAll(List<StoredEvent> batch) {
		return DeliveryResult.of(batch.stream().map((event) -> EventOutcome.rejected("http_422")).toList());
	}

	private static String id(List<UsageEvent> events, int index) {
		return events.get(index).id().toString();
	}

	private List<UsageEvent> deliver(ReporterSettingsBuilder settings, int count) {
		this.reporter = new UsageReporter(this.target, settings.build());
		this.reporter.start();
		List<UsageEvent> events = TestEvents.numbered(count);
		events.forEach(this.reporter::onUsage);
		assertThat(this.reporter.flush(LONG).waiting()).isZero();
		return events;
	}

	private ReporterSettingsBuilder durable() {
		return UsageReporterTests.settings()
			.spool(new SpoolSettings(this.directory, 64 * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL));
	}

}
