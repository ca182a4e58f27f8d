package co.tokenr.report;

import java.util.List;

/**
 * Why events are dropped or rejected: a closed list, so that each is counted from the
 * start.
 */
public final class DeliveryReason {

	/** The queue was full when the event came. */
	public static final String QUEUE_FULL = "queue_full";

	/** The reporter was stopped before the event was delivered. */
	public static final String SHUTDOWN = "shutdown";

	/** Any reason beyond those listed. */
	public static final String OTHER = "other";

	/** Why events are given up here. */
	public static final List<String> DROPPED = List.of(QUEUE_FULL, SHUTDOWN, OTHER);

	/** Why a target rejects events for good. */
	public static final List<String> REJECTED = List.of("rejected", "http_400", "http_413", "http_422",
			"serialize_error", OTHER);

	private DeliveryReason() {
	}

}
