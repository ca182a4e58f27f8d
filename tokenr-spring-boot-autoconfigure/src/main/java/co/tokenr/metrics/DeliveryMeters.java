package co.tokenr.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters a delivery by reading its counters, all of them from the start.
 */
public final class DeliveryMeters implements MeterBinder {

	private final DeliveryReadings readings;

	/**
	 * Creates the meters.
	 * @param readings what is read
	 */
	public DeliveryMeters(DeliveryReadings readings) {
		this.readings = readings;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Tags target = Tags.of("target", this.readings.target());
		gauge(registry, target, TokenrMeter.REPORTER_QUEUE_SIZE, DeliveryReadings::waiting);
		gauge(registry, target, TokenrMeter.REPORTER_QUEUE_CAPACITY, DeliveryReadings::capacity);
		gauge(registry, target, TokenrMeter.REPORTER_SPOOL_EVENTS, DeliveryReadings::spoolEvents);
		gauge(registry, target, TokenrMeter.REPORTER_SPOOL_BYTES, DeliveryReadings::spoolBytes);
		FunctionCounter.builder(TokenrMeter.REPORTER_RETRIES.getName(), this.readings, DeliveryReadings::retries)
			.tags(target)
			.register(registry);
		for (DeliveryReadings.Outcome outcome : this.readings.outcomes()) {
			FunctionCounter
				.builder(TokenrMeter.REPORTER_EVENTS.getName(), this.readings, (readings) -> readings.count(outcome))
				.baseUnit(TokenrMeter.REPORTER_EVENTS.getBaseUnit())
				.tags(target.and("outcome", outcome.name(), "reason", outcome.reason()))
				.register(registry);
		}
	}

	private void gauge(MeterRegistry registry, Tags target, TokenrMeter meter,
			ToDoubleFunction<DeliveryReadings> reading) {
		Gauge.builder(meter.getName(), this.readings, reading)
			.baseUnit(meter.getBaseUnit())
			.tags(target)
			.register(registry);
	}

}
