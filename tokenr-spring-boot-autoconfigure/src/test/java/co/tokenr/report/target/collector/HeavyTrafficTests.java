package co.tokenr.report.target.collector;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import co.tokenr.report.ReporterSettings;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.usage.UsageEvent;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows of the fault matrix, each with its number, where the trouble is the machine: too
 * much traffic, a disk that is full, a clock that jumps, and flags that it would need.
 */
@Timeout(120)
@ExtendWith(FaultSummary.class)
class HeavyTrafficTests {

	/** What is shown, named or asked for by date; no length of time is among it. */
	private static final Set<String> WALL_CLOCK = Set.of("CollectorClient", "DeadLetterBox", "DeadLetterFiles",
			"DeliveryHealth", "JsonlTarget");

	@TempDir
	Path directory;

	@Test
	void row40ADiskThatIsFullInTheMiddleOfARecord() throws Exception {
		Path small = Files.createDirectory(this.directory.resolve("small"));
		boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString());
		if (!mounted) {
			FaultSummary.note("40 disk full", "-", "not run: no right to mount a small file system",
					"the reserve of the disk is held by FileSpoolTests#leavesRoomOnTheDisk");
		}
		Assumptions.assumeTrue(mounted);
		try (FaultBench bench = new FaultBench(small, "40 disk full", "503 until the disk of 1 MB is full, then 200")) {
			bench.collector.handler = (request) -> FakeCollector.Answer.of(503);
			bench.start();
			bench.record(5000);
			Awaitility.await().until(() -> bench.reporter.status().dropped().containsKey("spool_full"));
			Awaitility.await().until(() -> bench.reporter.status().queueSize() == 0);
			long kept = bench.reporter.status().waiting();
			assertThat(kept).isPositive().isLessThan(5000);
			assertThat(bench.reporter.status().dropped()).isEqualTo(Map.of("spool_full", 5000 - kept));
			bench.collector.handler = (request) -> FakeCollector.Answer.of(200);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> bench.reporter.status().waiting() == 0);
			assertThat(bench.collector.accepted()).isEqualTo(bench.recorded.subList(0, (int) kept));
			bench.record(500);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> bench.reporter.status().sent() == kept + 500);
		}
		finally {
			assertThat(run("umount", small.toString())).isTrue();
		}
	}

	private static boolean run(String... command) throws InterruptedException {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Nothing measures time by a clock that can jump, so none of its jumps matter. */
	@Test
	void row58NoLengthOfTimeIsMeasuredByAClockThatJumps() {
		JavaClasses classes = new ClassFileImporter().withImportOption((location) -> !location.contains("Tests"))
			.importPackages("co.tokenr.report");
		Set<String> asking = new TreeSet<>();
		classes.forEach((type) -> type.getMethodCallsFromSelf()
			.stream()
			.filter(HeavyTrafficTests::asksTheWallClock)
			.forEach((call) -> asking.add(type.getSimpleName())));
		FaultSummary.note("58 clock", "-", "the wall clock is asked by " + asking + " only, for what is shown or named",
				"an event has its time from its capture; nothing expires by age");
		assertThat(asking).isEqualTo(new TreeSet<>(WALL_CLOCK));
	}

	private static boolean asksTheWallClock(JavaMethodCall call) {
		String method = call.getTargetOwner().getSimpleName() + "." + call.getName();
		boolean now = call.getName().equals("now") && call.getTargetOwner().getPackageName().equals("java.time");
		return now || method.equals("System.currentTimeMillis") || method.startsWith("Clock.system");
	}

	@Test
	void row60AFullQueueAtFullSpeedWithTheCollectorDown() throws IOException {
		int events = 300_000;
		URI down;
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			down = URI.create("http://127.0.0.1:" + closed.getLocalPort());
		}
		UsageReporter reporter = new UsageReporter(
				new CollectorTarget(CollectorConnection.of(down, "tok_1234567890"),
						CollectorSettings.builder().build()),
				ReporterSettings.builder().shutdownTimeout(Duration.ofMillis(200)).build());
		reporter.start();
		List<UsageEvent> pool = TestEvents.numbered(1000);
		long[] nanos = new long[events];
		long used = 0;
		long start = System.nanoTime();
		for (int i = 0; i < events; i++) {
			if (i == events / 3) {
				used = used();
			}
			long before = System.nanoTime();
			reporter.onUsage(pool.get(i % pool.size()));
			nanos[i] = System.nanoTime() - before;
		}
		double rate = events / ((System.nanoTime() - start) / 1e9);
		long grown = used() - used;
		ReporterStatus status = reporter.status();
		reporter.stop();
		ReporterStatus stopped = reporter.status();
		Arrays.sort(nanos);
		FaultSummary.note("60 queue full", "connections refused",
				String.format(Locale.ROOT, "%.0f events/s, caller p50 %.1f us, p99 %.1f us, %+d KiB of heap", rate,
						nanos[events / 2] / 1e3, nanos[events / 100 * 99] / 1e3, grown / 1024),
				FaultSummary.law(stopped, events, 0));
		assertThat(status.waiting()).isLessThanOrEqualTo(8192 * 2L);
		assertThat(status.unaccounted()).isZero();
		long dropped = stopped.dropped().values().stream().mapToLong(Long::longValue).sum();
		assertThat(dropped).isEqualTo(events);
		assertThat(stopped.unaccounted()).isZero();
		assertThat(grown).isLessThan(16L * 1024 * 1024);
		assertThat(nanos[events / 2]).isLessThan(10_000);
	}

	private static long used() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@Test
	void row71NoFlagsOfTheJavaMachine() {
		List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
		FaultSummary.note("71 Java " + Runtime.version().feature(), "-",
				"all of this ran on it; the build runs it on the default JDK and on the newest beside it",
				"no --add-opens, no --add-exports");
		assertThat(flags).noneMatch((flag) -> flag.startsWith("--add-"));
	}

}
