package co.tokenr.ledger;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;

/**
 * Totals of this instance since its start: of all events and by each {@link Dimension}.
 * Bounded: beyond 1000 values of a dimension the rest is summed up as {@code other}.
 */
public final class RunningTotals implements InlineUsageListener {

	private static final int MAX_VALUES = 1000;

	private static final String OTHER = "other";

	private final TotalsAccumulator all = new TotalsAccumulator();

	private final Map<Dimension, Map<String, TotalsAccumulator>> byDimension = new EnumMap<>(Dimension.class);

	/**
	 * Creates totals at zero.
	 */
	public RunningTotals() {
		for (Dimension dimension : Dimension.values()) {
			this.byDimension.put(dimension, new ConcurrentHashMap<>());
		}
	}

	@Override
	public void onUsage(UsageEvent event) {
		this.all.onUsage(event);
		this.byDimension.forEach((dimension, values) -> accumulator(values, dimension.of(event)).onUsage(event));
	}

	private static TotalsAccumulator accumulator(Map<String, TotalsAccumulator> values, String value) {
		TotalsAccumulator known = values.get(value);
		if (known != null) {
			return known;
		}
		String key = (values.size() < MAX_VALUES) ? value : OTHER;
		return values.computeIfAbsent(key, (absent) -> new TotalsAccumulator());
	}

	/**
	 * Returns the totals of all events.
	 * @return the totals
	 */
	public UsageTotals totals() {
		return this.all.totals();
	}

	/**
	 * Returns the totals by the values of a dimension, events without a value under
	 * {@code none}.
	 * @param dimension the dimension
	 * @return totals by value, in the order of the values
	 */
	public Map<String, UsageTotals> totals(Dimension dimension) {
		Map<String, UsageTotals> totals = new TreeMap<>();
		this.byDimension.getOrDefault(dimension, Map.of())
			.forEach((value, accumulator) -> totals.put(value, accumulator.totals()));
		return totals;
	}

}
