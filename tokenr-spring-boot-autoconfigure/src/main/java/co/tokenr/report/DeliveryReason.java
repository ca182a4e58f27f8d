package co.tokenr.report;

import java.util.List;

/**
 * Why events are dropped or rejected: closed lists, so that each reason is counted from
 * the start and the counts add up. A reason beyond them is counted as {@link #OTHER}.
 */
public final class DeliveryReason {

	/** Dropped: the queue was full when the event came. */
	public static final String QUEUE_FULL = "queue_full";

	/** Dropped: the reporter was stopped before the event was delivered. */
	public static final String SHUTDOWN = "shutdown";

	/** Dropped: the spool was full, or its disk. */
	public static final String SPOOL_FULL = "spool_full";

	/** Dropped: the event was in the spool and could no longer be read. */
	public static final String SPOOL_DAMAGED = "spool_damaged";

	/** Dropped: the event is larger than 1 MiB. */
	public static final String OVERSIZE = "oversize";

	/** Rejected: the collector took the batch and refused this event. */
	public static final String COLLECTOR = "collector";

	/**
	 * Dropped or rejected: the event could not be written down, as JSON or for a target.
	 */
	public static final String SERIALIZE_ERROR = "serialize_error";

	/** Rejected: the collector takes no event without a customer. */
	public static final String MISSING_CUSTOMER = "missing_customer";

	/** Rejected: the event is larger than the target takes. */
	public static final String TOO_LARGE = "too_large";

	/** Any other reason. */
	public static final String OTHER = "other";

	/** Why events are given up here. */
	public static final List<String> DROPPED = List.of(QUEUE_FULL, SPOOL_FULL, SPOOL_DAMAGED, SHUTDOWN, SERIALIZE_ERROR,
			OVERSIZE, OTHER);

	/** Why a target rejects events for good. */
	public static final List<String> REJECTED = List.of(COLLECTOR, SERIALIZE_ERROR, MISSING_CUSTOMER, TOO_LARGE,
			"http_400", "http_404", "http_409", "http_413", "http_422", OTHER);

	private DeliveryReason() {
	}

}
