package co.tokenr.ledger;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.ExactSum;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * Sums events up. Thread-safe; its lock is held for a few additions.
 */
public final class TotalsAccumulator implements InlineUsageListener {

	private long calls;

	private long errors;

	private long cancelled;

	private long input;

	private long cacheRead;

	private long cacheCreation;

	private long output;

	private long reasoning;

	private long missingUsage;

	private long unpriced;

	private long covered;

	private final Map<String, ExactSum> cost = new HashMap<>(4);

	private final Map<String, ExactSum> cacheSavings = new HashMap<>(4);

	/**
	 * Creates an accumulator at zero.
	 */
	public TotalsAccumulator() {
	}

	@Override
	public synchronized void onUsage(UsageEvent event) {
		add(event);
	}

	/** Adds an event, under a lock of the caller's. */
	void add(UsageEvent event) {
		this.calls++;
		this.errors += (event.status() == CallStatus.ERROR) ? 1 : 0;
		this.cancelled += (event.status() == CallStatus.CANCELLED) ? 1 : 0;
		this.missingUsage += (event.call().usageSource() == UsageSource.MISSING) ? 1 : 0;
		TokenCounts usage = event.usage();
		this.input += orZero(usage.input());
		this.cacheRead += orZero(usage.cacheReadInput());
		this.cacheCreation += orZero(usage.cacheCreationInput());
		this.output += orZero(usage.output());
		this.reasoning += orZero(usage.reasoningOutput());
		Cost cost = event.cost();
		if (cost.amount() == null) {
			this.unpriced += (event.call().usageSource() != UsageSource.MISSING) ? 1 : 0;
			return;
		}
		this.covered += (event.call().usageSource() == UsageSource.PROVIDER) ? 1 : 0;
		sum(this.cost, cost.currency()).add(cost.amount());
		if (cost.cacheSavings() != null) {
			sum(this.cacheSavings, cost.currency()).add(cost.cacheSavings());
		}
	}

	private static ExactSum sum(Map<String, ExactSum> sums, String currency) {
		ExactSum known = sums.get(currency);
		return (known != null) ? known : sums.computeIfAbsent(currency, (absent) -> new ExactSum());
	}

	/**
	 * Returns the sums so far.
	 * @return the totals
	 */
	public synchronized UsageTotals totals() {
		return read();
	}

	/** Returns the sums so far, under a lock of the caller's. */
	UsageTotals read() {
		return new UsageTotals(this.calls, this.errors, this.cancelled, this.input, this.cacheRead, this.cacheCreation,
				this.output, this.reasoning, this.missingUsage, this.unpriced, this.covered, totals(this.cost),
				totals(this.cacheSavings));
	}

	private static Map<String, BigDecimal> totals(Map<String, ExactSum> sums) {
		return sums.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (sum) -> sum.getValue().total()));
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

}
