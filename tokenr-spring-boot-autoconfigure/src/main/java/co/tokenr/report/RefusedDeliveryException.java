package co.tokenr.report;

/**
 * Thrown by a target that will never take this batch as it is, without saying which event
 * is at fault, or because the batch is too large. A batch of several is halved and
 * offered again; a single event is rejected with the kind as its reason.
 */
public final class RefusedDeliveryException extends DeliveryException {

	private static final long serialVersionUID = 1L;

	/** Whether it is the size of the batch. */
	private final boolean aboutSize;

	/**
	 * Creates an exception.
	 * @param kind kind of the failure, such as {@code http_400}; no secret, no address
	 */
	public RefusedDeliveryException(String kind) {
		this(kind, false);
	}

	private RefusedDeliveryException(String kind, boolean aboutSize) {
		super(kind);
		this.aboutSize = aboutSize;
	}

	/**
	 * Creates an exception for a batch that is too large. Later ones are smaller.
	 * @param kind kind of the failure, such as {@code http_413}; no secret, no address
	 * @return the exception
	 */
	public static RefusedDeliveryException tooLarge(String kind) {
		return new RefusedDeliveryException(kind, true);
	}

	/**
	 * Tells whether it is the size of the batch.
	 * @return whether a smaller one would be taken
	 */
	public boolean isAboutSize() {
		return this.aboutSize;
	}

}
