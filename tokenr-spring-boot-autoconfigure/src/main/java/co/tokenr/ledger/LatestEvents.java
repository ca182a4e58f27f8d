package co.tokenr.ledger;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest events of this instance. Thread-safe; adding an event takes constant
 * time, reading them copies references.
 */
public final class LatestEvents implements InlineUsageListener {

	private final int capacity;

	private final Deque<UsageEvent> events;

	private @Nullable Instant forgotten;

	/**
	 * Creates an empty ring.
	 * @param capacity how many events are kept, one or more
	 */
	public LatestEvents(int capacity) {
		this.capacity = capacity;
		this.events = new ArrayDeque<>(Math.min(capacity, 1024));
	}

	@Override
	public void onUsage(UsageEvent event) {
		synchronized (this.events) {
			if (this.events.size() == this.capacity) {
				forget(this.events.removeFirst().occurredAt());
			}
			this.events.addLast(event);
		}
	}

	/**
	 * Returns the latest events.
	 * @param max how many at the most
	 * @return the events, latest first
	 */
	public List<UsageEvent> latest(int max) {
		List<UsageEvent> latest = new ArrayList<>(Math.min(max, this.capacity));
		synchronized (this.events) {
			Iterator<UsageEvent> backwards = this.events.descendingIterator();
			while (backwards.hasNext() && latest.size() < max) {
				latest.add(backwards.next());
			}
		}
		return Collections.unmodifiableList(latest);
	}

	/**
	 * Returns when the latest of the calls began that are no longer kept.
	 * @return the instant, {@code null} where all are kept
	 */
	@Nullable Instant forgotten() {
		synchronized (this.events) {
			return this.forgotten;
		}
	}

	/**
	 * Removes events.
	 * @param which which ones
	 * @return how many
	 */
	long remove(Predicate<UsageEvent> which) {
		synchronized (this.events) {
			long before = this.events.size();
			this.events.removeIf((event) -> {
				boolean removed = which.test(event);
				if (removed) {
					forget(event.occurredAt());
				}
				return removed;
			});
			return before - this.events.size();
		}
	}

	/**
	 * Changes events.
	 * @param change returns the event itself where it stays as it is
	 * @return how many were changed
	 */
	long change(UnaryOperator<UsageEvent> change) {
		synchronized (this.events) {
			long changed = 0;
			for (int i = this.events.size(); i > 0; i--) {
				UsageEvent event = this.events.removeFirst();
				UsageEvent after = change.apply(event);
				changed += (after != event) ? 1 : 0;
				this.events.addLast(after);
			}
			return changed;
		}
	}

	private void forget(Instant occurredAt) {
		if (this.forgotten == null || occurredAt.isAfter(this.forgotten)) {
			this.forgotten = occurredAt;
		}
	}

}
