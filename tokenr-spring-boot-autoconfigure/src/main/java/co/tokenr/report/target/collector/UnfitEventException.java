package co.tokenr.report.target.collector;

/**
 * Thrown where a collector has no place for an event, whatever it is asked.
 */
final class UnfitEventException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Why. */
	private final String reason;

	/**
	 * Creates an exception.
	 * @param reason one of {@link co.tokenr.report.DeliveryReason#REJECTED}
	 */
	UnfitEventException(String reason) {
		super(reason);
		this.reason = reason;
	}

	String reason() {
		return this.reason;
	}

}
