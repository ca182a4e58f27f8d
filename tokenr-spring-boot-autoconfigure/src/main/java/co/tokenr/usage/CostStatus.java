package co.tokenr.usage;

import java.util.Locale;

/**
 * How far a {@link Cost} can be trusted.
 */
public enum CostStatus {

	/** Every token had a rate of its own. */
	EXACT,

	/**
	 * Some tokens had no rate of their own and took that of the unit they are part of.
	 */
	FALLBACK,

	/** The provider itself reported the amount. */
	PROVIDER_REPORTED,

	/** Priced from estimated counts. */
	ESTIMATED,

	/** Priced by a card older than allowed. */
	STALE,

	/** The model is known to cost nothing. */
	FREE,

	/** Nobody knows the price, or there is nothing to price. Never an amount of zero. */
	UNPRICED;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * Returns the value on the wire and in meters.
	 * @return the name in lower case
	 */
	public String value() {
		return this.value;
	}

}
