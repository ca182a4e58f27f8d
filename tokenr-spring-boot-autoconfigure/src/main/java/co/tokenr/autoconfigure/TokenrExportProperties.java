package co.tokenr.autoconfigure;

import java.time.Duration;

import co.tokenr.report.target.kafka.KafkaKey;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the targets beside the collector, {@code tokenr.export}.
 */
public class TokenrExportProperties {

	private final Jsonl jsonl = new Jsonl();

	private final Kafka kafka = new Kafka();

	public Jsonl getJsonl() {
		return this.jsonl;
	}

	public Kafka getKafka() {
		return this.kafka;
	}

	/**
	 * A file, one JSON object a line.
	 */
	public static class Jsonl {

		/**
		 * File that events are appended to. Without one none is written.
		 */
		private @Nullable String path;

		/**
		 * Size from which a new file is begun.
		 */
		private DataSize maxSize = DataSize.ofMegabytes(64);

		/**
		 * Interval, counted in UTC, after which a new file is begun. 0 for never.
		 */
		private Duration rotationInterval = Duration.ofDays(1);

		/**
		 * Number of finished files that are kept. 0 for all.
		 */
		private int maxHistory;

		/**
		 * Whether events count as delivered when they are on the disk, not when the
		 * operating system has them.
		 */
		private boolean fsync = true;

		@NestedConfigurationProperty
		private final TokenrEgressProperties egress = new TokenrEgressProperties();

		public TokenrEgressProperties getEgress() {
			return this.egress;
		}

		public @Nullable String getPath() {
			return this.path;
		}

		public void setPath(@Nullable String path) {
			this.path = path;
		}

		public DataSize getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(DataSize maxSize) {
			this.maxSize = maxSize;
		}

		public Duration getRotationInterval() {
			return this.rotationInterval;
		}

		public void setRotationInterval(Duration rotationInterval) {
			this.rotationInterval = rotationInterval;
		}

		public int getMaxHistory() {
			return this.maxHistory;
		}

		public void setMaxHistory(int maxHistory) {
			this.maxHistory = maxHistory;
		}

		public boolean isFsync() {
			return this.fsync;
		}

		public void setFsync(boolean fsync) {
			this.fsync = fsync;
		}

	}

	/**
	 * A Kafka topic, by the application's own spring.kafka configuration.
	 */
	public static class Kafka {

		/**
		 * Whether events are sent to Kafka.
		 */
		private boolean enabled;

		/**
		 * Topic that events are sent to.
		 */
		private String topic = "llm-usage";

		/**
		 * What events are keyed by. One without it has no key.
		 */
		private KafkaKey key = KafkaKey.CUSTOMER;

		/**
		 * How long the broker has to acknowledge an event before it is sent again.
		 */
		private Duration sendTimeout = Duration.ofSeconds(10);

		@NestedConfigurationProperty
		private final TokenrEgressProperties egress = new TokenrEgressProperties();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getTopic() {
			return this.topic;
		}

		public void setTopic(String topic) {
			this.topic = topic;
		}

		public KafkaKey getKey() {
			return this.key;
		}

		public void setKey(KafkaKey key) {
			this.key = key;
		}

		public TokenrEgressProperties getEgress() {
			return this.egress;
		}

		public Duration getSendTimeout() {
			return this.sendTimeout;
		}

		public void setSendTimeout(Duration sendTimeout) {
			this.sendTimeout = sendTimeout;
		}

	}

}
