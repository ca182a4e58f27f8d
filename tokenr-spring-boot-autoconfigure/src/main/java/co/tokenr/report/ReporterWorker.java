package co.tokenr.report;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The one thread of a target, from a start to the next stop. Takes a batch, has it sent,
 * and where that fails pauses before the same batch is tried again: longer each time, and
 * with a single attempt after each pause. Survives whatever is thrown.
 */
final class ReporterWorker implements Runnable {

	/** A shutdown goes on after a failure that may pass, but not against a wall. */
	private static final int FAILURES_AT_SHUTDOWN = 3;

	private static final Duration AFTER_ACCIDENT = Duration.ofMillis(100);

	private final Lane lane;

	private final DeliveryHealth health;

	private final PauseLength pauseLength;

	private final Pause pause = new Pause();

	private final BatchSender sender;

	private final Thread thread;

	private volatile boolean abandoned;

	private int lastChances = FAILURES_AT_SHUTDOWN;

	ReporterWorker(ReportTarget target, Lane lane, DeadLetterBox deadLetters, DeliveryHealth health,
			ReporterSettings settings, BatchListener listener) {
		this.lane = lane;
		this.health = health;
		this.pauseLength = new PauseLength(settings);
		this.sender = new BatchSender(target, lane, deadLetters, new DeliveryRetry(settings, this.pause), health,
				listener, new LearnedSize(settings.batchMaxBytes()));
		this.thread = ReporterThread.of(this, "tokenr-reporter-" + target.name());
	}

	void start() {
		this.thread.start();
	}

	boolean isAlive() {
		return this.thread.isAlive();
	}

	boolean isCurrentThread() {
		return Thread.currentThread() == this.thread;
	}

	/** Ends a pause, unless the target has asked for it. */
	void wake() {
		this.pause.wake();
	}

	/**
	 * Lets no attempt begin, or lets them begin again.
	 * @param held whether attempts are held back
	 */
	void hold(boolean held) {
		this.pause.hold(held);
	}

	/**
	 * Tells whether the target has asked to be left alone for now.
	 * @return whether a call to wake has no effect
	 */
	boolean isObeying() {
		return this.pause.isObeying();
	}

	Duration pauseLeft() {
		return this.pause.left();
	}

	/**
	 * Ends the present pause and bounds what follows.
	 * @param deadline when all must be over, by the monotonic clock in nanoseconds
	 */
	void endBy(long deadline) {
		this.pause.endBy(deadline);
	}

	/**
	 * Waits for the end of the thread, which is interrupted shortly before the deadline.
	 * @param deadline the deadline, by the monotonic clock in nanoseconds
	 * @throws InterruptedException if the calling thread was interrupted
	 */
	void awaitEnd(long deadline) throws InterruptedException {
		long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
		// the last part is for an exchange that must be broken off
		long patience = left - Math.min(500, left / 10);
		if (patience > 0) {
			this.thread.join(patience);
		}
		this.abandoned = true;
		if (this.thread.isAlive()) {
			this.thread.interrupt();
			this.thread.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
		}
	}

	@Override
	public void run() {
		boolean more = true;
		while (more && !this.abandoned) {
			try {
				more = deliverNext();
			}
			catch (InterruptedException ex) {
				more = !this.pause.isEnding();
			}
			catch (Throwable ex) {
				// out of memory, or a fault of ours: what is in flight is taken again
				LockSupport.parkNanos(AFTER_ACCIDENT.toNanos());
			}
		}
	}

	private boolean deliverNext() throws InterruptedException {
		Batch batch = this.lane.take();
		if (batch == null) {
			return !this.lane.isDrained();
		}
		Throwable failure = deliver(batch);
		Tally.Counts counts = this.lane.counts();
		this.health.logLosses(counts);
		if (failure == null) {
			this.lastChances = FAILURES_AT_SHUTDOWN;
			this.health.recovered(counts);
			this.pause.reset();
			return true;
		}
		int failures = this.health.gaveUp(failure, counts);
		if (this.pause.isEnding() && --this.lastChances == 0) {
			return false;
		}
		return pause(failure, failures);
	}

	private @Nullable Throwable deliver(Batch batch) throws InterruptedException {
		try {
			this.sender.send(batch);
			return null;
		}
		catch (RuntimeException | Error ex) {
			return ex;
		}
	}

	/**
	 * Sleeps, unless a shutdown would be over before that is.
	 */
	private boolean pause(Throwable failure, int failures) throws InterruptedException {
		Duration length = this.pauseLength.of(failures, failure instanceof BlockedDeliveryException,
				ThreadLocalRandom.current());
		Duration asked = (failure instanceof RetryableDeliveryException retryable) ? retryable.retryAfter() : null;
		boolean obeyed = asked != null && asked.compareTo(length) > 0;
		length = (asked != null && obeyed) ? asked : length;
		boolean sensible = this.pause.fits(length);
		if (sensible) {
			this.pause.sleep(length, obeyed);
		}
		return sensible;
	}

}
