package co.tokenr.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import co.tokenr.report.Batch.Entry;
import co.tokenr.usage.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * The bounded hand-off between callers and the worker, and the books: an event and its
 * count change hands under one lock, which is never held over I/O. At most one batch is
 * in flight; its events still count as waiting. Survives stop and restart.
 */
final class DeliveryQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final Condition progress = this.lock.newCondition();

	private final Deque<Entry> waiting = new ArrayDeque<>();

	private final List<FlushTicket> tickets = new ArrayList<>();

	private final Tally tally = new Tally();

	private final ReporterSettings settings;

	private @Nullable Batch inFlight;

	private long bytes;

	private long lastSequence;

	private long flushUpTo;

	private long attempts;

	private boolean closed;

	DeliveryQueue(ReporterSettings settings) {
		this.settings = settings;
	}

	/**
	 * Takes an event over, or counts it as dropped.
	 * @param event the event
	 * @param follow whether the caller wants to wait for it
	 * @return a ticket where the caller wants to wait and the event was queued
	 */
	@Nullable FlushTicket offer(UsageEvent event, boolean follow) {
		int size = EventSize.estimate(event);
		this.lock.lock();
		try {
			this.tally.recorded();
			if (this.closed) {
				this.tally.dropped(DeliveryReason.SHUTDOWN);
				return null;
			}
			if (size() >= this.settings.queueCapacity() || this.bytes + size > this.settings.queueMaxBytes()) {
				this.tally.dropped(DeliveryReason.QUEUE_FULL);
				return null;
			}
			this.waiting.addLast(new Entry(event, ++this.lastSequence, size, System.nanoTime()));
			this.bytes += size;
			if (this.waiting.size() == 1 || isFull()) {
				this.work.signal();
			}
			return follow ? follow(true) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Follows all that wait now, and has them sent without waiting for others.
	 * @param triedIsEnough whether one failed attempt settles the matter
	 * @return the ticket
	 */
	FlushTicket follow(boolean triedIsEnough) {
		this.lock.lock();
		try {
			FlushTicket ticket = new FlushTicket(this.lastSequence, size(), this.attempts, triedIsEnough);
			this.tickets.add(ticket);
			this.flushUpTo = this.lastSequence;
			this.work.signal();
			return ticket;
		}
		finally {
			this.lock.unlock();
		}
	}

	FlushResult await(FlushTicket ticket, Duration timeout) {
		boolean interrupted = false;
		this.lock.lock();
		try {
			long nanos = timeout.toNanos();
			while (!ticket.isDone() && nanos > 0) {
				nanos = this.progress.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		finally {
			this.tickets.remove(ticket);
			this.lock.unlock();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
		return ticket.result();
	}

	/**
	 * Waits for the next batch. What a dead worker left in flight goes back first.
	 * @return the batch, {@code null} once the queue is closed and empty
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable Batch take() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			returnToHead();
			while (true) {
				Entry oldest = this.waiting.peekFirst();
				if (oldest == null) {
					if (this.closed) {
						return null;
					}
					this.work.await();
					continue;
				}
				long patience = this.settings.flushInterval().toNanos() - (System.nanoTime() - oldest.queuedAt());
				if (patience <= 0 || this.closed || oldest.sequence() <= this.flushUpTo || isFull()) {
					return cut();
				}
				this.work.awaitNanos(patience);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Books what became of the first unsettled events of a batch. Without effect on a
	 * batch that is no longer in flight, since its events have been given up.
	 * @param batch the batch
	 * @param result what became of them
	 * @return how many were settled
	 */
	int settle(Batch batch, DeliveryResult result) {
		this.lock.lock();
		try {
			if (this.inFlight != batch) {
				return result.size();
			}
			int open = 0;
			for (int i = 0; i < result.size(); i++) {
				EventOutcome outcome = result.outcome(i);
				if (outcome.kind() == EventOutcome.Kind.AGAIN) {
					open++;
				}
				else {
					settle(batch.settle(open), outcome.reason());
				}
			}
			this.progress.signalAll();
			return result.size() - open;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Books an event of a batch as rejected.
	 * @param batch the batch
	 * @param index which of its unsettled events
	 * @param reason why
	 */
	void reject(Batch batch, int index, String reason) {
		this.lock.lock();
		try {
			if (this.inFlight == batch) {
				settle(batch.settle(index), reason);
				this.progress.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void settle(Entry entry, @Nullable String rejection) {
		this.bytes -= entry.size();
		if (rejection != null) {
			this.tally.rejected(rejection);
			this.tickets.forEach((ticket) -> ticket.rejected(entry.sequence()));
		}
		else {
			this.tally.sent();
			this.tickets.forEach((ticket) -> ticket.accepted(entry.sequence()));
		}
	}

	/**
	 * Returns what is left of a batch to the head, in order.
	 * @param batch the batch
	 */
	void giveBack(Batch batch) {
		this.lock.lock();
		try {
			if (this.inFlight == batch) {
				returnToHead();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	long attemptStarted() {
		this.lock.lock();
		try {
			return ++this.attempts;
		}
		finally {
			this.lock.unlock();
		}
	}

	void attemptFailed(long attempt) {
		this.lock.lock();
		try {
			this.tickets.forEach((ticket) -> ticket.failed(attempt));
			this.progress.signalAll();
		}
		finally {
			this.lock.unlock();
		}
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

	/**
	 * Gives up all that wait, those in flight included.
	 * @return how many were given up
	 */
	int dropAll() {
		this.lock.lock();
		try {
			returnToHead();
			int count = this.waiting.size();
			for (Entry entry : this.waiting) {
				this.tally.dropped(DeliveryReason.SHUTDOWN);
				this.tickets.forEach((ticket) -> ticket.dropped(entry.sequence()));
			}
			this.waiting.clear();
			this.bytes = 0;
			this.progress.signalAll();
			return count;
		}
		finally {
			this.lock.unlock();
		}
	}

	Tally.Counts counts() {
		this.lock.lock();
		try {
			return this.tally.counts(size(), this.bytes);
		}
		finally {
			this.lock.unlock();
		}
	}

	private int size() {
		return this.waiting.size() + ((this.inFlight != null) ? this.inFlight.remaining() : 0);
	}

	private boolean isFull() {
		return this.waiting.size() >= this.settings.batchSize() || this.bytes >= this.settings.batchMaxBytes();
	}

	private Batch cut() {
		List<Entry> entries = new ArrayList<>(Math.min(this.waiting.size(), this.settings.batchSize()));
		long size = 0;
		Entry next = this.waiting.peekFirst();
		while (next != null && entries.size() < this.settings.batchSize()
				&& (entries.isEmpty() || size + next.size() <= this.settings.batchMaxBytes())) {
			entries.add(this.waiting.removeFirst());
			size += next.size();
			next = this.waiting.peekFirst();
		}
		Batch batch = new Batch(entries);
		this.inFlight = batch;
		return batch;
	}

	private void returnToHead() {
		if (this.inFlight != null) {
			List<Entry> left = this.inFlight.unsettled();
			for (int i = left.size() - 1; i >= 0; i--) {
				this.waiting.addFirst(left.get(i));
			}
			this.inFlight = null;
		}
	}

}
