package co.tokenr.pricing;

/**
 * Rates of a round trip whose whole input, cached tokens included, is larger than a
 * threshold.
 *
 * @param above the threshold in tokens, zero or more
 * @param inclusive whether an input of exactly the threshold reaches the tier
 * @param marginal whether the rates hold only for the input tokens above the threshold,
 * and for the output, which follows them all; otherwise for the whole round trip
 * @param rates the rates that differ from the card's
 */
public record ContextTier(long above, boolean inclusive, boolean marginal, Rates rates) {

	/**
	 * Creates a tier.
	 */
	public ContextTier {
		if (above < 0) {
			throw new IllegalArgumentException("The threshold of a context tier is negative: " + above);
		}
	}

	boolean isReachedBy(long input) {
		return this.inclusive ? input >= this.above : input > this.above;
	}

	/** How many input tokens lie below the tier. */
	long below() {
		return this.inclusive ? Math.max(this.above - 1, 0) : this.above;
	}

	/**
	 * Returns the tier in words.
	 * @return such as {@code input > 200000}
	 */
	public String description() {
		return "input " + (this.inclusive ? ">= " : "> ") + this.above + (this.marginal ? " (marginal)" : "");
	}

}
