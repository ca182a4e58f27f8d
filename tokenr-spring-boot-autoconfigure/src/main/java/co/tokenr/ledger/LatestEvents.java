package co.tokenr.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;

/**
 * Keeps the latest events of this instance. Thread-safe.
 */
public final class LatestEvents implements InlineUsageListener {

	private final int capacity;

	private final Deque<UsageEvent> events;

	/**
	 * Creates an empty ring.
	 * @param capacity how many events are kept, one or more
	 */
	public LatestEvents(int capacity) {
		this.capacity = capacity;
		this.events = new ArrayDeque<>(capacity);
	}

	@Override
	public void onUsage(UsageEvent event) {
		synchronized (this.events) {
			if (this.events.size() == this.capacity) {
				this.events.removeFirst();
			}
			this.events.addLast(event);
		}
	}

	/**
	 * Returns the events kept.
	 * @return the events, latest first
	 */
	public List<UsageEvent> latest() {
		List<UsageEvent> latest;
		synchronized (this.events) {
			latest = new ArrayList<>(this.events);
		}
		Collections.reverse(latest);
		return Collections.unmodifiableList(latest);
	}

}
