package co.tokenr.report.target.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import co.tokenr.report.DeliveryResult;
import co.tokenr.report.Egress;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.StoredEvent;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Sends events to a Kafka topic: the document of the event as value, its id as header
 * {@code event_id}. Brokers and security are the application's; the producer is our own,
 * idempotent, acknowledged by all replicas, and done with every event within the send
 * timeout, so that none is still on its way when it is offered again.
 */
public final class KafkaTarget implements ReportTarget, AutoCloseable {

	private final KafkaSettings settings;

	private final DefaultKafkaProducerFactory<String, byte[]> producers;

	/**
	 * Creates a target. The producer is made when the first events come.
	 * @param application where the configuration is taken from
	 * @param settings where and how
	 */
	public KafkaTarget(ProducerFactory<?, ?> application, KafkaSettings settings) {
		this.settings = settings;
		this.producers = new DefaultKafkaProducerFactory<>(
				configuration(application.getConfigurationProperties(), settings), new StringSerializer(),
				new ByteArraySerializer());
	}

	private static Map<String, Object> configuration(Map<String, Object> application, KafkaSettings settings) {
		int timeout = (int) settings.sendTimeout().toMillis();
		Map<String, Object> configuration = new HashMap<>(application);
		configuration.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
		// what the application does to its own records is not for ours
		configuration.remove(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);
		configuration.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
		configuration.remove(ProducerConfig.RETRIES_CONFIG);
		configuration.remove(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
		configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "tokenr");
		configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		configuration.put(ProducerConfig.ACKS_CONFIG, "all");
		configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
		configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout / 2);
		configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
		configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
		return configuration;
	}

	@Override
	public String name() {
		return "kafka";
	}

	@Override
	public Egress egress() {
		return this.settings.egress();
	}

	@Override
	public DeliveryResult deliver(List<StoredEvent> batch) throws InterruptedException {
		try (Producer<String, byte[]> producer = this.producers.createProducer()) {
			return await(send(producer, batch), batch.size());
		}
		catch (InterruptException ex) {
			Thread.interrupted();
			throw new InterruptedException();
		}
		catch (KafkaException ex) {
			throw KafkaFailure.of(ex).toException();
		}
	}

	/**
	 * Hands the events to the producer, and no more of them once it can take none: each
	 * would wait for the broker anew.
	 */
	private List<Future<RecordMetadata>> send(Producer<String, byte[]> producer, List<StoredEvent> batch)
			throws InterruptedException {
		List<Future<RecordMetadata>> sent = new ArrayList<>(batch.size());
		for (StoredEvent event : batch) {
			Future<RecordMetadata> future = producer.send(record(event));
			sent.add(future);
			KafkaFailure failure = future.isDone() ? failure(future) : null;
			if (failure != null && !failure.isOfTheEvent()) {
				break;
			}
		}
		return sent;
	}

	ProducerRecord<String, byte[]> record(StoredEvent event) {
		String key = (event.document().get(this.settings.key().field()) instanceof String text) ? text : null;
		ProducerRecord<String, byte[]> record = new ProducerRecord<>(this.settings.topic(), key, event.json());
		record.headers().add("event_id", event.id().getBytes(StandardCharsets.US_ASCII));
		record.headers().add("content-type", "application/json".getBytes(StandardCharsets.US_ASCII));
		return record;
	}

	private DeliveryResult await(List<Future<RecordMetadata>> sent, int size) throws InterruptedException {
		List<EventOutcome> outcomes = new ArrayList<>(size);
		KafkaFailure last = null;
		boolean settled = false;
		for (Future<RecordMetadata> future : sent) {
			KafkaFailure failure = failure(future);
			last = (failure != null) ? failure : last;
			EventOutcome outcome = (failure != null) ? failure.outcome() : EventOutcome.ACCEPTED;
			settled |= outcome != EventOutcome.AGAIN;
			outcomes.add(outcome);
		}
		if (last != null && !settled) {
			throw last.toException();
		}
		while (outcomes.size() < size) {
			outcomes.add(EventOutcome.AGAIN);
		}
		return DeliveryResult.of(outcomes);
	}

	private @Nullable KafkaFailure failure(Future<RecordMetadata> future) throws InterruptedException {
		try {
			// the producer is done with it by its own timeout; this is for its threads
			future.get(this.settings.sendTimeout().toMillis() + 1000, TimeUnit.MILLISECONDS);
			return null;
		}
		catch (ExecutionException ex) {
			return KafkaFailure.of((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException ex) {
			return KafkaFailure.of(ex);
		}
	}

	/**
	 * Closes the producer; it is made anew when further events come.
	 */
	@Override
	public void close() {
		this.producers.reset();
	}

}
