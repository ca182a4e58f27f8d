package co.tokenr.report.target.collector;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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

	/**
	 * How many times faster it drains than it came; a short run is one of a cold machine.
	 */
	private static final double DRAINED = (SECONDS >= 30) ? 10 : 1;

	private static final int CALLS = 200;

	private static final int BLOCKS = Math.max(8, SECONDS * RATE / CALLS / 4);

	/** A noisy neighbour may spoil a series, hardly three; a wait of ours spoils all. */
	private static final int MAX_SERIES = 3;

	@TempDir
	Path directory;

	private List<String> ids = List.of();

	@Test
	void filesLoseNothingKeepTheOrderAndDrainOneBatchAtATime() {
		try (DeduplicatingCollector collector = new DeduplicatingCollector(1)) {
			collector.quick = true;
			collector.down = true;
			UsageReporter reporter = KilledReporter.reporter(collector.url(), this.directory, false);
			reporter.start();
			record(reporter, SECONDS * RATE / 3);
			long before = used();
			List<String> recorded = new ArrayList<>(this.ids);
			record(reporter, SECONDS * RATE - recorded.size());
			recorded.addAll(this.ids);
			long grown = used() - before;
			assertThat(reporter.status().sent()).isZero();
			long requests = collector.requests.get();
			collector.down = false;
			long start = System.nanoTime();
			long processor = processor();
			reporter.flush(Duration.ofMinutes(2));
			double seconds = (System.nanoTime() - start) / 1e9;
			double own = (processor() - processor) / 1e9;
			reporter.stop();
			logger.info(String.format(Locale.ROOT,
					"outage of %d s in files: %d recorded, %d requests meanwhile, %+d KiB of heap, drained in %.1f s (%.0f/s), in %.2f s of a processor",
					SECONDS, recorded.size(), requests, grown / 1024, seconds, recorded.size() / seconds, own));
			// on a machine that others keep busy the clock says little of us
			assertThat(recorded.size() / Math.min(seconds, own)).isGreaterThan(DRAINED * RATE);
			// of which the ids that this test remembers are a part
			assertThat(grown).isLessThan(8L * 1024 * 1024 + recorded.size() * 200L);
			assertThat(collector.order).isEqualTo(recorded);
			assertThat(collector.mostAtOnce).hasValue(1);
			// a pause is 25 ms at least
			assertThat(requests).isLessThan(SECONDS * 40L + 20);
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
			List<String> recorded = record(reporter, SECONDS * RATE);
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

	/**
	 * Two reporters at once, one whose collector is up and one whose is down, called in
	 * blocks that take turns.
	 */
	@Test
	void callersDoNotNoticeTheOutage() throws Exception {
		try (DeduplicatingCollector up = new DeduplicatingCollector(1);
				DeduplicatingCollector down = new DeduplicatingCollector(2)) {
			up.quick = true;
			down.quick = true;
			down.down = true;
			UsageReporter sound = KilledReporter.reporter(up.url(), this.directory.resolve("up"), false);
			UsageReporter cut = KilledReporter.reporter(down.url(), this.directory.resolve("down"), false);
			sound.start();
			cut.start();
			SideBySide sides = new SideBySide();
			for (int series = 0; series < MAX_SERIES && !sides.isUnnoticed(); series++) {
				sides = new SideBySide();
				for (int block = 0; block < BLOCKS; block++) {
					boolean first = block % 2 == 0;
					sides.add(first, block(first ? sound : cut));
					sides.add(!first, block(first ? cut : sound));
				}
				logger.info("callers during an outage: " + sides);
			}
			assertThat(sides.isUnnoticed()).as("%s", sides).isTrue();
			sound.stop();
			cut.stop();
			assertThat(sound.status().sent()).isEqualTo(sound.status().recorded());
			assertThat(cut.status().waiting()).isEqualTo(cut.status().recorded());
		}
	}

	private static long[] block(UsageReporter reporter) {
		long[] nanos = new long[CALLS];
		long start = System.nanoTime();
		for (int i = 0; i < CALLS; i++) {
			long before = System.nanoTime();
			reporter.onUsage(TestEvents.event());
			nanos[i] = System.nanoTime() - before;
			long due = start + (i + 1) * 1_000_000_000L / RATE;
			LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
		}
		return nanos;
	}

	/** What the reporter's own threads have used, and not the collector's beside them. */
	private static long processor() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("tokenr-") || thread.getName().startsWith("HttpClient-"))
			.mapToLong((thread) -> Math.max(0, threads.getThreadCpuTime(thread.getId())))
			.sum();
	}

	private static long used() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private List<String> record(UsageReporter reporter, int count) {
		List<String> recorded = new ArrayList<>();
		this.ids = recorded;
		long start = System.nanoTime();
		for (int i = 0; i < count; i++) {
			UsageEvent event = TestEvents.event();
			recorded.add(event.id().toString());
			reporter.onUsage(event);
			long due = start + i * 1_000_000_000L / RATE;
			LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
		}
		return recorded;
	}

}
