package co.tokenr.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * Totals of this instance since its start: of all events and by some dimensions. Bounded:
 * beyond 1000 values of a dimension the rest is summed up as {@code other}.
 */
public final class RunningTotals implements InlineUsageListener {

	/** By what totals are kept. */
	public static final List<Dimension> DIMENSIONS = List.of(Dimension.PROVIDER, Dimension.MODEL, Dimension.AGENT,
			Dimension.FEATURE, Dimension.TEAM);

	private static final int MAX_VALUES = 1000;

	private static final String NONE = "none";

	private static final String OTHER = "other";

	private final TotalsAccumulator all = new TotalsAccumulator();

	private final Map<Dimension, Map<String, TotalsAccumulator>> byDimension = new LinkedHashMap<>();

	/**
	 * Creates totals at zero.
	 */
	public RunningTotals() {
		for (Dimension dimension : DIMENSIONS) {
			this.byDimension.put(dimension, new ConcurrentHashMap<>());
		}
	}

	@Override
	public void onUsage(UsageEvent event) {
		this.all.onUsage(event);
		tell(Dimension.PROVIDER, event.provider(), event);
		tell(Dimension.MODEL, event.model(), event);
		tell(Dimension.AGENT, event.attribution().agentId(), event);
		tell(Dimension.FEATURE, event.attribution().feature(), event);
		tell(Dimension.TEAM, event.attribution().teamId(), event);
	}

	private void tell(Dimension dimension, @Nullable String value, UsageEvent event) {
		Map<String, TotalsAccumulator> values = this.byDimension.get(dimension);
		if (values != null) {
			accumulator(values, (value != null) ? value : NONE).onUsage(event);
		}
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
	 * @param dimension one of the {@link #DIMENSIONS}
	 * @return totals by value, in the order of the values
	 */
	public Map<String, UsageTotals> totals(Dimension dimension) {
		Map<String, UsageTotals> totals = new TreeMap<>();
		this.byDimension.getOrDefault(dimension, Map.of())
			.forEach((value, accumulator) -> totals.put(value, accumulator.totals()));
		return totals;
	}

}
