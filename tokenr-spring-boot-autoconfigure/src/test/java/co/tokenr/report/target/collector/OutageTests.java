package co.tokenr.report.target.collector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import co.tokenr.report.ReporterSettings;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.usage.UsageEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A collector that is down for a while at 2000 events a second, and then back. How long
 * is said by {@code tokenr.outage.seconds}.
 */
@Timeout(600)
class OutageTests {

	private static final Log logger = LogFactory.getLog(OutageTests.class);

	private static final int SECONDS = Integer.getInteger("tokenr.outage.seconds", 3);

	private static final int RATE = 2000;

	@TempDir
	Path directory;

	@Test
	void filesLoseNothingKeepTheOrderAndDrainOneBatchAtATime() {
		try (DeduplicatingCollector collector = new DeduplicatingCollector(1)) {
			collector.quick = true;
			collector.down = true;
			UsageReporter reporter = KilledReporter.reporter(collector.url(), this.directory, false);
			reporter.start();
			List<String> recorded = record(reporter);
			assertThat(reporter.status().sent()).isZero();
			long requests = collector.requests.get();
			collector.down = false;
			long start = System.nanoTime();
			reporter.flush(Duration.ofMinutes(2));
			double seconds = (System.nanoTime() - start) / 1e9;
			reporter.stop();
			logger.info(String.format(Locale.ROOT,
					"outage of %d s in files: %d recorded, %d requests meanwhile, drained in %.1f s (%.0f/s)", SECONDS,
					recorded.size(), requests, seconds, recorded.size() / seconds));
			assertThat(collector.order).isEqualTo(recorded);
			assertThat(collector.mostAtOnce).hasValue(1);
			assertThat(requests).isLessThan(SECONDS * 100L);
			assertThat(reporter.status().dropped()).isEmpty();
			assertThat(reporter.status().unaccounted()).isZero();
		}
	}

	@Test
	void memoryLosesExactlyWhatItCounts() {
		try (DeduplicatingCollector collector = new DeduplicatingCollector(1)) {
			collector.quick = true;
			collector.down = true;
			CollectorTarget target = new CollectorTarget(CollectorConnection.of(collector.url(), "tok_1234567890"),
					CollectorSettings.builder().build());
			UsageReporter reporter = new UsageReporter(target,
					ReporterSettings.builder()
						.queueCapacity(1000)
						.pauseInterval(Duration.ofMillis(10))
						.pauseMaxInterval(Duration.ofMillis(50))
						.build());
			reporter.start();
			List<String> recorded = record(reporter);
			collector.down = false;
			Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> reporter.status().waiting() == 0);
			reporter.stop();
			ReporterStatus status = reporter.status();
			long dropped = status.dropped().get("queue_full");
			logger.info(String.format(Locale.ROOT, "outage of %d s in memory: %d recorded, %d kept, %d dropped",
					SECONDS, recorded.size(), collector.kept.size(), dropped));
			assertThat(status.dropped()).containsOnlyKeys("queue_full");
			assertThat(collector.kept.size() + dropped).isEqualTo(recorded.size());
			assertThat(recorded).containsSubsequence(collector.order);
			assertThat(status.unaccounted()).isZero();
		}
	}

	private static List<String> record(UsageReporter reporter) {
		List<String> recorded = new ArrayList<>();
		long start = System.nanoTime();
		for (int i = 0; i < SECONDS * RATE; i++) {
			UsageEvent event = TestEvents.event();
			recorded.add(event.id().toString());
			reporter.onUsage(event);
			long due = start + i * 1_000_000_000L / RATE;
			LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
		}
		return recorded;
	}

}
