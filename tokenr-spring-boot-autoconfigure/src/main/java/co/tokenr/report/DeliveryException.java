package co.tokenr.report;

/**
 * A batch that was not delivered. Says of what kind the failure was, in a form that is
 * safe to show: neither an address nor a header, a body or a message of somebody else.
 */
public abstract class DeliveryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Kind of the failure. */
	private final String kind;

	DeliveryException(String kind) {
		super(kind);
		this.kind = kind;
	}

	/**
	 * Returns the kind of the failure.
	 * @return such as {@code http_503} or the simple name of an exception
	 */
	public String kind() {
		return this.kind;
	}

	static String kindOf(Throwable failure) {
		if (failure instanceof DeliveryException delivery) {
			return delivery.kind();
		}
		String name = failure.getClass().getSimpleName();
		return name.isEmpty() ? failure.getClass().getName() : name;
	}

}
