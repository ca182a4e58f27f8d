package co.tokenr.report;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a target that may well succeed with the same batch later. Nothing is lost.
 */
public final class RetryableDeliveryException extends DeliveryException {

	private static final long serialVersionUID = 1L;

	private static final Duration LONGEST = Duration.ofMinutes(15);

	/** How long the target asks to be left alone. */
	private final @Nullable Duration retryAfter;

	/** Whether the target may have the batch. */
	private final boolean ambiguous;

	/**
	 * Creates an exception.
	 * @param kind kind of the failure, such as {@code http_503}; no secret, no address
	 * @param retryAfter how long the target asks to be left alone, {@code null} where it
	 * does not say; below zero counts as not said, above 15 minutes as 15 minutes
	 */
	public RetryableDeliveryException(String kind, @Nullable Duration retryAfter) {
		this(kind, retryAfter, false);
	}

	private RetryableDeliveryException(String kind, @Nullable Duration retryAfter, boolean ambiguous) {
		super(kind);
		this.ambiguous = ambiguous;
		if (retryAfter == null || retryAfter.isNegative()) {
			this.retryAfter = null;
		}
		else {
			this.retryAfter = (retryAfter.compareTo(LONGEST) > 0) ? LONGEST : retryAfter;
		}
	}

	/**
	 * Creates an exception for a target that did not say whether it has the batch, which
	 * is then offered again exactly as it is.
	 * @param kind kind of the failure, such as the simple name of an exception; no
	 * secret, no address
	 * @return the exception
	 */
	public static RetryableDeliveryException ambiguous(String kind) {
		return new RetryableDeliveryException(kind, null, true);
	}

	/**
	 * Tells whether the target may have the batch.
	 * @return whether it did not say
	 */
	public boolean isAmbiguous() {
		return this.ambiguous;
	}

	/**
	 * Returns how long the target asks to be left alone.
	 * @return zero to 15 minutes, {@code null} where it does not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
