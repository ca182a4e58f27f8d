package co.tokenr.report;

import java.time.Duration;

import co.tokenr.report.spool.DeadLetterFiles;
import co.tokenr.report.spool.DeadLetterStore;
import co.tokenr.report.spool.MemoryDeadLetters;
import co.tokenr.report.spool.MemorySpool;
import co.tokenr.report.spool.SpoolDirectory;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.report.spool.SpoolStore;
import org.jspecify.annotations.Nullable;

/**
 * How a reporter delivers. Immutable and valid.
 *
 * @param mode on which thread's time events are delivered
 * @param queueCapacity how many events may wait, those in flight included; at least 1
 * @param queueMaxBytes how large the waiting events may be together, estimated in bytes;
 * at least 64 KiB
 * @param batchSize how many events are delivered together at most; 1 to 10000
 * @param batchMaxBytes how large a batch may be, estimated in bytes; at least 1 KiB
 * @param flushInterval how long an event waits for others at most; zero for not at all
 * @param shutdownTimeout how long a stop may take to deliver what waits; zero for not at
 * all
 * @param maxAttempts how often a batch is tried before delivery pauses; at least 1
 * @param initialInterval upper bound of the first wait between attempts
 * @param multiplier growth of that bound; 1 to 100
 * @param maxInterval largest bound of a wait between attempts
 * @param pauseInterval first pause after all attempts failed; doubles up to
 * {@code pauseMaxInterval}. Ten times as long where delivery is blocked
 * @param pauseMaxInterval longest pause
 * @param syncTimeout how long a caller waits at most in mode {@link Mode#SYNC}
 * @param spool how events are kept in files, with a directory for each target;
 * {@code null} where they are kept in memory
 * @param spoolSync whether a caller returns only once its event is in the files
 */
public record ReporterSettings(Mode mode, int queueCapacity, long queueMaxBytes, int batchSize, long batchMaxBytes,
		Duration flushInterval, Duration shutdownTimeout, int maxAttempts, Duration initialInterval, double multiplier,
		Duration maxInterval, Duration pauseInterval, Duration pauseMaxInterval, Duration syncTimeout,
		@Nullable SpoolSettings spool, boolean spoolSync) {

	/** How long an event stays in the hand-off at most: what a killed process loses. */
	static final Duration LINGER = Duration.ofMillis(50);

	private static final Duration LONGEST = Duration.ofDays(1);

	/** What is used where nothing is set. */
	public static final ReporterSettings DEFAULTS = builder().build();

	/**
	 * Checks the settings.
	 * @param mode on which thread's time events are delivered
	 * @param queueCapacity how many events may wait
	 * @param queueMaxBytes how large the waiting events may be together
	 * @param batchSize how many events are delivered together at most
	 * @param batchMaxBytes how large a batch may be
	 * @param flushInterval how long an event waits for others at most
	 * @param shutdownTimeout how long a stop may take to deliver what waits
	 * @param maxAttempts how often a batch is tried before delivery pauses
	 * @param initialInterval upper bound of the first wait between attempts
	 * @param multiplier growth of that bound
	 * @param maxInterval largest bound of a wait between attempts
	 * @param pauseInterval first pause after all attempts failed
	 * @param pauseMaxInterval longest pause
	 * @param syncTimeout how long a caller waits at most in mode {@link Mode#SYNC}
	 * @param spool how events are kept in files
	 * @param spoolSync whether a caller returns only once its event is in the files
	 * @throws IllegalArgumentException if one is out of range; names the property
	 */
	public ReporterSettings {
		atLeast("queue-capacity", queueCapacity, 1);
		atLeast("queue-max-bytes", queueMaxBytes, 64 * 1024);
		atLeast("batch-size", batchSize, 1);
		check(batchSize <= 10_000, "batch-size", "10000 or less", batchSize);
		atLeast("batch-max-bytes", batchMaxBytes, 1024);
		atLeast("retry.max-attempts", maxAttempts, 1);
		check(multiplier >= 1 && multiplier <= 100, "retry.multiplier", "from 1 to 100", multiplier);
		notNegative("flush-interval", flushInterval);
		notNegative("shutdown-timeout", shutdownTimeout);
		positive("retry.initial-interval", initialInterval);
		positive("retry.max-interval", maxInterval);
		check(maxInterval.compareTo(initialInterval) >= 0, "retry.max-interval",
				"no shorter than tokenr.reporter.retry.initial-interval (" + initialInterval + ")", maxInterval);
		positive("pause-interval", pauseInterval);
		positive("pause-max-interval", pauseMaxInterval);
		positive("request-timeout", syncTimeout);
		check(spool != null || !spoolSync, "spool.sync", "of false unless 'tokenr.reporter.spool.directory' is set",
				spoolSync);
	}

	/**
	 * Starts from the defaults.
	 * @return a new builder
	 */
	public static ReporterSettingsBuilder builder() {
		return new ReporterSettingsBuilder();
	}

	SpoolStore store(String target) {
		return (this.spool != null) ? new SpoolDirectory(this.spool.in(target))
				: MemorySpool.store(this.queueCapacity, this.queueMaxBytes);
	}

	DeadLetterStore deadLetters(String target) {
		return (this.spool != null) ? new DeadLetterFiles(this.spool.in(target)) : new MemoryDeadLetters();
	}

	private static void atLeast(String property, long value, long least) {
		check(value >= least, property, least + " or more", value);
	}

	private static void notNegative(String property, Duration value) {
		check(!value.isNegative() && value.compareTo(LONGEST) <= 0, property, "from 0s to 1d", value);
	}

	private static void positive(String property, Duration value) {
		check(value.compareTo(Duration.ZERO) > 0 && value.compareTo(LONGEST) <= 0, property,
				"longer than 0s and not longer than 1d", value);
	}

	private static void check(boolean valid, String property, String rule, Object value) {
		if (!valid) {
			throw new IllegalArgumentException(
					"Set 'tokenr.reporter." + property + "' to a value " + rule + "; it is " + value);
		}
	}

	/**
	 * On whose time events are delivered.
	 */
	public enum Mode {

		/** In the background: the caller never waits. */
		ASYNC,

		/**
		 * The caller waits until the delivery of its event was tried once, as where a
		 * process is frozen between calls.
		 */
		SYNC

	}

}
