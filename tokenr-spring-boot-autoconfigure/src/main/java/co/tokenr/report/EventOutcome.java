package co.tokenr.report;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a target made of one event.
 *
 * @param kind how the attempt ended for it
 * @param reason why it was rejected, in snake case and from a small set, {@code null}
 * where it was not
 * @param status what an HTTP target answered for it where that rejected it, {@code null}
 * where it said nothing
 */
public record EventOutcome(Kind kind, @Nullable String reason, @Nullable Integer status) {

	private static final Pattern HTTP = Pattern.compile("http_\\d{3}");

	/** The target has the event, be it from an earlier attempt. */
	public static final EventOutcome ACCEPTED = new EventOutcome(Kind.ACCEPTED, null, null);

	/** Nothing is known of the event, or the target may take it later. */
	public static final EventOutcome AGAIN = new EventOutcome(Kind.AGAIN, null, null);

	/**
	 * The target will never take the event.
	 * @param reason why, in snake case and from a small set; {@code http_} with a number
	 * says the status too
	 * @return the outcome
	 */
	public static EventOutcome rejected(String reason) {
		return rejected(reason, HTTP.matcher(reason).matches() ? Integer.valueOf(reason.substring(5)) : null);
	}

	/**
	 * The target will never take the event.
	 * @param reason why, in snake case and from a small set
	 * @param status what the target answered for it, {@code null} where it named none
	 * @return the outcome
	 */
	public static EventOutcome rejected(String reason, @Nullable Integer status) {
		return new EventOutcome(Kind.REJECTED, reason, status);
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
