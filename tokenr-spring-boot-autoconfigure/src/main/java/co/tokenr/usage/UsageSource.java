package co.tokenr.usage;

import java.util.Locale;

/**
 * Where the counts of an event come from. Missing is not zero.
 */
public enum UsageSource {

	/** The provider's own final counts. */
	PROVIDER,

	/**
	 * The provider's counts, known to be incomplete: a stream cut before its final usage.
	 */
	PARTIAL,

	/** Counted by this process, not by the provider. */
	ESTIMATED,

	/** Nobody said. */
	MISSING;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * Returns the value on the wire and in meters.
	 * @return the name in lower case
	 */
	public String value() {
		return this.value;
	}

}
