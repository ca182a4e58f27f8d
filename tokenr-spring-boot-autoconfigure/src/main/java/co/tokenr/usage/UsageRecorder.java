package co.tokenr.usage;

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
	 * Records a round trip. The same one, by the id of its facts, is recorded once.
	 * @param call what was captured
	 */
	void record(CapturedCall call);

}
