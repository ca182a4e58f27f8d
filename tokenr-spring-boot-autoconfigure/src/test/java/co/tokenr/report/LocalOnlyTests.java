package co.tokenr.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events that stay here.
 */
@Timeout(60)
class LocalOnlyTests {

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
	void goToLocalTargetsOnly() {
		start(UsageReporterTests.settings());
		List<UsageEvent> events = List.of(TestEvents.named("a"), localOnly(), TestEvents.named("b"), localOnly());
		events.forEach(this.reporter::onUsage);
		assertThat(this.reporter.flush(LONG).waiting()).isZero();
		assertThat(this.remote.taken).containsExactly(id(events.get(0)), id(events.get(2)));
		assertThat(this.file.taken).isEqualTo(TestEvents.ids(events));
	}

	@Test
	void areCountedForTheTargetsTheyAreNotFor() {
		start(UsageReporterTests.settings());
		List.of(TestEvents.event(), localOnly()).forEach(this.reporter::onUsage);
		this.reporter.flush(LONG);
		ReporterStatus remote = this.reporter.statuses().get(0);
		assertThat(remote.recorded()).isEqualTo(2);
		assertThat(remote.sent()).isEqualTo(1);
		assertThat(remote.withheld()).isEqualTo(1);
		assertThat(remote.waiting()).isZero();
		assertThat(remote.unaccounted()).isZero();
		assertThat(this.reporter.statuses().get(1).withheld()).isZero();
	}

	@Test
	void holdUpNobodyWhoWaitsForDelivery() {
		start(UsageReporterTests.settings().mode(ReporterSettings.Mode.SYNC).syncTimeout(LONG));
		long start = System.nanoTime();
		this.reporter.onUsage(localOnly());
		assertThat(this.reporter.flush(LONG).waiting()).isZero();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void areNotInTheFilesOfARemoteTarget() throws IOException {
		this.remote.always(ScriptedTarget.retryable("http_503"));
		this.file.always(ScriptedTarget.retryable("disk"));
		start(UsageReporterTests.settings()
			.spool(new SpoolSettings(this.directory, 64 * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL))
			.spoolSync(true));
		UsageEvent event = localOnly();
		this.reporter.onUsage(event);
		assertThat(content("file")).contains(id(event));
		assertThat(content("remote")).doesNotContain(id(event));
	}

	@Test
	void leaveTheBooksBalancedAmongAllOthers() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		start(UsageReporterTests.settings().queueCapacity(300).batchSize(16).flushInterval(Duration.ofMillis(1)));
		List<String> open = new ArrayList<>();
		int local = 0;
		for (int i = 0; i < 3000; i++) {
			UsageEvent event = random.nextBoolean() ? localOnly() : TestEvents.event();
			this.reporter.onUsage(event);
			local += event.isLocalOnly() ? 1 : 0;
			if (!event.isLocalOnly()) {
				open.add(id(event));
			}
			this.reporter.statuses().forEach((status) -> assertThat(status.unaccounted()).as("seed %s", seed).isZero());
		}
		this.reporter.flush(LONG);
		ReporterStatus status = this.reporter.statuses().get(0);
		assertThat(status.unaccounted()).as("seed %s", seed).isZero();
		assertThat(open).as("seed %s", seed).containsAll(this.remote.taken);
		if (status.dropped().isEmpty()) {
			assertThat(status.withheld()).as("seed %s", seed).isEqualTo(local);
			assertThat(this.remote.taken).as("seed %s", seed).isEqualTo(open);
		}
	}

	@Test
	void sayOfThemselvesThatTheyStayed() {
		start(UsageReporterTests.settings());
		assertThat(StoredEvent.of(localOnly()).document()).containsEntry("remote_save", false);
		assertThat(StoredEvent.of(TestEvents.event()).document()).doesNotContainKey("remote_save");
	}

	private void start(ReporterSettingsBuilder settings) {
		this.reporter = new UsageReporter(List.of(this.remote, this.file), settings.build(), () -> true,
				BatchListener.NONE);
		this.reporter.start();
	}

	private static UsageEvent localOnly() {
		return TestEvents.event(TestEvents.call(), Attribution.builder().remoteSave(false).build());
	}

	private static String id(UsageEvent event) {
		return event.id().toString();
	}

	private String content(String target) throws IOException {
		StringBuilder content = new StringBuilder();
		try (Stream<Path> files = Files.walk(this.directory.resolve(target))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				content.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
			}
		}
		return content.toString();
	}

}
