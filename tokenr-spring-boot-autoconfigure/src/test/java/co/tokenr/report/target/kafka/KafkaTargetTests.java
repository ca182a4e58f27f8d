package co.tokenr.report.target.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.JsonDocument;
import co.tokenr.report.RetryableDeliveryException;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.TestEvents;
import co.tokenr.usage.UsageEvent;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.kafka.core.DefaultKafkaProducerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Kafka where there is none. Where there is one: {@code KafkaIntegrationTests}.
 */
@Timeout(60)
class KafkaTargetTests {

	@Test
	void isDoneWithinItsTimeoutsWhereThereIsNoBroker() {
		try (KafkaTarget target = target(Map.of())) {
			long start = System.nanoTime();
			assertThatExceptionOfType(RetryableDeliveryException.class)
				.isThrownBy(() -> target.deliver(TestEvents.stored(TestEvents.numbered(100))))
				.withMessage("TimeoutException");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
		}
	}

	@Test
	void whatTheApplicationDoesToItsOwnRecordsDoesNotHinderOurs() {
		Map<String, Object> configuration = Map.of("transactional.id", "app-", "acks", "1", "retries", "0",
				"enable.idempotence", "false", "max.in.flight.requests.per.connection", "50", "linger.ms", "60000",
				"interceptor.classes", "com.example.Missing", "value.serializer", "com.example.Missing");
		try (KafkaTarget target = target(configuration)) {
			assertThatExceptionOfType(RetryableDeliveryException.class)
				.isThrownBy(() -> target.deliver(TestEvents.stored(TestEvents.event())))
				.withMessage("TimeoutException");
		}
	}

	@Test
	void isBlockedWhereTheConfigurationIsNoConfiguration() {
		try (KafkaTarget target = target(Map.of("security.protocol", "NONSENSE"))) {
			assertThatExceptionOfType(BlockedDeliveryException.class)
				.isThrownBy(() -> target.deliver(TestEvents.stored(TestEvents.event())));
		}
	}

	@Test
	void obeysAnInterrupt() {
		try (KafkaTarget target = target(Map.of())) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class)
				.isThrownBy(() -> target.deliver(TestEvents.stored(TestEvents.event())));
			assertThat(Thread.interrupted()).isFalse();
		}
	}

	@Test
	void tellsFailuresApart() {
		assertThat(KafkaFailure.of(new RecordTooLargeException()).outcome().reason()).isEqualTo("too_large");
		assertThat(KafkaFailure.of(new NotEnoughReplicasException()).toException())
			.isInstanceOf(RetryableDeliveryException.class)
			.hasMessage("NotEnoughReplicasException");
		assertThat(KafkaFailure.of(new SaslAuthenticationException("secret")).toException())
			.isInstanceOf(BlockedDeliveryException.class)
			.hasMessage("SaslAuthenticationException");
		assertThat(KafkaFailure.of(new TopicAuthorizationException("t")).toException())
			.isInstanceOf(BlockedDeliveryException.class);
	}

	@Test
	void saysWhichSettingIsWrong() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new KafkaSettings(" ", KafkaKey.TEAM, Duration.ofSeconds(1)))
			.withMessageContaining("tokenr.export.kafka.topic");
		assertThatIllegalArgumentException().isThrownBy(() -> new KafkaSettings("t", KafkaKey.TEAM, Duration.ZERO))
			.withMessageContaining("tokenr.export.kafka.send-timeout");
	}

	@Test
	void keysByWhatMayLeave() {
		UsageEvent event = TestEvents.event(TestEvents.call(), Attribution.builder().customer("acme").build());
		try (KafkaTarget target = target(Map.of())) {
			Map<String, Object> omitted = new HashMap<>(StoredEvent.of(event).document());
			omitted.remove("customer_id");
			assertThat(target.record(StoredEvent.of(event)).key()).isEqualTo("acme");
			assertThat(target.record(StoredEvent.of(JsonDocument.write(omitted))).key()).isNull();
		}
	}

	private static KafkaTarget target(Map<String, Object> more) {
		Map<String, Object> configuration = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:1"));
		configuration.putAll(more);
		return new KafkaTarget(new DefaultKafkaProducerFactory<>(configuration),
				new KafkaSettings("llm-usage", KafkaKey.CUSTOMER, Duration.ofSeconds(1)));
	}

}
