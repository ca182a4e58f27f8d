package co.tokenr.benchmark;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import co.tokenr.usage.EventId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The least that recording an event can be: an id, an instant, a record of 22 fields,
 * four counters and a timer that are at hand, and a place in a queue that another thread
 * empties.
 */
final class Floor implements AutoCloseable {

	private static final BigDecimal COST = new BigDecimal("0.00037755");

	private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(8192);

	private final LongAdder taken = new LongAdder();

	private final List<Counter> counters;

	private final Timer timer;

	private final Thread consumer = new Thread(this::consume, "floor");

	Floor() {
		MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		this.counters = Stream.of("input", "cache", "output", "cost")
			.map((type) -> Counter.builder("floor").tag("type", type).register(registry))
			.toList();
		this.timer = Timer.builder("floor.duration").register(registry);
		this.consumer.setDaemon(true);
		this.consumer.start();
	}

	boolean record() {
		Duration latency = Duration.ofMillis(840);
		Event event = new Event(EventId.next(), Instant.now(), "benchmark", "openai", "chat", "gpt-4o-mini",
				"gpt-4o-mini-2024-07-18", "chatcmpl-9xYzAbCdEfGhIjKlMnOpQrStUv", null, false, "success", null, latency,
				1250, 1024, 317, COST, "USD", "support", "answers", "care", "advisor");
		this.counters.get(0).increment(226);
		this.counters.get(1).increment(1024);
		this.counters.get(2).increment(317);
		this.counters.get(3).increment(COST.doubleValue());
		this.timer.record(latency);
		return this.queue.offer(event);
	}

	/** How many events were taken out of the queue. */
	long taken() {
		return this.taken.sum();
	}

	private void consume() {
		List<Event> batch = new ArrayList<>();
		try {
			while (true) {
				Event first = this.queue.poll(1, TimeUnit.SECONDS);
				if (first != null) {
					this.taken.add(1 + this.queue.drainTo(batch));
					batch.clear();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.consumer.interrupt();
	}

	private record Event(UUID id, Instant occurredAt, String service, String provider, String operation,
			String requestModel, String responseModel, String responseId, @Nullable String serviceTier,
			boolean streaming, String status, @Nullable String errorType, Duration latency, long input, long cacheRead,
			long output, BigDecimal cost, String currency, String agent, String feature, String team,
			String capturedBy) {
	}

}
