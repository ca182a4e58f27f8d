package co.tokenr.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Makes the answer to a query from sums by group and time, the same for every ledger:
 * cuts time, ranks groups and sums up as {@code other} what is beyond the top. Not
 * thread-safe.
 */
public final class AnswerBuilder {

	private static final List<@Nullable String> OTHER = List.of();

	private final UsageQuery query;

	private final Map<Instant, Map<List<@Nullable String>, UsageSums>> cells = new TreeMap<>();

	/**
	 * Creates a builder of an empty answer.
	 * @param query what is asked
	 */
	public AnswerBuilder(UsageQuery query) {
		this.query = query;
	}

	/**
	 * Returns where usage is to be added.
	 * @param at an instant in the bucket of the usage
	 * @param group the values that the query groups by, in its order; kept, not copied
	 * @return the sums, to be added to
	 */
	public UsageSums cell(Instant at, List<@Nullable String> group) {
		return this.cells.computeIfAbsent(this.query.bucket().start(at, this.query.zone()), (absent) -> new HashMap<>())
			.computeIfAbsent(group, (absent) -> new UsageSums());
	}

	/**
	 * Builds the answer.
	 * @param scope of whom the ledger knows
	 * @param completeSince since when it knows all, {@code null} for always
	 * @return the answer
	 */
	public UsageAnswer build(UsageAnswer.Scope scope, @Nullable Instant completeSince) {
		List<List<@Nullable String>> ranked = ranked();
		List<List<@Nullable String>> top = ranked.subList(0, Math.min(this.query.top(), ranked.size()));
		Set<List<@Nullable String>> told = new HashSet<>(top);
		List<UsageRow> rows = new ArrayList<>();
		this.cells.forEach((bucket, groups) -> {
			for (List<@Nullable String> group : top) {
				UsageSums sums = groups.get(group);
				if (sums != null) {
					rows.add(row(bucket, group, false, sums));
				}
			}
			UsageSums other = new UsageSums();
			groups.forEach((group, sums) -> {
				if (!told.contains(group)) {
					other.add(sums);
				}
			});
			if (other.totals().calls() > 0) {
				rows.add(row(bucket, OTHER, true, other));
			}
		});
		return new UsageAnswer(scope, completeSince, rows);
	}

	private UsageRow row(Instant bucket, List<@Nullable String> group, boolean other, UsageSums sums) {
		return new UsageRow((this.query.bucket() != TimeBucket.NONE) ? bucket : null, group, other, sums.totals(),
				percentiles(sums.latency()), percentiles(sums.firstToken()));
	}

	private Percentiles percentiles(LatencyHistogram durations) {
		return this.query.percentiles() ? Percentiles.of(durations) : Percentiles.NONE;
	}

	private List<List<@Nullable String>> ranked() {
		Map<List<@Nullable String>, UsageSums> sums = new HashMap<>();
		this.cells.values()
			.forEach((groups) -> groups
				.forEach((group, cell) -> sums.computeIfAbsent(group, (absent) -> new UsageSums()).add(cell.totals())));
		Map<List<@Nullable String>, UsageTotals> totals = new HashMap<>();
		sums.forEach((group, sum) -> totals.put(group, sum.totals()));
		List<List<@Nullable String>> ranked = new ArrayList<>(totals.keySet());
		Comparator<UsageTotals> order = order(totals);
		ranked.sort((one, another) -> {
			int rank = order.compare(total(totals, one), total(totals, another));
			return (rank != 0) ? rank : compare(one, another);
		});
		return ranked;
	}

	private static UsageTotals total(Map<List<@Nullable String>, UsageTotals> totals, List<@Nullable String> group) {
		return totals.getOrDefault(group, UsageTotals.NONE);
	}

	/** Highest first; a total order together with the values. */
	private Comparator<UsageTotals> order(Map<List<@Nullable String>, UsageTotals> totals) {
		Comparator<UsageTotals> calls = Comparator.comparingLong(UsageTotals::calls).reversed();
		Comparator<UsageTotals> tokens = Comparator.comparingLong(UsageTotals::totalTokens).reversed();
		return switch (this.query.order()) {
			case CALLS -> calls.thenComparing(tokens);
			case TOKENS -> tokens.thenComparing(calls);
			case COST -> {
				String currency = leadingCurrency(totals);
				Comparator<UsageTotals> cost = Comparator
					.comparing((sums) -> sums.cost().getOrDefault(currency, BigDecimal.ZERO));
				yield cost.reversed().thenComparing(tokens).thenComparing(calls);
			}
		};
	}

	private static String leadingCurrency(Map<List<@Nullable String>, UsageTotals> totals) {
		Map<String, Integer> groups = new TreeMap<>();
		totals.values().forEach((sums) -> sums.cost().keySet().forEach((code) -> groups.merge(code, 1, Integer::sum)));
		return groups.entrySet()
			.stream()
			.max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
			.map(Map.Entry::getKey)
			.orElse("");
	}

	private static int compare(List<@Nullable String> one, List<@Nullable String> another) {
		Comparator<@Nullable String> values = Comparator.nullsFirst(Comparator.naturalOrder());
		for (int i = 0; i < one.size(); i++) {
			int order = values.compare(one.get(i), another.get(i));
			if (order != 0) {
				return order;
			}
		}
		return 0;
	}

}
