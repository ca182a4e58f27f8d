package co.tokenr;

import java.time.Duration;

import co.tokenr.report.FlushResult;

/**
 * What can be done about the delivery while the application runs. Where nothing is
 * delivered there is nothing to do.
 */
@FunctionalInterface
public interface DeliveryControl {

	/** Nothing is delivered. */
	DeliveryControl NONE = (timeout) -> new FlushResult(0, 0, 0, 0);

	/**
	 * Delivers what is waiting now.
	 * @param timeout how long to wait at the most
	 * @return what became of the events that were waiting
	 */
	FlushResult flush(Duration timeout);

	/**
	 * Tells whether what is for remote targets is held back.
	 * @return whether it waits until that ends
	 */
	default boolean isHeld() {
		return false;
	}

	/**
	 * Holds back what is for remote targets, or lets it go.
	 * @param held whether it is held back
	 */
	default void setHeld(boolean held) {
	}

	/**
	 * Has the dead letters of a target sent again.
	 * @param target name of the target
	 * @return how many
	 * @throws IllegalArgumentException if events are delivered, but to no such target
	 */
	default int requeue(String target) {
		return 0;
	}

}
