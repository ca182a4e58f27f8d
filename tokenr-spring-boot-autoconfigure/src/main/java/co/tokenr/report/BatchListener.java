package co.tokenr.report;

import java.time.Duration;

/**
 * Told of each attempt to deliver a batch, on the reporter's thread. Must be quick; what
 * it throws is ignored.
 */
@FunctionalInterface
public interface BatchListener {

	/** Listens to nothing. */
	BatchListener NONE = (target, size, duration, success) -> {
	};

	/**
	 * Takes notice of an attempt.
	 * @param target name of the target
	 * @param size number of events that were offered, at least one
	 * @param duration how long the attempt took
	 * @param success whether the target answered for the events, be it by rejecting some
	 */
	void onBatch(String target, int size, Duration duration, boolean success);

}
