package co.tokenr.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * Totals of this instance since its start: of all events and by some dimensions. Bounded:
 * beyond 1000 values of a dimension the rest is summed up as {@code other}. One lock,
 * held for a few additions.
 */
public final class RunningTotals implements InlineUsageListener {

	/** By what totals are kept. */
	public static final List<Dimension> DIMENSIONS = List.of(Dimension.PROVIDER, Dimension.MODEL, Dimension.AGENT,
			Dimension.FEATURE, Dimension.TEAM);

	private static final int MAX_VALUES = 1000;

	private static final String NONE = "none";

	private static final String OTHER = "other";

	private final TotalsAccumulator all = new TotalsAccumulator();

	private final Map<Dimension, Map<String, TotalsAccumulator>> byDimension = new HashMap<>();

	private final Map<String, TotalsAccumulator> byProvider = keptBy(Dimension.PROVIDER);

	private final Map<String, TotalsAccumulator> byModel = keptBy(Dimension.MODEL);

	private final Map<String, TotalsAccumulator> byAgent = keptBy(Dimension.AGENT);

	private final Map<String, TotalsAccumulator> byFeature = keptBy(Dimension.FEATURE);

	private final Map<String, TotalsAccumulator> byTeam = keptBy(Dimension.TEAM);

	/**
	 * Creates totals at zero.
	 */
	public RunningTotals() {
	}

	private Map<String, TotalsAccumulator> keptBy(Dimension dimension) {
		return this.byDimension.computeIfAbsent(dimension, (absent) -> new HashMap<>());
	}

	@Override
	public synchronized void onUsage(UsageEvent event) {
		Attribution attribution = event.attribution();
		this.all.add(event);
		accumulator(this.byProvider, event.provider()).add(event);
		accumulator(this.byModel, event.model()).add(event);
		accumulator(this.byAgent, attribution.agentId()).add(event);
		accumulator(this.byFeature, attribution.feature()).add(event);
		accumulator(this.byTeam, attribution.teamId()).add(event);
	}

	private static TotalsAccumulator accumulator(Map<String, TotalsAccumulator> values, @Nullable String value) {
		String name = (value != null) ? value : NONE;
		TotalsAccumulator known = values.get(name);
		if (known != null) {
			return known;
		}
		String key = (values.size() < MAX_VALUES) ? name : OTHER;
		return values.computeIfAbsent(key, (absent) -> new TotalsAccumulator());
	}

	/**
	 * Returns the totals of all events.
	 * @return the totals
	 */
	public synchronized UsageTotals totals() {
		return this.all.read();
	}

	/**
	 * Returns the totals by the values of a dimension, events without a value under
	 * {@code none}.
	 * @param dimension one of the {@link #DIMENSIONS}
	 * @return totals by value, in the order of the values
	 */
	public synchronized Map<String, UsageTotals> totals(Dimension dimension) {
		Map<String, UsageTotals> totals = new TreeMap<>();
		this.byDimension.getOrDefault(dimension, Map.of())
			.forEach((value, accumulator) -> totals.put(value, accumulator.read()));
		return totals;
	}

}
