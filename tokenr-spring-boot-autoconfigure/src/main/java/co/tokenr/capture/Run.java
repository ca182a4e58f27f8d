package co.tokenr.capture;

import java.util.concurrent.atomic.AtomicInteger;

import co.tokenr.usage.EventId;

/**
 * One turn of an agent: the round trips that it takes share the run's id and are
 * numbered. Travels as the companion of the attribution context in which the turn is
 * made, so that a turn nested in another one's tool has a run of its own. Thread-safe.
 */
public final class Run {

	private final String id = EventId.next().toString();

	private final AtomicInteger rounds = new AtomicInteger();

	/**
	 * Starts a run.
	 */
	public Run() {
	}

	/**
	 * Returns what identifies the run.
	 * @return a UUID of version 7 as text
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Begins the next round.
	 * @return its number, from 1
	 */
	public int nextRound() {
		return this.rounds.incrementAndGet();
	}

}
