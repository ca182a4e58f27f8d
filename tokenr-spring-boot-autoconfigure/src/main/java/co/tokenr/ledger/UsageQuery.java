package co.tokenr.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A question to a {@link UsageLedger}: of which usage, and by what to sum it up.
 * Immutable; each method returns a new query. Instants count in microseconds.
 *
 * @param from calls that began at this instant or later
 * @param to calls that began before this instant
 * @param zone by whose clocks time is cut into buckets
 * @param groupBy by which dimensions, in this order; none for all usage together
 * @param filters values that are asked for by dimension, {@code null} among them for
 * usage without a value; all dimensions must match
 * @param bucket into what time is cut
 * @param top how many groups are told apart, from 1 to 1000; the rest is one row,
 * {@code other}
 * @param order by what groups are ranked over the whole range, highest first
 * @param percentiles whether each row has percentiles of its durations, which are dear
 * where there are many groups
 */
public record UsageQuery(Instant from, Instant to, ZoneId zone, List<Dimension> groupBy,
		Map<Dimension, Set<@Nullable String>> filters, TimeBucket bucket, int top, Order order, boolean percentiles) {

	/** How many groups are told apart unless the query says otherwise. */
	public static final int DEFAULT_TOP = 100;

	private static final int MAX_TOP = 1000;

	private static final int MAX_BUCKETS = 10_000;

	private static final int MAX_VALUES = 100;

	private static final int MAX_DIMENSIONS = 5;

	/** No call is older. */
	public static final Instant MIN = Instant.EPOCH;

	/** All calls are older. */
	public static final Instant MAX = MIN.atZone(ZoneOffset.UTC).withYear(2200).toInstant();

	/**
	 * Creates a query.
	 * @throws IllegalArgumentException if it cannot be answered; the message says what to
	 * do
	 */
	public UsageQuery {
		from = from.truncatedTo(ChronoUnit.MICROS);
		to = to.truncatedTo(ChronoUnit.MICROS);
		check(from.isBefore(to), "'from' (" + from + ") is not before 'to' (" + to + "). Swap them or ask for more");
		check(!from.isBefore(MIN) && !to.isAfter(MAX), "The range must lie between " + MIN + " and " + MAX);
		check(bucket.maxBuckets(ChronoUnit.SECONDS.between(from, to)) <= MAX_BUCKETS, "The range has more than "
				+ MAX_BUCKETS + " buckets of one " + bucket.value() + ". Ask for a larger bucket or a shorter range");
		check(top >= 1 && top <= MAX_TOP, "'top' is " + top + ". Use 1 to " + MAX_TOP);
		check(groupBy.size() <= MAX_DIMENSIONS, "Grouped by more than " + MAX_DIMENSIONS + " dimensions. Use fewer");
		check(new LinkedHashSet<>(groupBy).size() == groupBy.size(),
				"Grouped by the same dimension twice: " + groupBy + ". Name each once");
		groupBy = List.copyOf(groupBy);
		filters = copyOf(filters);
	}

	/**
	 * Asks for all usage in a range, together.
	 * @param from calls that began at this instant or later, from 1970
	 * @param to calls that began before this instant, up to 2200
	 * @param zone by whose clocks time is cut
	 * @return the query
	 * @throws IllegalArgumentException if the range is empty or out of bounds
	 */
	public static UsageQuery between(Instant from, Instant to, ZoneId zone) {
		return new UsageQuery(from, to, zone, List.of(), Map.of(), TimeBucket.NONE, DEFAULT_TOP, Order.COST, true);
	}

	/**
	 * Sums up by dimensions.
	 * @param dimensions their names, such as {@code feature} or {@code tag:region}; at
	 * most five
	 * @return the query
	 * @throws IllegalArgumentException if there is no such dimension
	 */
	public UsageQuery groupBy(String... dimensions) {
		return new UsageQuery(this.from, this.to, this.zone, Arrays.stream(dimensions).map(Dimension::of).toList(),
				this.filters, this.bucket, this.top, this.order, this.percentiles);
	}

	/**
	 * Keeps usage with one of some values. Asked again for the same dimension, the values
	 * are added.
	 * @param dimension name of the dimension
	 * @param values the values
	 * @return the query
	 * @throws IllegalArgumentException if there is no such dimension, or no value
	 */
	public UsageQuery where(String dimension, String... values) {
		check(values.length > 0, "No value for '" + dimension + "'. Name one, or ask for usage without a value");
		return filtered(Dimension.of(dimension), Arrays.asList(values));
	}

	/**
	 * Keeps usage that has no value of a dimension, beside the values asked for.
	 * @param dimension name of the dimension
	 * @return the query
	 * @throws IllegalArgumentException if there is no such dimension
	 */
	public UsageQuery without(String dimension) {
		return filtered(Dimension.of(dimension), Collections.singletonList(null));
	}

	/**
	 * Cuts time into buckets.
	 * @param bucket the bucket
	 * @return the query
	 * @throws IllegalArgumentException if the range has too many of them
	 */
	public UsageQuery bucket(TimeBucket bucket) {
		return new UsageQuery(this.from, this.to, this.zone, this.groupBy, this.filters, bucket, this.top, this.order,
				this.percentiles);
	}

	/**
	 * Tells the highest groups apart.
	 * @param top how many, from 1 to 1000
	 * @return the query
	 */
	public UsageQuery top(int top) {
		return new UsageQuery(this.from, this.to, this.zone, this.groupBy, this.filters, this.bucket, top, this.order,
				this.percentiles);
	}

	/**
	 * Ranks groups.
	 * @param order by what
	 * @return the query
	 */
	public UsageQuery orderBy(Order order) {
		return new UsageQuery(this.from, this.to, this.zone, this.groupBy, this.filters, this.bucket, this.top, order,
				this.percentiles);
	}

	/**
	 * Leaves percentiles out, which makes an answer with many groups quicker.
	 * @return the query
	 */
	public UsageQuery withoutPercentiles() {
		return new UsageQuery(this.from, this.to, this.zone, this.groupBy, this.filters, this.bucket, this.top,
				this.order, false);
	}

	boolean matches(UsageFacts facts) {
		for (Map.Entry<Dimension, Set<@Nullable String>> filter : this.filters.entrySet()) {
			if (!filter.getValue().contains(facts.value(filter.getKey()))) {
				return false;
			}
		}
		return true;
	}

	private UsageQuery filtered(Dimension dimension, List<@Nullable String> values) {
		Map<Dimension, Set<@Nullable String>> more = new LinkedHashMap<>(this.filters);
		Set<@Nullable String> all = new LinkedHashSet<>(more.getOrDefault(dimension, Set.of()));
		values.forEach((value) -> all.add(LedgerText.fit(value)));
		more.put(dimension, all);
		return new UsageQuery(this.from, this.to, this.zone, this.groupBy, more, this.bucket, this.top, this.order,
				this.percentiles);
	}

	private static Map<Dimension, Set<@Nullable String>> copyOf(Map<Dimension, Set<@Nullable String>> filters) {
		Map<Dimension, Set<@Nullable String>> copy = new LinkedHashMap<>();
		filters.forEach((dimension, values) -> {
			check(values.size() <= MAX_VALUES,
					"More than " + MAX_VALUES + " values for '" + dimension + "'. Group by it instead");
			copy.put(dimension, Collections.unmodifiableSet(new LinkedHashSet<>(values)));
		});
		return Collections.unmodifiableMap(copy);
	}

	private static void check(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * By what groups are ranked.
	 */
	public enum Order {

		/**
		 * By cost, in the currency that most groups have: amounts of different currencies
		 * are not compared. Groups that have none of it come last, by tokens.
		 */
		COST,

		/** By input and output tokens. */
		TOKENS,

		/** By calls. */
		CALLS

	}

}
