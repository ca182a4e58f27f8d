package co.tokenr.report;

import java.time.Duration;

import co.tokenr.report.spool.SpoolSettings;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link ReporterSettings}. Not thread-safe.
 */
public final class ReporterSettingsBuilder {

	private ReporterSettings.Mode mode = ReporterSettings.Mode.ASYNC;

	private int queueCapacity = 8192;

	private long queueMaxBytes = 8L * 1024 * 1024;

	private int batchSize = 100;

	private long batchMaxBytes = 512L * 1024;

	private Duration flushInterval = Duration.ofSeconds(1);

	private Duration shutdownTimeout = Duration.ofSeconds(10);

	private int maxAttempts = 5;

	private Duration initialInterval = Duration.ofMillis(500);

	private double multiplier = 2;

	private Duration maxInterval = Duration.ofSeconds(30);

	private Duration pauseInterval = Duration.ofSeconds(1);

	private Duration pauseMaxInterval = Duration.ofSeconds(30);

	private Duration syncTimeout = Duration.ofSeconds(10);

	private @Nullable SpoolSettings spool;

	private boolean spoolSync;

	ReporterSettingsBuilder() {
	}

	/**
	 * Sets the mode.
	 * @param mode on whose time events are delivered; in the background unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder mode(ReporterSettings.Mode mode) {
		this.mode = mode;
		return this;
	}

	/**
	 * Sets the queue capacity.
	 * @param queueCapacity how many events may wait; 8192 unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder queueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
		return this;
	}

	/**
	 * Sets the queue max bytes.
	 * @param queueMaxBytes estimated size of all that may wait, in bytes; 8 MiB unless
	 * set
	 * @return this builder
	 */
	public ReporterSettingsBuilder queueMaxBytes(long queueMaxBytes) {
		this.queueMaxBytes = queueMaxBytes;
		return this;
	}

	/**
	 * Sets the batch size.
	 * @param batchSize how many events are delivered together at most; 100 unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder batchSize(int batchSize) {
		this.batchSize = batchSize;
		return this;
	}

	/**
	 * Sets the batch max bytes.
	 * @param batchMaxBytes estimated size of a batch at most, in bytes; 512 KiB unless
	 * set
	 * @return this builder
	 */
	public ReporterSettingsBuilder batchMaxBytes(long batchMaxBytes) {
		this.batchMaxBytes = batchMaxBytes;
		return this;
	}

	/**
	 * Sets the flush interval.
	 * @param flushInterval how long an event waits for others at most; 1 s unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder flushInterval(Duration flushInterval) {
		this.flushInterval = flushInterval;
		return this;
	}

	/**
	 * Sets the shutdown timeout.
	 * @param shutdownTimeout how long a stop may take; 10 s unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder shutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
		return this;
	}

	/**
	 * Sets the max attempts.
	 * @param maxAttempts attempts before delivery pauses; 5 unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder maxAttempts(int maxAttempts) {
		this.maxAttempts = maxAttempts;
		return this;
	}

	/**
	 * Sets the initial interval.
	 * @param initialInterval bound of the first wait between attempts; 500 ms unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder initialInterval(Duration initialInterval) {
		this.initialInterval = initialInterval;
		return this;
	}

	/**
	 * Sets the multiplier.
	 * @param multiplier growth of that bound; 2 unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder multiplier(double multiplier) {
		this.multiplier = multiplier;
		return this;
	}

	/**
	 * Sets the max interval.
	 * @param maxInterval largest bound of a wait; 30 s unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder maxInterval(Duration maxInterval) {
		this.maxInterval = maxInterval;
		return this;
	}

	/**
	 * Sets the pause interval.
	 * @param pauseInterval first pause after all attempts failed; 1 s unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder pauseInterval(Duration pauseInterval) {
		this.pauseInterval = pauseInterval;
		return this;
	}

	/**
	 * Sets the pause max interval.
	 * @param pauseMaxInterval longest pause; 30 s unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder pauseMaxInterval(Duration pauseMaxInterval) {
		this.pauseMaxInterval = pauseMaxInterval;
		return this;
	}

	/**
	 * Sets the sync timeout.
	 * @param syncTimeout how long a caller waits at most in mode SYNC; 10 s unless set,
	 * and best the target's request timeout
	 * @return this builder
	 */
	public ReporterSettingsBuilder syncTimeout(Duration syncTimeout) {
		this.syncTimeout = syncTimeout;
		return this;
	}

	/**
	 * Sets the spool.
	 * @param spool how events are kept in files; in memory unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder spool(@Nullable SpoolSettings spool) {
		this.spool = spool;
		return this;
	}

	/**
	 * Sets the sync of the spool.
	 * @param spoolSync whether a caller returns only once its event is in the files; not
	 * unless set
	 * @return this builder
	 */
	public ReporterSettingsBuilder spoolSync(boolean spoolSync) {
		this.spoolSync = spoolSync;
		return this;
	}

	/**
	 * Checks and freezes the settings.
	 * @return the settings
	 * @throws IllegalArgumentException if one is out of range; names the property
	 */
	public ReporterSettings build() {
		return new ReporterSettings(this.mode, this.queueCapacity, this.queueMaxBytes, this.batchSize,
				this.batchMaxBytes, this.flushInterval, this.shutdownTimeout, this.maxAttempts, this.initialInterval,
				this.multiplier, this.maxInterval, this.pauseInterval, this.pauseMaxInterval, this.syncTimeout,
				this.spool, this.spoolSync);
	}

}
