package co.tokenr.report;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The one thread of a reporter, from a start to the next stop. Takes a batch, has it
 * sent, and where that fails gives it back and pauses: longer each time, and with a
 * single attempt after each pause. Survives whatever is thrown.
 */
final class ReporterWorker implements Runnable {

	private static final int BLOCKED_FACTOR = 10;

	/** A shutdown goes on after a failure that may pass, but not against a wall. */
	private static final int FAILURES_AT_SHUTDOWN = 3;

	private static final Duration AFTER_ACCIDENT = Duration.ofMillis(100);

	private final DeliveryQueue queue;

	private final DeliveryHealth health;

	private final ReporterSettings settings;

	private final Pause pause = new Pause();

	private final BatchSender sender;

	private final Thread thread;

	private int lastChances = FAILURES_AT_SHUTDOWN;

	ReporterWorker(ReportTarget target, DeliveryQueue queue, DeliveryHealth health, ReporterSettings settings,
			BatchListener listener) {
		this.queue = queue;
		this.health = health;
		this.settings = settings;
		this.sender = new BatchSender(target, queue, new DeliveryRetry(settings, this.pause), health, listener);
		// started by whichever thread comes first: takes nothing of it along
		this.thread = new Thread(null, this, "tokenr-reporter", 0, false);
		this.thread.setContextClassLoader(ReporterWorker.class.getClassLoader());
		this.thread.setDaemon(true);
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
	 * Tells whether the target has asked to be left alone for now.
	 * @return whether a call to wake has no effect
	 */
	boolean isObeying() {
		return this.pause.isObeying();
	}

	/**
	 * Has the closed queue drained and the thread ended. Returns at the deadline at the
	 * latest.
	 * @param timeout how long that may take
	 * @throws InterruptedException if the calling thread was interrupted
	 */
	void finish(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		this.pause.endBy(deadline);
		// the last part is for an exchange that must be broken off
		long patience = timeout.toMillis() - Math.min(500, timeout.toMillis() / 10);
		if (patience > 0) {
			this.thread.join(patience);
		}
		if (this.thread.isAlive()) {
			this.thread.interrupt();
			this.thread.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
		}
	}

	@Override
	public void run() {
		boolean more = true;
		while (more) {
			try {
				more = deliverNext();
			}
			catch (InterruptedException ex) {
				more = !this.pause.isEnding();
			}
			catch (Throwable ex) {
				// out of memory, or a fault of ours: what is in flight goes back at take
				LockSupport.parkNanos(AFTER_ACCIDENT.toNanos());
			}
		}
	}

	private boolean deliverNext() throws InterruptedException {
		Batch batch = this.queue.take();
		if (batch == null) {
			return false;
		}
		Throwable failure = deliver(batch);
		Tally.Counts counts = this.queue.counts();
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
		finally {
			this.queue.giveBack(batch);
		}
	}

	/**
	 * Sleeps, unless a shutdown would be over before that is.
	 */
	private boolean pause(Throwable failure, int failures) throws InterruptedException {
		Duration length = length(failure, failures);
		Duration asked = (failure instanceof RetryableDeliveryException retryable) ? retryable.retryAfter() : null;
		boolean obeyed = asked != null && asked.compareTo(length) > 0;
		length = (asked != null && obeyed) ? asked : length;
		boolean sensible = this.pause.fits(length);
		if (sensible) {
			this.pause.sleep(length, obeyed);
		}
		return sensible;
	}

	private Duration length(Throwable failure, int failures) {
		Duration longest = this.settings.pauseMaxInterval();
		Duration length = this.settings.pauseInterval().multipliedBy(1L << Math.min(failures - 1, 20));
		length = (length.compareTo(longest) < 0) ? length : longest;
		// up to a fifth less, so that many instances do not come back at once
		length = length.minus(length.multipliedBy(ThreadLocalRandom.current().nextInt(20)).dividedBy(100));
		return (failure instanceof BlockedDeliveryException) ? length.multipliedBy(BLOCKED_FACTOR) : length;
	}

}
