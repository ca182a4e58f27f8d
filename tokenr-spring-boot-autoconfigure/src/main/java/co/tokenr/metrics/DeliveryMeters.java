package co.tokenr.metrics;

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
		Gauge.builder(TokenrMeter.REPORTER_QUEUE_SIZE.getName(), this.readings, DeliveryReadings::waiting)
			.baseUnit(TokenrMeter.REPORTER_QUEUE_SIZE.getBaseUnit())
			.tags(target)
			.register(registry);
		Gauge.builder(TokenrMeter.REPORTER_QUEUE_CAPACITY.getName(), this.readings, DeliveryReadings::capacity)
			.baseUnit(TokenrMeter.REPORTER_QUEUE_CAPACITY.getBaseUnit())
			.tags(target)
			.register(registry);
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

}
