package co.tokenr.report.target.collector;

/**
 * The languages that collectors speak.
 */
public enum CollectorFormat {

	/**
	 * Tokenr's, in batches; one by one where the collector takes no batches.
	 */
	TOKENR,

	/**
	 * Tokenr's, one event a request.
	 */
	TOKENR_SINGLE,

	/**
	 * Nozle's usage events, one a request. An event without a customer is rejected.
	 */
	NOZLE,

	/**
	 * The usage records of LLMCosts.
	 */
	LLMCOSTS,

	/**
	 * CloudEvents 1.0 as structured batches, which OpenMeter and others take. The URL is
	 * taken as it is.
	 */
	CLOUDEVENTS

}
