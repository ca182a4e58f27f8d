package co.tokenr.report.target.collector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import co.tokenr.report.ReporterStatus;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.usage.UsageEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Row 70 of the fault matrix: anything that goes wrong on a network, at random and for a
 * while. How long is said by {@code tokenr.soak.seconds}.
 */
@Timeout(1200)
@ExtendWith(FaultSummary.class)
class RandomFaultTests {

	private static final int SECONDS = Integer.getInteger("tokenr.soak.seconds", 8);

	private static final long SEED = Long.getLong("tokenr.seed", System.nanoTime());

	@TempDir
	Path directory;

	@Test
	void row70RandomFaultsForAWhile() throws Exception {
		Random random = new Random(SEED);
		Set<String> recorded = new HashSet<>();
		try (DeduplicatingCollector collector = new DeduplicatingCollector(SEED);
				UnreliableProxy proxy = new UnreliableProxy(collector.url(), SEED)) {
			UsageReporter reporter = KilledReporter.reporter(proxy.url(), this.directory, false);
			reporter.start();
			long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
			long used = 0;
			int threads = 0;
			for (int i = 0; System.nanoTime() < end; i++) {
				if (i % 100 == 0) {
					proxy.trouble = random.nextInt(80);
					collector.trouble = random.nextInt(30);
					collector.down = random.nextInt(8) == 0;
				}
				if (i == 1000) {
					used = used();
					threads = ours();
				}
				UsageEvent event = TestEvents.event();
				recorded.add(event.id().toString());
				reporter.onUsage(event);
				LockSupport.parkNanos(2_000_000);
			}
			long grown = used() - used;
			int more = ours() - threads;
			proxy.trouble = 0;
			collector.trouble = 0;
			collector.down = false;
			Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> reporter.status().waiting() == 0);
			reporter.stop();
			ReporterStatus status = reporter.status();
			FaultSummary.note("70 random faults for " + SECONDS + " s, seed " + SEED,
					proxy.faults + " of " + proxy.connections + " connections spoilt, " + collector.requests
							+ " requests came through",
					status.retries() + " retries, " + (collector.deliveries() - collector.kept.size())
							+ " events came twice or more, "
							+ String.format(Locale.ROOT, "%+d KiB of heap, %+d threads", grown / 1024, more),
					FaultSummary.law(status, recorded.size(), collector.kept.size()));
			assertThat(collector.kept.keySet()).as("seed %s", SEED).isEqualTo(recorded);
			assertThat(collector.keysReused).hasValue(0);
			assertThat(status.unaccounted()).isZero();
			assertThat(status.sent()).isEqualTo(recorded.size());
			assertThat(proxy.faults.get()).isPositive();
			assertThat(more).isLessThanOrEqualTo(0);
			// the test itself remembers each id
			assertThat(grown).isLessThan(16L * 1024 * 1024 + recorded.size() * 400L);
		}
	}

	private static long used() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static int ours() {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("tokenr-") || thread.getName().startsWith("HttpClient"))
			.filter((thread) -> thread.getName().startsWith("tokenr-") || thread.getName().contains("Selector"))
			.count();
	}

}
