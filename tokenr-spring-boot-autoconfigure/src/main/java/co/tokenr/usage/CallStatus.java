package co.tokenr.usage;

/**
 * How an LLM round trip ended.
 */
public enum CallStatus {

	/** Ended well. */
	SUCCESS

}
