package co.tokenr.metrics;

import java.util.function.LongSupplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters how often listeners, customizers and price books of the application failed.
 */
public final class ExtensionMeters implements MeterBinder {

	private final LongSupplier failures;

	/**
	 * Creates the meters.
	 * @param failures the failures since the start
	 */
	public ExtensionMeters(LongSupplier failures) {
		this.failures = failures;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter.builder(TokenrMeter.LISTENER_FAILURES.getName(), this.failures, (count) -> count.getAsLong())
			.register(registry);
	}

}
