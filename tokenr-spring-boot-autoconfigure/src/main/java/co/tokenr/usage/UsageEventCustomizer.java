package co.tokenr.usage;

/**
 * Adds tags to an event or vetoes it before it is published. Called on the thread that
 * made the LLM call, or on one of ours where the usage is estimated, and so to be quick;
 * what it throws is counted, logged once per kind and otherwise ignored.
 */
@FunctionalInterface
public interface UsageEventCustomizer {

	/**
	 * Customizes an event.
	 * @param call what was captured, with the native request and response where they are
	 * in this process
	 * @param edits what may be changed
	 */
	void customize(CapturedCall call, Edits edits);

	/**
	 * What a customizer may change.
	 */
	interface Edits {

		/**
		 * Adds a tag, replacing one of the same key.
		 * @param key the dimension
		 * @param value its value
		 */
		void tag(String key, String value);

		/**
		 * Keeps the event from being published. It is counted as vetoed.
		 */
		void veto();

	}

}
