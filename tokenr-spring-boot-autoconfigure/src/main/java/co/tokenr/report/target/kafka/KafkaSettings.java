package co.tokenr.report.target.kafka;

import java.time.Duration;

import co.tokenr.report.Egress;

/**
 * Where and how events are sent. Immutable and valid.
 *
 * @param topic the topic, not blank
 * @param key what an event is keyed by
 * @param sendTimeout how long the broker has to acknowledge an event, 1 s to 5 minutes
 * @param egress which attribution leaves
 */
public record KafkaSettings(String topic, KafkaKey key, Duration sendTimeout, Egress egress) {

	/**
	 * Checks the settings.
	 * @param topic the topic
	 * @param key what an event is keyed by
	 * @param sendTimeout how long the broker has to acknowledge an event
	 * @param egress which attribution leaves
	 * @throws IllegalArgumentException if one is out of range; names the property
	 */
	public KafkaSettings {
		if (topic.isBlank()) {
			throw new IllegalArgumentException("Set 'tokenr.export.kafka.topic' to the name of a topic");
		}
		if (sendTimeout.compareTo(Duration.ofSeconds(1)) < 0 || sendTimeout.compareTo(Duration.ofMinutes(5)) > 0) {
			throw new IllegalArgumentException(
					"Set 'tokenr.export.kafka.send-timeout' to 1s or more and 5m or less; it is " + sendTimeout);
		}
	}

	/**
	 * Settings by which all leaves as it is.
	 * @param topic the topic
	 * @param key what an event is keyed by
	 * @param sendTimeout how long the broker has to acknowledge an event
	 * @throws IllegalArgumentException if one is out of range; names the property
	 */
	public KafkaSettings(String topic, KafkaKey key, Duration sendTimeout) {
		this(topic, key, sendTimeout, Egress.EVERYTHING);
	}

}
