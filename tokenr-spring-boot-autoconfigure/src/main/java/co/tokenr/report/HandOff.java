package co.tokenr.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import co.tokenr.usage.UsageEvent;

/**
 * The bounded hand-off from callers to whoever writes events down. Holds the lock of all
 * books of a reporter, so that an event and its count change hands at once; the lock is
 * never held over I/O. Survives stop and restart.
 */
final class HandOff {

	/** As many are written without waiting for more. */
	static final int FULL = 64;

	private static final int MOST = 1024;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final Deque<Entry> waiting = new ArrayDeque<>();

	private final Tally tally = new Tally();

	private final ReporterSettings settings;

	private final long linger;

	private long recorded;

	private long bytes;

	private int writing;

	private long lastSequence;

	private long flushUpTo;

	private boolean closed;

	HandOff(ReporterSettings settings) {
		this.settings = settings;
		this.linger = Math.min(ReporterSettings.LINGER.toNanos(), settings.flushInterval().toNanos());
	}

	/**
	 * The lock of all books of the reporter.
	 * @return the lock
	 */
	ReentrantLock lock() {
		return this.lock;
	}

	/**
	 * Takes an event over, or counts it as dropped.
	 * @param event the event
	 * @return whether it was taken
	 */
	boolean offer(UsageEvent event) {
		int size = EventSize.estimate(event);
		this.lock.lock();
		try {
			this.recorded++;
			if (this.closed) {
				this.tally.dropped(DeliveryReason.SHUTDOWN);
				return false;
			}
			if (pending() >= this.settings.queueCapacity() || this.bytes + size > this.settings.queueMaxBytes()) {
				this.tally.dropped(DeliveryReason.QUEUE_FULL);
				return false;
			}
			this.waiting.addLast(new Entry(event, ++this.lastSequence, size, System.nanoTime()));
			this.bytes += size;
			if (this.waiting.size() == 1 || this.waiting.size() == FULL) {
				this.work.signal();
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until there is something to write: enough, or something that has waited long
	 * enough, or something that somebody wants to see delivered.
	 * @param patience how long to wait where nothing waits, in nanoseconds
	 * @throws InterruptedException if the thread was interrupted
	 */
	void awaitWork(long patience) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = patience;
			while (left > 0 && !this.closed) {
				Entry oldest = this.waiting.peekFirst();
				if (oldest != null) {
					left = this.linger - (System.nanoTime() - oldest.offeredAt());
					if (this.waiting.size() >= FULL || oldest.sequence() <= this.flushUpTo) {
						return;
					}
				}
				if (left > 0) {
					left = this.work.awaitNanos(left);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes what waits, oldest first. Until {@link #written(Entry)} it counts as pending.
	 * @return the entries, not more than can be written in one go
	 */
	List<Entry> take() {
		this.lock.lock();
		try {
			List<Entry> entries = new ArrayList<>(Math.min(this.waiting.size(), MOST));
			while (!this.waiting.isEmpty() && entries.size() < MOST) {
				entries.add(this.waiting.removeFirst());
			}
			this.writing += entries.size();
			return entries;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Books that an entry is no longer here. Called under the lock, by whoever books
	 * where it is now.
	 * @param entry the entry
	 */
	void written(Entry entry) {
		this.writing--;
		this.bytes -= entry.size();
	}

	/**
	 * Books that an entry is given up for all targets. Called under the lock.
	 * @param entry the entry
	 * @param reason why
	 */
	void dropped(Entry entry, String reason) {
		written(entry);
		this.tally.dropped(reason);
	}

	/**
	 * Has all that wait now written without waiting for others. Called under the lock.
	 * @return the sequence number of the last of them
	 */
	long flush() {
		this.flushUpTo = this.lastSequence;
		this.work.signal();
		return this.lastSequence;
	}

	/** Returns a sequence number behind all others. Called under the lock. */
	long nextSequence() {
		return ++this.lastSequence;
	}

	/**
	 * Takes no more events, or takes them again.
	 * @param closed whether new events are dropped
	 */
	void setClosed(boolean closed) {
		this.lock.lock();
		try {
			this.closed = closed;
			this.work.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Gives up what nobody has written. */
	void dropAll() {
		this.lock.lock();
		try {
			while (!this.waiting.isEmpty()) {
				this.bytes -= this.waiting.removeFirst().size();
				this.tally.dropped(DeliveryReason.SHUTDOWN);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How many events are here. Called under the lock. */
	long pending() {
		return (long) this.waiting.size() + this.writing;
	}

	/** How large they are by estimate. Called under the lock. */
	long bytes() {
		return this.bytes;
	}

	/** How many events were ever handed over. Called under the lock. */
	long recorded() {
		return this.recorded;
	}

	/** What was dropped for all targets. Called under the lock. */
	Tally tally() {
		return this.tally;
	}

	/**
	 * An event that waits to be written down.
	 *
	 * @param event the event
	 * @param sequence its place among all that were ever handed over
	 * @param size its estimated size in bytes
	 * @param offeredAt when that was, by the monotonic clock in nanoseconds
	 */
	record Entry(UsageEvent event, long sequence, int size, long offeredAt) {
	}

}
