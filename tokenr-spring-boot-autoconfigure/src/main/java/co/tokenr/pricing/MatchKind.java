package co.tokenr.pricing;

import java.util.Locale;

/**
 * How the name of a model led to its prices.
 */
public enum MatchKind {

	/** By a price that the application sets. */
	OVERRIDE,

	/** By its name. */
	EXACT,

	/** By its name without the date of a snapshot. */
	SNAPSHOT,

	/** By a pattern of the price file. */
	PATTERN,

	/** By what holds for all models of its provider. */
	PROVIDER_DEFAULT,

	/** By the prices of another provider for the same model. */
	FALLBACK_PROVIDER;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * Returns the value on the wire.
	 * @return the name in lower case
	 */
	public String value() {
		return this.value;
	}

}
