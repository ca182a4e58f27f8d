package co.tokenr.report;

/**
 * Thrown by a target that will not succeed until somebody changes its configuration or
 * its credentials. Nothing is lost: the events wait and the target is asked again slowly.
 */
public final class BlockedDeliveryException extends DeliveryException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param kind kind of the failure, such as {@code http_401}; no secret, no address
	 */
	public BlockedDeliveryException(String kind) {
		super(kind);
	}

}
