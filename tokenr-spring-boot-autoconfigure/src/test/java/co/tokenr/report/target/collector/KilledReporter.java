package co.tokenr.report.target.collector;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import co.tokenr.report.ReporterSettings;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.usage.UsageEvent;

/**
 * A process that records events until somebody kills it, and says of each that its call
 * has returned.
 */
final class KilledReporter {

	private static final int CALLERS = 3;

	private KilledReporter() {
	}

	public static void main(String[] arguments) throws Exception {
		boolean sync = Boolean.parseBoolean(arguments[2]);
		Random random = new Random(Long.parseLong(arguments[3]));
		UsageReporter reporter = reporter(URI.create(arguments[0]), Path.of(arguments[1]), sync);
		PrintStream output = new PrintStream(new FileOutputStream(FileDescriptor.out), false,
				StandardCharsets.US_ASCII);
		ReentrantReadWriteLock ending = new ReentrantReadWriteLock();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			// what is recorded after this never returns, and so is promised nothing
			ending.writeLock().lock();
			reporter.stop();
		}));
		reporter.start();
		for (int i = 0; i < CALLERS; i++) {
			long pace = 200_000L + random.nextInt(3_000_000);
			new Thread(() -> {
				while (true) {
					UsageEvent event = TestEvents.event();
					ending.readLock().lock();
					reporter.onUsage(event);
					// one write for a line, so that no line is half of another
					output.print(event.id() + "\n");
					output.flush();
					ending.readLock().unlock();
					LockSupport.parkNanos(pace);
				}
			}).start();
		}
		Thread.sleep(Long.MAX_VALUE);
	}

	static UsageReporter reporter(URI url, Path directory, boolean sync) {
		CollectorTarget target = new CollectorTarget(CollectorConnection.of(url, "tok_1234567890"),
				CollectorSettings.builder().requestTimeout(Duration.ofSeconds(2)).build());
		return new UsageReporter(target,
				ReporterSettings.builder()
					.flushInterval(Duration.ofMillis(20))
					.initialInterval(Duration.ofMillis(5))
					.maxInterval(Duration.ofMillis(20))
					.pauseInterval(Duration.ofMillis(10))
					.pauseMaxInterval(Duration.ofMillis(50))
					.spool(new SpoolSettings(directory, 1024L * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL))
					.spoolSync(sync)
					.shutdownTimeout(Duration.ofSeconds(5))
					.build());
	}

}
