package co.tokenr.capture.springai;

import co.tokenr.attribution.AttributionContext;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;
import reactor.util.context.ContextView;

/**
 * Finds the attribution context in which a call is made.
 */
final class SurroundingContext {

	private static volatile boolean toolsAreKnown = true;

	private SurroundingContext() {
	}

	/**
	 * Lets all lookups of the attribution context find that of a tool, also those of code
	 * that tracks by hand or opens a scope there.
	 */
	static void register() {
		AttributionContext.fallback(SurroundingContext::ofTool);
	}

	/**
	 * Returns the context of the current thread. A tool that a stream calls runs on a
	 * thread that knows no scope, but Spring AI leaves the stream's Reactor context
	 * there.
	 */
	static AttributionContext ofThread() {
		return AttributionContext.current();
	}

	/**
	 * Returns the context that a subscriber brings along.
	 * @param subscriber the Reactor context
	 * @param fallback the context where it brings none
	 */
	static AttributionContext ofStream(ContextView subscriber, AttributionContext fallback) {
		Object context = subscriber.getOrDefault(AttributionContext.KEY, null);
		return (context instanceof AttributionContext brought) ? brought : fallback;
	}

	private static AttributionContext ofTool() {
		if (toolsAreKnown) {
			try {
				ContextView stream = ToolCallReactiveContextHolder.getContext();
				return (stream != null) ? ofStream(stream, AttributionContext.EMPTY) : AttributionContext.EMPTY;
			}
			catch (LinkageError ex) {
				// internal to Spring AI: another version may have it elsewhere
				toolsAreKnown = false;
			}
		}
		return AttributionContext.EMPTY;
	}

}
