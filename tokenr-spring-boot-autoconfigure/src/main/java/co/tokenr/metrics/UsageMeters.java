package co.tokenr.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Meters usage. The meters of a combination of tags are found once; both the distinct
 * values of a tag and the combinations are bounded, the rest is metered as {@code other}.
 */
public final class UsageMeters implements InlineUsageListener {

	private final MeterRegistry registry;

	private final UsageMeterConvention convention;

	private final String[] keys;

	private final BoundedValues[] bounds;

	private final int maxSeries;

	private final Map<SeriesKey, UsageSeries> series = new ConcurrentHashMap<>();

	private final SeriesKey other;

	/**
	 * Creates the meters.
	 * @param registry where they are registered
	 * @param convention by which tags
	 * @param maxValuesPerTag distinct values of a tag, one or more
	 * @param maxSeries combinations of tags, one or more
	 */
	public UsageMeters(MeterRegistry registry, UsageMeterConvention convention, int maxValuesPerTag, int maxSeries) {
		this.registry = registry;
		this.convention = convention;
		this.maxSeries = maxSeries;
		List<String> conventionKeys = convention.keys();
		this.keys = conventionKeys.toArray(String[]::new);
		this.bounds = new BoundedValues[this.keys.length];
		String[] others = new String[this.keys.length];
		for (int i = 0; i < this.keys.length; i++) {
			this.bounds[i] = new BoundedValues(maxValuesPerTag);
			others[i] = BoundedValues.OTHER;
		}
		this.other = new SeriesKey(others);
		registerZeros();
	}

	/** Alerts see an increase only from a series that was there before. */
	private void registerZeros() {
		Tags none = Tags.of("provider", BoundedValues.NONE, "model", BoundedValues.NONE);
		registerZero(TokenrMeter.UNPRICED_CALLS, none);
		for (CallStatus status : CallStatus.values()) {
			registerZero(TokenrMeter.USAGE_MISSING, none.and("status", status.value()));
		}
	}

	private void registerZero(TokenrMeter meter, Tags tags) {
		Counter.builder(meter.getName()).baseUnit(meter.getBaseUnit()).tags(tags).register(this.registry);
	}

	@Override
	public void onUsage(UsageEvent event) {
		SeriesKey key = key(event);
		UsageSeries known = this.series.get(key);
		if (known == null) {
			SeriesKey bounded = (this.series.size() < this.maxSeries) ? key : this.other;
			known = this.series.computeIfAbsent(bounded, this::series);
		}
		known.add(event);
	}

	private SeriesKey key(UsageEvent event) {
		String[] values = new String[this.keys.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.bounds[i].bound(this.convention.value(event, this.keys[i]));
		}
		return new SeriesKey(values);
	}

	private UsageSeries series(SeriesKey key) {
		Tags tags = Tags.empty();
		String provider = BoundedValues.NONE;
		String model = BoundedValues.NONE;
		for (int i = 0; i < this.keys.length; i++) {
			tags = tags.and(this.keys[i], key.value(i));
			provider = this.keys[i].equals("provider") ? key.value(i) : provider;
			model = this.keys[i].equals("model") ? key.value(i) : model;
		}
		return new UsageSeries(this.registry, tags, Tags.of("provider", provider, "model", model));
	}

}
