package co.tokenr.usage;

/**
 * Told of each event. The application's listener beans are called one after another on a
 * thread of their own, off the caller's; what they throw is counted and logged once per
 * kind, and reaches nobody.
 */
@FunctionalInterface
public interface UsageListener {

	/**
	 * Takes notice of an event.
	 * @param event the event
	 */
	void onUsage(UsageEvent event);

	/**
	 * Tells whether events are of interest at this moment. Asked on the thread that made
	 * the LLM call, for each event that would be handed to another thread, and so it must
	 * be quick; where no listener listens, none is.
	 * @return {@code true} unless overridden
	 */
	default boolean isListening() {
		return true;
	}

}
