package co.tokenr.report.target.kafka;

/**
 * What an event is keyed by, so that those with the same key lie in the same partition.
 */
public enum KafkaKey {

	/**
	 * The customer.
	 */
	CUSTOMER("customer_id"),

	/**
	 * The team.
	 */
	TEAM("team_id");

	private final String field;

	KafkaKey(String field) {
		this.field = field;
	}

	String field() {
		return this.field;
	}

}
