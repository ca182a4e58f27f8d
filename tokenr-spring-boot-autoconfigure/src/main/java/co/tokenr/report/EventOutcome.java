package co.tokenr.report;

import org.jspecify.annotations.Nullable;

/**
 * What a target made of one event.
 *
 * @param kind how the attempt ended for it
 * @param reason why it was rejected, in snake case and from a small set, {@code null}
 * where it was not
 */
public record EventOutcome(Kind kind, @Nullable String reason) {

	/** The target has the event, be it from an earlier attempt. */
	public static final EventOutcome ACCEPTED = new EventOutcome(Kind.ACCEPTED, null);

	/** Nothing is known of the event, or the target may take it later. */
	public static final EventOutcome AGAIN = new EventOutcome(Kind.AGAIN, null);

	/**
	 * The target will never take the event.
	 * @param reason why, in snake case and from a small set
	 * @return the outcome
	 */
	public static EventOutcome rejected(String reason) {
		return new EventOutcome(Kind.REJECTED, reason);
	}

	/**
	 * How an attempt can end for an event.
	 */
	public enum Kind {

		/** The target has it. */
		ACCEPTED,

		/** The target will never take it. */
		REJECTED,

		/** It is offered again. */
		AGAIN

	}

}
