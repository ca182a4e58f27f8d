package co.tokenr.usage;

import co.tokenr.attribution.AttributionContext;
import org.jspecify.annotations.Nullable;

/**
 * What capture calls when a round trip has ended. Neither throws nor blocks.
 */
public interface UsageRecorder {

	/** Records nothing. */
	UsageRecorder NONE = new UsageRecorder() {

		@Override
		public boolean isEnabled() {
			return false;
		}

		@Override
		public void record(CapturedCall call) {
		}

	};

	/**
	 * Tells whether tracking is on. Capture asks at each call, since conditions are
	 * frozen by ahead-of-time processing.
	 * @return whether calls are recorded
	 */
	boolean isEnabled();

	/**
	 * Asks whom a call belongs to where nothing nearer says so. To be called where a call
	 * begins, on the thread that begins it: when it has ended, that thread's state may be
	 * gone. A recorder that passes calls on to another one passes this on, too.
	 * @param around the scopes in which the call is made
	 * @param reactorContext the {@code ContextView} of the stream that the call is made
	 * in, {@code null} where it is in none
	 * @return the scopes with the answer
	 */
	default AttributionContext resolve(AttributionContext around, @Nullable Object reactorContext) {
		return around;
	}

	/**
	 * Records a round trip. The same one, by the id of its facts, is recorded once.
	 * @param call what was captured
	 */
	void record(CapturedCall call);

}
