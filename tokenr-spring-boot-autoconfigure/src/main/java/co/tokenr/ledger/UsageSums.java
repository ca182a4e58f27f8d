package co.tokenr.ledger;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums usage up, with the histograms of its durations. Not thread-safe.
 */
public final class UsageSums {

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

	private final Map<String, BigDecimal> cost = new TreeMap<>();

	private final Map<String, BigDecimal> cacheSavings = new TreeMap<>();

	private final LatencyHistogram latency = new LatencyHistogram();

	private final LatencyHistogram firstToken = new LatencyHistogram();

	/**
	 * Creates sums at zero.
	 */
	public UsageSums() {
	}

	/**
	 * Adds an event.
	 * @param facts what is counted of it
	 */
	public void add(UsageFacts facts) {
		this.calls++;
		String status = facts.value(Dimension.STATUS);
		this.errors += "error".equals(status) ? 1 : 0;
		this.cancelled += "cancelled".equals(status) ? 1 : 0;
		this.input += facts.inputTokens();
		this.cacheRead += facts.cacheReadInputTokens();
		this.cacheCreation += facts.cacheCreationInputTokens();
		this.output += facts.outputTokens();
		this.reasoning += facts.reasoningOutputTokens();
		this.missingUsage += facts.isUsageMissing() ? 1 : 0;
		this.covered += facts.isCovered() ? 1 : 0;
		if (facts.amount() != null && facts.currency() != null) {
			this.cost.merge(facts.currency(), facts.amount(), BigDecimal::add);
			if (facts.cacheSavings() != null) {
				this.cacheSavings.merge(facts.currency(), facts.cacheSavings(), BigDecimal::add);
			}
		}
		else if (!facts.isUsageMissing()) {
			this.unpriced++;
		}
		if (facts.latencyMicros() != null) {
			this.latency.add(LatencyHistogram.classOf(facts.latencyMicros()), 1);
		}
		if (facts.firstTokenMicros() != null) {
			this.firstToken.add(LatencyHistogram.classOf(facts.firstTokenMicros()), 1);
		}
	}

	/**
	 * Adds sums.
	 * @param totals the sums
	 */
	public void add(UsageTotals totals) {
		this.calls += totals.calls();
		this.errors += totals.errors();
		this.cancelled += totals.cancelled();
		this.input += totals.inputTokens();
		this.cacheRead += totals.cacheReadInputTokens();
		this.cacheCreation += totals.cacheCreationInputTokens();
		this.output += totals.outputTokens();
		this.reasoning += totals.reasoningOutputTokens();
		this.missingUsage += totals.missingUsage();
		this.unpriced += totals.unpriced();
		this.covered += totals.covered();
		totals.cost().forEach((currency, amount) -> this.cost.merge(currency, amount, BigDecimal::add));
		totals.cacheSavings().forEach((currency, amount) -> this.cacheSavings.merge(currency, amount, BigDecimal::add));
	}

	/**
	 * Adds sums and their durations.
	 * @param other the sums
	 */
	public void add(UsageSums other) {
		add(other.totals());
		this.latency.add(other.latency);
		this.firstToken.add(other.firstToken);
	}

	/**
	 * Returns the sums.
	 * @return the sums so far, amounts without trailing zeros
	 */
	public UsageTotals totals() {
		return new UsageTotals(this.calls, this.errors, this.cancelled, this.input, this.cacheRead, this.cacheCreation,
				this.output, this.reasoning, this.missingUsage, this.unpriced, this.covered, plain(this.cost),
				plain(this.cacheSavings));
	}

	/**
	 * Returns the histogram of latencies.
	 * @return the histogram itself
	 */
	public LatencyHistogram latency() {
		return this.latency;
	}

	/**
	 * Returns the histogram of the times to the first token.
	 * @return the histogram itself
	 */
	public LatencyHistogram firstToken() {
		return this.firstToken;
	}

	private static Map<String, BigDecimal> plain(Map<String, BigDecimal> amounts) {
		Map<String, BigDecimal> plain = new TreeMap<>();
		amounts.forEach((currency, amount) -> plain.put(currency, plain(amount)));
		return Map.copyOf(plain);
	}

	private static BigDecimal plain(BigDecimal amount) {
		BigDecimal stripped = amount.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

}
