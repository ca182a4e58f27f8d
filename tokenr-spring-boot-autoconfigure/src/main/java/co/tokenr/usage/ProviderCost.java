package co.tokenr.usage;

import java.math.BigDecimal;

/**
 * What the provider itself says that a round trip cost.
 *
 * @param amount the amount, zero or more
 * @param currency ISO 4217 code
 */
public record ProviderCost(BigDecimal amount, String currency) {

	/**
	 * Creates a cost.
	 */
	public ProviderCost {
		if (amount.signum() < 0) {
			throw new IllegalArgumentException("A provider's cost is not negative: " + amount.toPlainString());
		}
	}

}
