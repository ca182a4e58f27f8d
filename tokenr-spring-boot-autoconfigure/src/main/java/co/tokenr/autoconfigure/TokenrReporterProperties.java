package co.tokenr.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.report.ReporterSettings;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.report.target.collector.CollectorFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the reporter, {@code tokenr.reporter}.
 */
public class TokenrReporterProperties {

	/**
	 * Whether events are delivered to the collector.
	 */
	private boolean enabled = true;

	/**
	 * Whether the start fails without a token.
	 */
	private boolean required;

	/**
	 * Whether calls return before delivery or after it was tried once.
	 */
	private ReporterSettings.Mode mode = ReporterSettings.Mode.ASYNC;

	/**
	 * Language that the collector at tokenr.url speaks.
	 */
	private CollectorFormat format = CollectorFormat.TOKENR;

	/**
	 * What the collector calls usage: the code of Nozle's billable metric, the type of a
	 * CloudEvent.
	 */
	private String metricCode = "llm_tokens";

	/**
	 * Whether the collector is told our price. It calculates its own otherwise.
	 */
	private boolean sendCost;

	/**
	 * Number of events that may wait. Further ones are dropped and counted.
	 */
	private int queueCapacity = 8192;

	/**
	 * Maximum number of events in one request.
	 */
	private int batchSize = 100;

	/**
	 * How long an event waits at the most for others to share its request.
	 */
	private Duration flushInterval = Duration.ofSeconds(1);

	/**
	 * How long connecting to the collector may take.
	 */
	private Duration connectTimeout = Duration.ofSeconds(3);

	/**
	 * How long a request may take from its start to the end of its answer.
	 */
	private Duration requestTimeout = Duration.ofSeconds(10);

	/**
	 * How long the end of the application waits for what is not delivered yet.
	 */
	private Duration shutdownTimeout = Duration.ofSeconds(10);

	/**
	 * Whether requests of more than 1 KiB are compressed.
	 */
	private boolean compression = true;

	/**
	 * Whether the collector may be called without TLS on other hosts than this one.
	 */
	private boolean allowInsecure;

	/**
	 * Further headers of each request.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * HTTP proxy on the way to the collector, as host:port. Unless set, the system
	 * properties of the JVM decide.
	 */
	private @Nullable String proxy;

	private final Ssl ssl = new Ssl();

	@NestedConfigurationProperty
	private final TokenrEgressProperties egress = new TokenrEgressProperties();

	private final Retry retry = new Retry();

	private final Spool spool = new Spool();

	public @Nullable String getProxy() {
		return this.proxy;
	}

	public void setProxy(@Nullable String proxy) {
		this.proxy = proxy;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isRequired() {
		return this.required;
	}

	public void setRequired(boolean required) {
		this.required = required;
	}

	public ReporterSettings.Mode getMode() {
		return this.mode;
	}

	public void setMode(ReporterSettings.Mode mode) {
		this.mode = mode;
	}

	public CollectorFormat getFormat() {
		return this.format;
	}

	public void setFormat(CollectorFormat format) {
		this.format = format;
	}

	public String getMetricCode() {
		return this.metricCode;
	}

	public void setMetricCode(String metricCode) {
		this.metricCode = metricCode;
	}

	public boolean isSendCost() {
		return this.sendCost;
	}

	public void setSendCost(boolean sendCost) {
		this.sendCost = sendCost;
	}

	public int getQueueCapacity() {
		return this.queueCapacity;
	}

	public void setQueueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
	}

	public int getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(int batchSize) {
		this.batchSize = batchSize;
	}

	public Duration getFlushInterval() {
		return this.flushInterval;
	}

	public void setFlushInterval(Duration flushInterval) {
		this.flushInterval = flushInterval;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public Duration getShutdownTimeout() {
		return this.shutdownTimeout;
	}

	public void setShutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
	}

	public boolean isCompression() {
		return this.compression;
	}

	public void setCompression(boolean compression) {
		this.compression = compression;
	}

	public boolean isAllowInsecure() {
		return this.allowInsecure;
	}

	public void setAllowInsecure(boolean allowInsecure) {
		this.allowInsecure = allowInsecure;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = headers;
	}

	public TokenrEgressProperties getEgress() {
		return this.egress;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public Spool getSpool() {
		return this.spool;
	}

	/**
	 * Properties of encrypted connections to the collector.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle to use. Unless set, the JVM's trusted authorities hold.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * Where events wait for their delivery.
	 */
	public static class Spool {

		/**
		 * Directory in which events wait, so that they outlive the process. They wait in
		 * memory where it is not set.
		 */
		private @Nullable Path directory;

		/**
		 * How much of the disk waiting events may take, for each target. Further ones are
		 * dropped and counted.
		 */
		private DataSize maxSize = DataSize.ofMegabytes(256);

		/**
		 * Whether a call returns only once its event is written, so that even a killed
		 * process loses none. A killed process loses the last 50 ms otherwise.
		 */
		private boolean sync;

		/**
		 * Whether events outlive a failure of the machine within a second, or each at
		 * once.
		 */
		private SpoolSettings.Fsync fsync = SpoolSettings.Fsync.INTERVAL;

		public @Nullable Path getDirectory() {
			return this.directory;
		}

		public void setDirectory(@Nullable Path directory) {
			this.directory = directory;
		}

		public DataSize getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(DataSize maxSize) {
			this.maxSize = maxSize;
		}

		public boolean isSync() {
			return this.sync;
		}

		public void setSync(boolean sync) {
			this.sync = sync;
		}

		public SpoolSettings.Fsync getFsync() {
			return this.fsync;
		}

		public void setFsync(SpoolSettings.Fsync fsync) {
			this.fsync = fsync;
		}

	}

	/**
	 * How a failed request is tried again.
	 */
	public static class Retry {

		/**
		 * Maximum number of attempts before the reporter pauses. The events keep waiting.
		 */
		private int maxAttempts = 5;

		/**
		 * Upper bound of the first wait. The wait itself is random.
		 */
		private Duration initialInterval = Duration.ofMillis(500);

		/**
		 * Factor by which the upper bound grows with each attempt.
		 */
		private double multiplier = 2;

		/**
		 * Upper bound of all waits.
		 */
		private Duration maxInterval = Duration.ofSeconds(30);

		public int getMaxAttempts() {
			return this.maxAttempts;
		}

		public void setMaxAttempts(int maxAttempts) {
			this.maxAttempts = maxAttempts;
		}

		public Duration getInitialInterval() {
			return this.initialInterval;
		}

		public void setInitialInterval(Duration initialInterval) {
			this.initialInterval = initialInterval;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxInterval() {
			return this.maxInterval;
		}

		public void setMaxInterval(Duration maxInterval) {
			this.maxInterval = maxInterval;
		}

	}

}
