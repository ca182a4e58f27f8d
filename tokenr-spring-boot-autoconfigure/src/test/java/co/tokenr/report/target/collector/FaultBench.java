package co.tokenr.report.target.collector;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import co.tokenr.report.ReporterSettings;
import co.tokenr.report.ReporterSettingsBuilder;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.ReporterStatus.State;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.usage.UsageEvent;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One row of the fault matrix on the bench: a reporter that keeps events in files, an
 * address that can be changed while it runs, a sound collector, and what was counted
 * independently of the books, which are compared with it at the end.
 */
final class FaultBench implements AutoCloseable {

	final FakeCollector collector = new FakeCollector();

	final AtomicReference<URI> url = new AtomicReference<>(this.collector.url());

	/** What others than the sound collector have answered with success. */
	final Set<String> acceptedElsewhere = new HashSet<>();

	final List<String> recorded = new ArrayList<>();

	private final Path directory;

	private final String row;

	private final String wire;

	UsageReporter reporter;

	FaultBench(Path directory, String row, String wire) {
		this.directory = directory;
		this.row = row;
		this.wire = wire;
	}

	FaultBench start() {
		return start(settings(), CollectorSettings.builder().build());
	}

	FaultBench start(Duration requestTimeout) {
		return start(settings(),
				CollectorSettings.builder().connectTimeout(requestTimeout).requestTimeout(requestTimeout).build());
	}

	FaultBench start(ReporterSettingsBuilder settings, CollectorSettings collector) {
		CollectorConnection connection = new CollectorConnection() {

			@Override
			public URI url() {
				return FaultBench.this.url.get();
			}

			@Override
			public String token() {
				return "tok_1234567890";
			}

		};
		this.reporter = new UsageReporter(new CollectorTarget(connection, collector), settings.build());
		this.reporter.start();
		return this;
	}

	ReporterSettingsBuilder settings() {
		return ReporterSettings.builder()
			.flushInterval(Duration.ofMillis(30))
			.initialInterval(Duration.ofMillis(1))
			.maxInterval(Duration.ofMillis(5))
			.pauseInterval(Duration.ofMillis(5))
			.pauseMaxInterval(Duration.ofMillis(20))
			.shutdownTimeout(Duration.ofSeconds(2))
			.spool(new SpoolSettings(this.directory, 64 * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL));
	}

	void record(int count) {
		List<UsageEvent> events = TestEvents.numbered(count);
		this.recorded.addAll(TestEvents.ids(events));
		events.forEach(this.reporter::onUsage);
	}

	void awaitError(String pattern) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			String error = this.reporter.status().lastError();
			return error != null && error.matches(pattern);
		});
	}

	void awaitState(State state) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.reporter.status().state() == state);
	}

	/** Nothing is lost by it, whatever it is. */
	void stays() {
		ReporterStatus status = this.reporter.status();
		assertThat(status.waiting()).isEqualTo(this.recorded.size());
		assertThat(status.rejected()).isEmpty();
		assertThat(status.dropped()).isEmpty();
	}

	/** The trouble is over: the sound collector gets what waits. */
	void repair() {
		this.url.set(this.collector.url());
		this.reporter.flush(Duration.ofSeconds(10));
		arrives();
	}

	void arrives() {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.reporter.status().waiting() == 0);
		assertThat(this.reporter.status().sent()).isEqualTo(this.recorded.size());
	}

	@Override
	public void close() {
		ReporterStatus before = this.reporter.status();
		this.reporter.stop();
		ReporterStatus status = this.reporter.status();
		Set<String> kept = new HashSet<>(this.collector.accepted());
		kept.addAll(this.acceptedElsewhere);
		String answers = DeliveryFaultTests.wire(this.collector);
		FaultSummary.note(this.row, this.wire + ("{}".equals(answers) ? "" : ", then " + answers),
				DeliveryFaultTests.outcome(before), FaultSummary.law(status, this.recorded.size(), kept.size()));
		assertThat(status.unaccounted()).isZero();
		assertThat(status.recorded()).isEqualTo(this.recorded.size());
		assertThat(status.sent()).isEqualTo(kept.size());
		assertThat(this.recorded).containsAll(kept);
		this.collector.close();
	}

}
