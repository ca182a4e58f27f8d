package co.tokenr.report;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sleep of one worker, by the monotonic clock. A flush ends a pause that the reporter
 * chose by itself, but not one that the target has asked for; a shutdown ends both.
 */
final class Pause {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private boolean woken;

	private boolean forced;

	private boolean obeying;

	private boolean sleeping;

	private long until;

	private boolean held;

	private boolean ending;

	private long deadline;

	/**
	 * Sleeps.
	 * @param length how long
	 * @param obeyed whether the target has asked for it
	 * @throws InterruptedException if the thread was interrupted
	 */
	void sleep(Duration length, boolean obeyed) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			this.obeying = obeyed;
			long nanos = length.toNanos();
			this.sleeping = true;
			this.until = System.nanoTime() + nanos;
			while (nanos > 0 && !this.forced && (!this.woken || obeyed)) {
				nanos = this.changed.awaitNanos(nanos);
			}
			this.forced = false;
			this.woken = false;
		}
		finally {
			this.sleeping = false;
			this.obeying = false;
			this.lock.unlock();
		}
	}

	/** Ends the present pause, or else the next, unless the target has asked for it. */
	void wake() {
		this.lock.lock();
		try {
			this.woken = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Forgets a call to wake that ended no pause. */
	void reset() {
		this.lock.lock();
		try {
			this.woken = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lets no attempt begin, or lets them begin again.
	 * @param held whether attempts are held back
	 */
	void hold(boolean held) {
		this.lock.lock();
		try {
			this.held = held;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits as long as attempts are held back.
	 * @throws InterruptedException if the thread was interrupted, or a shutdown came
	 * first: what is held back then is not sent by it either
	 */
	void pass() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (this.held) {
				if (this.ending) {
					throw new InterruptedException();
				}
				this.changed.await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ends the present pause, or else the next, and bounds those that follow.
	 * @param deadline when all must be over, by the monotonic clock in nanoseconds
	 */
	void endBy(long deadline) {
		this.lock.lock();
		try {
			this.ending = true;
			this.forced = true;
			this.deadline = deadline;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isEnding() {
		this.lock.lock();
		try {
			return this.ending;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns how much of the present pause is left.
	 * @return the rest, zero where there is none
	 */
	Duration left() {
		this.lock.lock();
		try {
			return this.sleeping ? Duration.ofNanos(Math.max(0, this.until - System.nanoTime())) : Duration.ZERO;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isObeying() {
		this.lock.lock();
		try {
			return this.obeying;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells whether a pause of this length is over before the deadline, if there is one.
	 * @param length how long
	 * @return whether it makes sense to sleep
	 */
	boolean fits(Duration length) {
		this.lock.lock();
		try {
			return !this.ending || this.forced || length.toNanos() < this.deadline - System.nanoTime();
		}
		finally {
			this.lock.unlock();
		}
	}

}
