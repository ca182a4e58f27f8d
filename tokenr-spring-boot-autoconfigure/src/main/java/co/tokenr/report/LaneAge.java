package co.tokenr.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import co.tokenr.report.HandOff.Entry;

/**
 * How long the oldest event that is not taken yet has waited. Remembers groups of events
 * rather than each, and merges groups where a long outage leaves many. Used under the
 * lock of the books only.
 */
final class LaneAge {

	private static final int MOST_GROUPS = 1000;

	private final Deque<Group> groups = new ArrayDeque<>();

	private long flushUpTo;

	void kept(Entry first, Entry last) {
		Group group = new Group(first.sequence(), last.sequence(), first.offeredAt());
		if (this.groups.size() >= MOST_GROUPS) {
			Group before = this.groups.removeLast();
			group = new Group(before.first(), last.sequence(), before.offeredAt());
		}
		this.groups.addLast(group);
	}

	void taken(long sequence) {
		while (!this.groups.isEmpty() && this.groups.getFirst().last() <= sequence) {
			this.groups.removeFirst();
		}
	}

	void flush(long upTo) {
		this.flushUpTo = upTo;
	}

	void clear() {
		this.groups.clear();
	}

	/**
	 * Returns how much longer the oldest may wait.
	 * @param longest how long an event may wait
	 * @return nanoseconds, zero or less where it is due
	 */
	long left(Duration longest) {
		Group oldest = this.groups.peekFirst();
		if (oldest == null || oldest.first() <= this.flushUpTo) {
			return 0;
		}
		return longest.toNanos() - (System.nanoTime() - oldest.offeredAt());
	}

	/**
	 * Events that were kept together.
	 *
	 * @param first sequence number of the first
	 * @param last sequence number of the last
	 * @param offeredAt when the first was handed over, by the monotonic clock
	 */
	private record Group(long first, long last, long offeredAt) {
	}

}
