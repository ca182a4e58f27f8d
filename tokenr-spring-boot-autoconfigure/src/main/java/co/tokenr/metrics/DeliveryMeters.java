package co.tokenr.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters the delivery to each target by reading its counters, all of them from the start.
 */
public final class DeliveryMeters implements MeterBinder {

	private final List<DeliveryReadings> targets;

	/**
	 * Creates the meters.
	 * @param targets what is read, one for each target
	 */
	public DeliveryMeters(List<DeliveryReadings> targets) {
		this.targets = List.copyOf(targets);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.targets.forEach((target) -> bind(registry, target));
	}

	private static void bind(MeterRegistry registry, DeliveryReadings delivery) {
		Tags target = Tags.of("target", delivery.target());
		gauge(registry, delivery, target, TokenrMeter.REPORTER_QUEUE_SIZE, DeliveryReadings::waiting);
		gauge(registry, delivery, target, TokenrMeter.REPORTER_QUEUE_CAPACITY, DeliveryReadings::capacity);
		gauge(registry, delivery, target, TokenrMeter.REPORTER_SPOOL_EVENTS, DeliveryReadings::spoolEvents);
		gauge(registry, delivery, target, TokenrMeter.REPORTER_SPOOL_BYTES, DeliveryReadings::spoolBytes);
		FunctionCounter.builder(TokenrMeter.REPORTER_RETRIES.getName(), delivery, DeliveryReadings::retries)
			.tags(target)
			.register(registry);
		for (DeliveryReadings.Outcome outcome : delivery.outcomes()) {
			FunctionCounter
				.builder(TokenrMeter.REPORTER_EVENTS.getName(), delivery, (readings) -> readings.count(outcome))
				.baseUnit(TokenrMeter.REPORTER_EVENTS.getBaseUnit())
				.tags(target.and("outcome", outcome.name(), "reason", outcome.reason()))
				.register(registry);
		}
	}

	private static void gauge(MeterRegistry registry, DeliveryReadings delivery, Tags target, TokenrMeter meter,
			ToDoubleFunction<DeliveryReadings> reading) {
		Gauge.builder(meter.getName(), delivery, reading).baseUnit(meter.getBaseUnit()).tags(target).register(registry);
	}

}
