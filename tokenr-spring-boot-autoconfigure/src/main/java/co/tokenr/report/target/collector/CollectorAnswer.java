package co.tokenr.report.target.collector;

import java.time.Duration;
import java.util.Set;

import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.DeliveryException;
import co.tokenr.report.RefusedDeliveryException;
import co.tokenr.report.RetryableDeliveryException;
import org.jspecify.annotations.Nullable;

/**
 * What the collector answered.
 *
 * @param status the HTTP status
 * @param retryAfter how long it asks to be left alone, {@code null} where it does not say
 * @param body the beginning of the body
 */
record CollectorAnswer(int status, @Nullable Duration retryAfter, String body) {

	private static final Set<String> NO_SUCH_ENDPOINT = Set.of("http_404", "http_405", "http_501");

	/**
	 * Tells whether the collector has no such endpoint.
	 * @param failure what its answer was read as
	 * @return whether another one may be tried
	 */
	static boolean isNoSuchEndpoint(DeliveryException failure) {
		return NO_SUCH_ENDPOINT.contains(failure.kind());
	}

	/**
	 * Returns normally if the collector has taken what it was sent.
	 * @param events how many it was sent
	 */
	void requireTaken(int events) {
		// 409: it has the event already
		boolean taken = this.status / 100 == 2 || (this.status == 409 && events == 1);
		if (!taken) {
			throw failure("http_" + this.status);
		}
	}

	private DeliveryException failure(String kind) {
		return switch (this.status) {
			case 400, 409, 422 -> new RefusedDeliveryException(kind);
			case 413 -> RefusedDeliveryException.tooLarge(kind);
			case 408, 425, 429 -> new RetryableDeliveryException(kind, this.retryAfter);
			case 401, 403, 407 -> BlockedDeliveryException.credentials(kind);
			case 501, 505 -> new BlockedDeliveryException(kind);
			default -> (this.status / 100 == 5) ? new RetryableDeliveryException(kind, this.retryAfter)
					: new BlockedDeliveryException(kind);
		};
	}

}
