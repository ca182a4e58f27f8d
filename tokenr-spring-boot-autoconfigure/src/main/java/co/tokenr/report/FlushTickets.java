package co.tokenr.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Those who wait for deliveries to one target. What becomes of events is told under the
 * lock of the books; the other methods take it themselves.
 */
final class FlushTickets {

	private final ReentrantLock lock;

	private final Condition progress;

	private final List<FlushTicket> tickets = new ArrayList<>();

	private long attempts;

	FlushTickets(ReentrantLock lock) {
		this.lock = lock;
		this.progress = lock.newCondition();
	}

	FlushTicket open(long lastSequence, long waiting, boolean triedIsEnough) {
		FlushTicket ticket = new FlushTicket(lastSequence, waiting, this.attempts, triedIsEnough);
		this.tickets.add(ticket);
		return ticket;
	}

	void settled(long sequence, @Nullable String rejection) {
		for (FlushTicket ticket : this.tickets) {
			if (rejection != null) {
				ticket.rejected(sequence);
			}
			else {
				ticket.accepted(sequence);
			}
		}
		this.progress.signalAll();
	}

	void dropped(long sequence) {
		this.tickets.forEach((ticket) -> ticket.dropped(sequence));
		this.progress.signalAll();
	}

	void withheld(long sequence) {
		this.tickets.forEach((ticket) -> ticket.withheld(sequence));
		this.progress.signalAll();
	}

	/**
	 * Counts an attempt.
	 * @return its number
	 */
	long attemptStarted() {
		this.lock.lock();
		try {
			return ++this.attempts;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells those who are content with a failure.
	 * @param attempt number of the attempt that failed
	 */
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
	 * Ends all waiting.
	 * @param kept whether what waits is kept for a later process
	 */
	void close(boolean kept) {
		this.tickets.forEach((ticket) -> ticket.close(kept));
		this.progress.signalAll();
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

}
