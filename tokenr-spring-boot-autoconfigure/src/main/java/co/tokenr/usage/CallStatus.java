package co.tokenr.usage;

import java.util.Locale;

/**
 * How an LLM round trip ended.
 */
public enum CallStatus {

	/** The provider answered. */
	SUCCESS,

	/** The call failed, at the provider or on the way. */
	ERROR,

	/** The caller gave a stream up before its end. */
	CANCELLED;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * Returns the value on the wire and in meters.
	 * @return the name in lower case
	 */
	public String value() {
		return this.value;
	}

}
