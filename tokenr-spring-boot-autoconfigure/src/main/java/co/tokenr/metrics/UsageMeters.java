package co.tokenr.metrics;

import java.util.Arrays;
import java.util.List;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

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

	private final SeriesTree series = new SeriesTree();

	private int size;

	/** The series of all that come when there is no more room. */
	private volatile @Nullable UsageSeries others;

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
		for (int i = 0; i < this.keys.length; i++) {
			this.bounds[i] = new BoundedValues(maxValuesPerTag);
		}
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
		UsageSeries known = find(event);
		((known != null) ? known : added(event)).add(event);
	}

	private @Nullable UsageSeries find(UsageEvent event) {
		SeriesTree node = this.series;
		for (int i = 0; i < this.keys.length && node != null; i++) {
			String value = this.convention.value(event, this.keys[i]);
			SeriesTree next = (value != null) ? node.find(value) : null;
			node = (next != null) ? next : node.find(this.bounds[i].bound(value));
		}
		return (node != null) ? node.series() : null;
	}

	private String value(UsageEvent event, int index) {
		return this.bounds[index].bound(this.convention.value(event, this.keys[index]));
	}

	private UsageSeries added(UsageEvent event) {
		UsageSeries others = this.others;
		return (others != null) ? others : addedOrOthers(event);
	}

	private synchronized UsageSeries addedOrOthers(UsageEvent event) {
		String[] values = new String[this.keys.length];
		if (this.size < this.maxSeries) {
			for (int i = 0; i < values.length; i++) {
				values[i] = value(event, i);
			}
			return make(values);
		}
		Arrays.fill(values, BoundedValues.OTHER);
		UsageSeries made = make(values);
		this.others = made;
		return made;
	}

	private UsageSeries make(String[] values) {
		SeriesTree node = this.series;
		Tags tags = Tags.empty();
		String provider = BoundedValues.NONE;
		String model = BoundedValues.NONE;
		for (int i = 0; i < values.length; i++) {
			node = node.make(values[i]);
			tags = tags.and(this.keys[i], values[i]);
			provider = this.keys[i].equals("provider") ? values[i] : provider;
			model = this.keys[i].equals("model") ? values[i] : model;
		}
		UsageSeries known = node.series();
		if (known == null) {
			known = new UsageSeries(this.registry, tags, Tags.of("provider", provider, "model", model));
			node.setSeries(known);
			this.size++;
		}
		return known;
	}

}
