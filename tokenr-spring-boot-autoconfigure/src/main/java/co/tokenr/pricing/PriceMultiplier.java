package co.tokenr.pricing;

import java.math.BigDecimal;

/**
 * By what all rates of a model are multiplied under some circumstances; fees are not.
 *
 * @param when under what circumstances
 * @param by the factor, zero or more
 */
public record PriceMultiplier(CardCondition when, BigDecimal by) {

	/**
	 * Creates a multiplier.
	 */
	public PriceMultiplier {
		if (by.signum() < 0) {
			throw new IllegalArgumentException("A multiplier is negative: " + by.toPlainString());
		}
	}

}
