package co.tokenr.pricing;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * The rates of one model, each the price of one million tokens, zero or more. A rate that
 * is {@code null} is taken from the unit that it is part of.
 *
 * @param id names the card in the costs that it makes
 * @param currency ISO 4217 code
 * @param input rate of input tokens
 * @param output rate of output tokens, reasoning included unless it has its own
 * @param cacheRead rate of input served from a cache
 * @param cacheWrite rate of input written to a cache
 * @param cacheWrite1h rate of input written to a cache of one hour
 * @param reasoning rate of reasoning tokens
 */
public record PriceCard(String id, String currency, BigDecimal input, BigDecimal output, @Nullable BigDecimal cacheRead,
		@Nullable BigDecimal cacheWrite, @Nullable BigDecimal cacheWrite1h, @Nullable BigDecimal reasoning) {

	/**
	 * Creates a card.
	 */
	public PriceCard {
		requireNotNegative(id, "input", input);
		requireNotNegative(id, "output", output);
		requireNotNegative(id, "cache-read", cacheRead);
		requireNotNegative(id, "cache-write", cacheWrite);
		requireNotNegative(id, "cache-write-1h", cacheWrite1h);
		requireNotNegative(id, "reasoning", reasoning);
	}

	private static void requireNotNegative(String id, String rate, @Nullable BigDecimal value) {
		if (value != null && value.signum() < 0) {
			throw new IllegalArgumentException(
					"The rate '" + rate + "' of the price card '" + id + "' is negative: " + value.toPlainString());
		}
	}

	/**
	 * Tells whether the model costs nothing.
	 * @return whether every rate is zero
	 */
	boolean isFree() {
		return isZero(this.input) && isZero(this.output) && isZero(this.cacheRead) && isZero(this.cacheWrite)
				&& isZero(this.cacheWrite1h) && isZero(this.reasoning);
	}

	private static boolean isZero(@Nullable BigDecimal rate) {
		return rate == null || rate.signum() == 0;
	}

}
