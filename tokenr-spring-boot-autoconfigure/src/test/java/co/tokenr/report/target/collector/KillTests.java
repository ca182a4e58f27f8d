package co.tokenr.report.target.collector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that are killed at any moment, one after another and two at a time, with one
 * spool directory. How often is said by {@code tokenr.kill.rounds}.
 */
class KillTests {

	private static final Log logger = LogFactory.getLog(KillTests.class);

	/** In milliseconds; longer than a request may take. */
	private static final int STANDSTILL = 3000;

	private static final int ROUNDS = Integer.getInteger("tokenr.kill.rounds", 20);

	@TempDir
	Path directory;

	@Test
	void anEventWhoseCallReturnedSurvivesTheKillOfItsProcess() throws Exception {
		long seed = Long.getLong("tokenr.kill.seed", System.nanoTime());
		Random random = new Random(seed);
		Set<String> returned = new HashSet<>();
		int killed = 0;
		try (DeduplicatingCollector collector = new DeduplicatingCollector(seed)) {
			for (int round = 0; round < ROUNDS; round++) {
				collector.trouble = random.nextInt(40);
				collector.down = random.nextInt(6) == 0;
				List<Child> children = new ArrayList<>();
				for (int i = 0; i <= random.nextInt(2); i++) {
					children.add(new Child(collector, this.directory, true, random.nextLong()));
				}
				long before = collector.requests.get();
				for (Child child : children) {
					child.awaitFirst();
				}
				if (random.nextInt(4) > 0) {
					Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> collector.requests.get() > before);
				}
				Thread.sleep(random.nextInt(400));
				for (Child child : children) {
					returned.addAll(child.kill());
					killed++;
				}
				if (round % 100 == 99) {
					logger.info("killed " + killed + " processes in " + (round + 1) + " rounds");
				}
			}
			collector.trouble = 0;
			collector.down = false;
			ReporterStatus status = deliverTheRest(collector);
			Set<String> lost = new HashSet<>(returned);
			lost.removeAll(collector.kept.keySet());
			logger.info(String.format(Locale.ROOT,
					"kill -9 of %d processes (seed %d): %d events whose call returned, %d lost; %d kept, %d delivered before"
							+ " deduplication (%d twice or more), %d requests",
					killed, seed, returned.size(), lost.size(), collector.kept.size(), collector.deliveries(),
					collector.deliveries() - collector.kept.size(), collector.requests.get()));
			assertThat(lost.size()).as("lost, seed %s", seed).isZero();
			assertThat(collector.keysReused).as("keys that came with other events, seed %s", seed).hasValue(0);
			assertThat(status.unaccounted()).isZero();
			assertThat(status.dropped()).isEmpty();
			assertThat(this.directory.resolve("tokenr")).isEmptyDirectory();
		}
	}

	@Test
	void aProcessThatIsAskedToEndLeavesAllOnTheDisk() throws Exception {
		try (DeduplicatingCollector collector = new DeduplicatingCollector(1)) {
			collector.down = true;
			Child child = new Child(collector, this.directory, false, 1);
			child.awaitFirst();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> collector.requests.get() > 5);
			long start = System.nanoTime();
			Set<String> returned = new HashSet<>(child.end());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
			assertThat(collector.kept).isEmpty();
			collector.down = false;
			ReporterStatus status = deliverTheRest(collector);
			assertThat(collector.kept.keySet()).containsExactlyInAnyOrderElementsOf(returned);
			assertThat(status.recovered()).isEqualTo(returned.size());
			assertThat(status.unaccounted()).isZero();
			logger
				.info("SIGTERM with the collector down: " + returned.size() + " events whose call returned, all kept");
		}
	}

	/** Row 52 of the fault matrix. */
	@Test
	void aProcessThatIsAskedToEndWithMuchToDeliverKeepsItsBudgetAndTheRest() throws Exception {
		try (DeduplicatingCollector collector = new DeduplicatingCollector(1)) {
			collector.slowness = Duration.ofMillis(500).toNanos();
			Child child = new Child(collector, this.directory, false, 1);
			Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> child.count() > 10_000);
			long start = System.nanoTime();
			Set<String> returned = new HashSet<>(child.end());
			Duration length = Duration.ofNanos(System.nanoTime() - start);
			assertThat(length).isLessThan(Duration.ofSeconds(10));
			int before = collector.kept.size();
			assertThat(before).isLessThan(returned.size() - 5000);
			collector.slowness = 0;
			ReporterStatus status = deliverTheRest(collector);
			assertThat(collector.kept.keySet()).containsExactlyInAnyOrderElementsOf(returned);
			assertThat(status.recovered()).isBetween((long) returned.size() - before, (long) returned.size());
			logger.info(String.format(Locale.ROOT,
					"SIGTERM with a slow collector: %d events, %d delivered before the"
							+ " end, which took %d ms, and the rest after it",
					returned.size(), before, length.toMillis()));
		}
	}

	/** Row 59 of the fault matrix: a pause of all threads, as a long collection makes. */
	@Test
	void aProcessThatStandsStillForAWhileLosesNothing() throws Exception {
		try (DeduplicatingCollector collector = new DeduplicatingCollector(1)) {
			Child child = new Child(collector, this.directory, false, 1);
			child.awaitFirst();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> collector.requests.get() > 5);
			child.signal("STOP");
			Thread.sleep(STANDSTILL);
			int before = collector.kept.size();
			child.signal("CONT");
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> collector.kept.size() > before + 100);
			Set<String> returned = new HashSet<>(child.end());
			ReporterStatus status = deliverTheRest(collector);
			assertThat(collector.kept.keySet()).containsExactlyInAnyOrderElementsOf(returned);
			assertThat(collector.deliveries() - collector.kept.size()).isLessThanOrEqualTo(100);
			assertThat(status.unaccounted()).isZero();
		}
	}

	private ReporterStatus deliverTheRest(DeduplicatingCollector collector) throws IOException {
		UsageReporter reporter = KilledReporter.reporter(collector.url(), this.directory, true);
		reporter.start();
		try {
			// what all of them have left is taken over, and nothing of it waits any more
			Awaitility.await()
				.atMost(Duration.ofMinutes(2 + ROUNDS / 50))
				.until(() -> instances() == 1 && reporter.status().waiting() == 0);
			return reporter.status();
		}
		catch (ConditionTimeoutException ex) {
			logger.error("waiting: " + reporter.status().waiting() + ", left: " + left());
			return reporter.status();
		}
		finally {
			reporter.stop();
		}
	}

	private List<String> left() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory.resolve("tokenr"))) {
			return files.map((file) -> this.directory.relativize(file) + " " + file.toFile().length()).toList();
		}
	}

	private int instances() {
		String[] names = this.directory.resolve("tokenr").toFile().list();
		return (names != null) ? names.length : 0;
	}

	private static final class Child {

		private final List<String> returned = new ArrayList<>();

		private final Process process;

		private final Thread reader;

		Child(DeduplicatingCollector collector, Path directory, boolean sync, long seed) throws IOException {
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
					KilledReporter.class.getName(), collector.url().toString(), directory.toString(),
					Boolean.toString(sync), Long.toString(seed))
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			this.reader = new Thread(this::read);
			this.reader.start();
		}

		private void read() {
			try (BufferedReader lines = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.US_ASCII))) {
				for (String line = lines.readLine(); line != null; line = lines.readLine()) {
					if (line.length() == 36) {
						synchronized (this.returned) {
							this.returned.add(line);
						}
					}
				}
			}
			catch (IOException ex) {
				// killed
			}
		}

		void awaitFirst() {
			Awaitility.await()
				.atMost(Duration.ofMinutes(5))
				.pollInterval(Duration.ofMillis(5))
				.until(() -> count() > 0);
		}

		int count() {
			synchronized (this.returned) {
				return this.returned.size();
			}
		}

		void signal(String name) throws Exception {
			Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start();
			assertThat(kill.waitFor()).isZero();
		}

		List<String> end() throws InterruptedException {
			// not by the process itself, which would close its output too
			this.process.toHandle().destroy();
			assertThat(this.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			this.reader.join(30_000);
			return this.returned;
		}

		List<String> kill() throws InterruptedException {
			this.process.destroyForcibly();
			assertThat(this.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			this.reader.join(30_000);
			return this.returned;
		}

	}

}
