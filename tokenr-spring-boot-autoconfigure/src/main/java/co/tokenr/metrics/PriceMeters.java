package co.tokenr.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Meters which prices are used and how old they are.
 */
public final class PriceMeters implements MeterBinder {

	private final PriceReadings readings;

	private final Clock clock;

	/**
	 * Creates the meters.
	 * @param readings what is read
	 * @param clock tells today
	 */
	public PriceMeters(PriceReadings readings, Clock clock) {
		this.readings = readings;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter
			.builder(TokenrMeter.PRICES_REFRESH_FAILURES.getName(), this.readings, PriceReadings::refreshFailures)
			.register(registry);
		MultiGauge info = MultiGauge.builder(TokenrMeter.PRICES_INFO.getName()).register(registry);
		MultiGauge age = MultiGauge.builder(TokenrMeter.PRICES_AGE.getName())
			.baseUnit(TokenrMeter.PRICES_AGE.getBaseUnit())
			.register(registry);
		show(info, age);
		this.readings.onChange(() -> show(info, age));
	}

	private void show(MultiGauge info, MultiGauge age) {
		List<MultiGauge.Row<?>> infos = new ArrayList<>();
		List<MultiGauge.Row<?>> ages = new ArrayList<>();
		for (PriceReadings.Source source : this.readings.sources()) {
			infos.add(MultiGauge.Row.of(Tags.of("source", source.name(), "version", source.version()), 1));
			ages.add(MultiGauge.Row.of(Tags.of("source", source.name()), () -> seconds(oldest(source.name()))));
		}
		info.register(infos, true);
		age.register(ages, true);
	}

	/** Bundled prices are read one provider after the other, so that it is asked anew. */
	private @Nullable LocalDate oldest(String source) {
		return this.readings.sources()
			.stream()
			.filter((each) -> each.name().equals(source))
			.map(PriceReadings.Source::asOf)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private double seconds(@Nullable LocalDate asOf) {
		return (asOf != null)
				? Duration.between(asOf.atStartOfDay(ZoneOffset.UTC).toInstant(), this.clock.instant()).toSeconds()
				: Double.NaN;
	}

}
