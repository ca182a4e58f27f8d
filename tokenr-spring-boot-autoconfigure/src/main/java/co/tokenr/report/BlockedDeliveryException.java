package co.tokenr.report;

/**
 * Thrown by a target that will not succeed until somebody changes its configuration or
 * its credentials. Nothing is lost: the events wait and the target is asked again slowly.
 */
public final class BlockedDeliveryException extends DeliveryException {

	private static final long serialVersionUID = 1L;

	/** Whether it is the credentials that must change. */
	private final boolean aboutCredentials;

	/**
	 * Creates an exception for what is wrong with the configuration.
	 * @param kind kind of the failure, such as {@code http_401}; no secret, no address
	 */
	public BlockedDeliveryException(String kind) {
		this(kind, false);
	}

	private BlockedDeliveryException(String kind, boolean aboutCredentials) {
		super(kind);
		this.aboutCredentials = aboutCredentials;
	}

	/**
	 * Creates an exception for what is wrong with the credentials.
	 * @param kind kind of the failure, such as {@code http_401}; no secret, no address
	 * @return the exception
	 */
	public static BlockedDeliveryException credentials(String kind) {
		return new BlockedDeliveryException(kind, true);
	}

	/**
	 * Tells whether it is the credentials that must change.
	 * @return whether they must, and not the configuration
	 */
	public boolean isAboutCredentials() {
		return this.aboutCredentials;
	}

}
