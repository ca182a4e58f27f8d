package co.tokenr.report;

import java.util.List;

/**
 * A place that events are delivered to. Asked by one thread at a time; what it throws
 * reaches nobody but the reporter.
 */
public interface ReportTarget {

	/**
	 * Returns the name under which the target is metered and shown.
	 * @return a short name in lower case, such as {@code tokenr}
	 */
	String name();

	/**
	 * Tells whether what is delivered stays with the application, as in a file or a
	 * database of its own. Events that are
	 * {@linkplain co.tokenr.usage.UsageEvent#isLocalOnly() local only} go nowhere else.
	 * @return {@code false} unless overridden
	 */
	default boolean isLocal() {
		return false;
	}

	/**
	 * Returns which attribution leaves for this target. It is applied before an event is
	 * written down, so that neither spool nor dead letters of the target hold more.
	 * @return {@link Egress#EVERYTHING} unless overridden; always the same
	 */
	default Egress egress() {
		return Egress.EVERYTHING;
	}

	/**
	 * Delivers a batch, and returns within a bounded time. May be called again with
	 * events that it was given before, be it by an earlier process; their bytes are then
	 * the same, and so is the batch unless a part of it was settled. Anything that is
	 * thrown and not named here counts as retryable, but is not tried again at once.
	 * @param batch the events, oldest first, at least one
	 * @return what became of each
	 * @throws RetryableDeliveryException if the same batch may succeed later
	 * @throws BlockedDeliveryException if configuration or credentials must change first
	 * @throws RefusedDeliveryException if the batch as it is will never be taken
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	DeliveryResult deliver(List<StoredEvent> batch) throws InterruptedException;

}
