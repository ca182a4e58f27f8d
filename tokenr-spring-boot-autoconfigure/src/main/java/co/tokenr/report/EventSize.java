package co.tokenr.report;

import java.util.Map;

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

	private EventSize() {
	}

	static int estimate(UsageEvent event) {
		try {
			long size = FIXED + call(event.call()) + attribution(event.attribution());
			return (int) Math.min(size, Integer.MAX_VALUE);
		}
		catch (RuntimeException ex) {
			// a map of tags that holds something else: its target will say what is wrong
			return 2 * FIXED;
		}
	}

	private static long call(LlmCall call) {
		return length(call.provider()) + length(call.requestModel()) + length(call.responseModel())
				+ length(call.responseId()) + length(call.errorType());
	}

	private static long attribution(Attribution attribution) {
		long size = length(attribution.agentId()) + length(attribution.feature()) + length(attribution.teamId())
				+ length(attribution.customerId()) + length(attribution.userId())
				+ length(attribution.conversationId());
		for (Map.Entry<String, String> tag : attribution.tags().entrySet()) {
			size += 8 + length(tag.getKey()) + length(tag.getValue());
		}
		return size;
	}

	private static long length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
