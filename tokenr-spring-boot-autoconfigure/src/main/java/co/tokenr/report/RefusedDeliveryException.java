package co.tokenr.report;

/**
 * Thrown by a target that will never take this batch as it is, without saying which event
 * is at fault, or because the batch is too large. A batch of several is halved and
 * offered again; a single event is rejected with the kind as its reason.
 */
public final class RefusedDeliveryException extends DeliveryException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param kind kind of the failure, such as {@code http_400}; no secret, no address
	 */
	public RefusedDeliveryException(String kind) {
		super(kind);
	}

}
