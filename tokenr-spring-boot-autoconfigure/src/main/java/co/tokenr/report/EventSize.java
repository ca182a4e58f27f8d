package co.tokenr.report;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what an event weighs, in memory as on the wire, from the lengths of its
 * texts. Nothing is written down for it: this runs on the caller's thread.
 */
final class EventSize {

	/** What all that is no text of the application's weighs. */
	private static final int FIXED = 512;

	private static final int TAG = 8;

	private EventSize() {
	}

	static int estimate(UsageEvent event) {
		try {
			Attribution attribution = event.attribution();
			return FIXED + length(event.call()) + attribution.length() + TAG * attribution.tags().size();
		}
		catch (RuntimeException ex) {
			// an odd event is counted like any other: writing it down will say what is
			// wrong
			return 2 * FIXED;
		}
	}

	private static int length(LlmCall call) {
		return length(call.provider()) + length(call.requestModel()) + length(call.responseModel())
				+ length(call.responseId()) + length(call.errorType());
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
