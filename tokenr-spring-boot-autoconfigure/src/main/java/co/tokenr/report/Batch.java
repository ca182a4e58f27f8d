package co.tokenr.report;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.usage.UsageEvent;

/**
 * Events that were taken from the queue together and are settled from the front, so that
 * what is left can go back in order. Changed under the lock of the queue only; read by
 * the one worker that took it.
 */
final class Batch {

	private final List<Entry> entries;

	private int settled;

	Batch(List<Entry> entries) {
		this.entries = entries;
	}

	int remaining() {
		return this.entries.size() - this.settled;
	}

	List<UsageEvent> next(int count) {
		List<UsageEvent> events = new ArrayList<>(count);
		for (Entry entry : this.entries.subList(this.settled, this.settled + count)) {
			events.add(entry.event());
		}
		return events;
	}

	Entry settleNext() {
		return this.entries.get(this.settled++);
	}

	List<Entry> unsettled() {
		return this.entries.subList(this.settled, this.entries.size());
	}

	/**
	 * An event in the queue.
	 *
	 * @param event the event
	 * @param sequence its place among all that were ever queued
	 * @param size its estimated size in bytes
	 * @param queuedAt when it was queued, by the monotonic clock in nanoseconds
	 */
	record Entry(UsageEvent event, long sequence, int size, long queuedAt) {
	}

}
