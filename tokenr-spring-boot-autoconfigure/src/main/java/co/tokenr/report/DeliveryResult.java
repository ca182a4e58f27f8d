package co.tokenr.report;

import java.util.Collections;
import java.util.List;

/**
 * What became of each event of a batch, in the order of the batch. Immutable.
 */
public final class DeliveryResult {

	private final List<EventOutcome> outcomes;

	private DeliveryResult(List<EventOutcome> outcomes) {
		this.outcomes = outcomes;
	}

	/**
	 * All were accepted.
	 * @param size how many events the batch has
	 * @return the result
	 */
	public static DeliveryResult accepted(int size) {
		return new DeliveryResult(Collections.nCopies(size, EventOutcome.ACCEPTED));
	}

	/**
	 * Some were not accepted.
	 * @param outcomes what became of each event, as many as the batch has. Those to be
	 * offered again are, after a wait, without the others
	 * @return the result
	 */
	public static DeliveryResult of(List<EventOutcome> outcomes) {
		return new DeliveryResult(List.copyOf(outcomes));
	}

	/**
	 * Returns of how many events this result speaks.
	 * @return the count
	 */
	public int size() {
		return this.outcomes.size();
	}

	/**
	 * Returns what became of an event.
	 * @param index position of the event in the batch, from 0
	 * @return the outcome
	 */
	public EventOutcome outcome(int index) {
		return this.outcomes.get(index);
	}

}
