package co.tokenr.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many batches may be taken apart: ten a minute, by the monotonic clock. A target
 * that refuses all of them is one that does not understand us, and to ask it event by
 * event would be a storm. Used by one thread.
 */
final class BisectBudget {

	private static final int MOST = 10;

	private static final long WINDOW = Duration.ofMinutes(1).toNanos();

	private final Deque<Long> taken = new ArrayDeque<>(MOST);

	/**
	 * Takes one from the budget.
	 * @return whether there was one left
	 */
	boolean take() {
		return take(System.nanoTime());
	}

	boolean take(long now) {
		while (!this.taken.isEmpty() && now - this.taken.getFirst() >= WINDOW) {
			this.taken.removeFirst();
		}
		boolean left = this.taken.size() < MOST;
		if (left) {
			this.taken.addLast(now);
		}
		return left;
	}

}
