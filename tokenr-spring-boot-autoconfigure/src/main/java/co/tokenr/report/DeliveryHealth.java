package co.tokenr.report;

import java.time.Duration;
import java.time.Instant;

import co.tokenr.report.ReporterStatus.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * How delivery goes: what the status shows of it, and the few lines that the log does.
 * Survives stop and restart. Thread-safe.
 */
final class DeliveryHealth {

	private static final Log logger = LogFactory.getLog(UsageReporter.class);

	private static final Duration BETWEEN_LOGS = Duration.ofMinutes(1);

	private final String target;

	private @Nullable Instant lastSuccess;

	private @Nullable Instant lastErrorAt;

	private @Nullable String lastError;

	private boolean attempting;

	private boolean lastAttemptFailed;

	private @Nullable State blocked;

	private int failuresInRow;

	private long failingSince;

	private boolean failureLogged;

	private boolean everLogged;

	private long failureLoggedAt;

	private long sentBefore;

	private long retries;

	private long lossLogged;

	private long lossLoggedAt;

	DeliveryHealth(String target) {
		this.target = target;
	}

	synchronized void attemptStarted() {
		this.attempting = true;
		if (this.lastAttemptFailed) {
			this.retries++;
		}
	}

	synchronized void attemptSucceeded() {
		this.attempting = false;
		this.lastAttemptFailed = false;
		this.lastSuccess = Instant.now();
	}

	synchronized void attemptRefused(RefusedDeliveryException refusal) {
		this.attempting = false;
		this.lastAttemptFailed = false;
		this.lastError = refusal.kind();
		this.lastErrorAt = Instant.now();
	}

	synchronized void attemptFailed(Throwable failure) {
		this.attempting = false;
		this.lastAttemptFailed = true;
		this.lastError = DeliveryException.kindOf(failure);
		this.lastErrorAt = Instant.now();
	}

	/**
	 * A batch went back to the queue.
	 * @param failure why
	 * @param counts the books
	 * @return how many times in a row that has happened, from 1
	 */
	int gaveUp(Throwable failure, Tally.Counts counts) {
		boolean log;
		int failures;
		synchronized (this) {
			attemptFailed(failure);
			this.blocked = blocked(failure);
			failures = ++this.failuresInRow;
			log = failures == 1 && startsFailing(counts);
		}
		if (log) {
			logger.warn("Usage events cannot be delivered to '" + this.target + "' ("
					+ DeliveryException.kindOf(failure) + "); " + counts.waiting() + " wait and are tried again"
					+ ((failure instanceof BlockedDeliveryException)
							? ". It needs another configuration or another token." : "."));
		}
		return failures;
	}

	/**
	 * Begins a time of failure. One that comes within a minute of another is not logged,
	 * and neither is its end: a target that flaps would fill the log.
	 */
	private boolean startsFailing(Tally.Counts counts) {
		long now = System.nanoTime();
		this.failingSince = now;
		this.sentBefore = counts.sent();
		this.failureLogged = !this.everLogged || now - this.failureLoggedAt >= BETWEEN_LOGS.toNanos();
		if (this.failureLogged) {
			this.everLogged = true;
			this.failureLoggedAt = now;
		}
		return this.failureLogged;
	}

	/**
	 * A batch was settled as a whole.
	 * @param counts the books
	 */
	void recovered(Tally.Counts counts) {
		Duration length;
		long sent;
		synchronized (this) {
			if (this.failuresInRow == 0) {
				return;
			}
			length = Duration.ofNanos(System.nanoTime() - this.failingSince);
			sent = counts.sent() - this.sentBefore;
			this.failuresInRow = 0;
			this.blocked = null;
			if (!this.failureLogged) {
				return;
			}
		}
		logger.info("Usage events are delivered to '" + this.target + "' again after " + length.toSeconds() + " s: "
				+ sent + " sent, " + counts.waiting() + " wait.");
	}

	/**
	 * Logs what was lost since this was logged last, at most once a minute.
	 * @param counts the books
	 */
	void logLosses(Tally.Counts counts) {
		synchronized (this) {
			long now = System.nanoTime();
			boolean recent = this.lossLogged > 0 && now - this.lossLoggedAt < BETWEEN_LOGS.toNanos();
			if (counts.lost() == this.lossLogged || recent) {
				return;
			}
			this.lossLogged = counts.lost();
			this.lossLoggedAt = now;
		}
		logger.warn("Usage events for '" + this.target + "' were lost; since the start dropped " + counts.dropped()
				+ " and rejected " + counts.rejected() + " of " + counts.recorded() + ".");
	}

	/**
	 * Logs what was given up at the end.
	 * @param dropped how many events
	 * @param counts the books
	 */
	void logShutdown(long dropped, Tally.Counts counts) {
		synchronized (this) {
			this.lossLogged = counts.lost();
		}
		logger.warn(dropped + " usage events were not delivered to '" + this.target
				+ "' before the shutdown and are lost.");
	}

	synchronized boolean isFailing() {
		return this.failuresInRow > 0;
	}

	synchronized ReporterStatus status(boolean running, boolean held, @Nullable ReporterWorker worker,
			ReporterSettings settings, Tally.Counts counts) {
		boolean workerAlive = worker != null && worker.isAlive();
		Duration left = (worker != null) ? worker.pauseLeft() : Duration.ZERO;
		long queued = counts.durable() ? counts.waiting() - counts.stored() : counts.waiting();
		long bytes = counts.handOffBytes() + (counts.durable() ? 0 : counts.spoolBytes());
		double utilization = Math.max((double) queued / settings.queueCapacity(),
				(double) bytes / settings.queueMaxBytes());
		if (counts.durable() && settings.spool() != null) {
			utilization = Math.max(utilization, (double) counts.spoolBytes() / settings.spool().maxBytes());
		}
		State state = (running && held) ? State.HELD
				: state(running, workerAlive, worker != null && worker.isObeying());
		return new ReporterStatus(this.target, state, (int) queued, settings.queueCapacity(), Math.min(1, utilization),
				bytes, counts.recorded(), counts.recovered(), counts.sent(), counts.waiting(), counts.dropped(),
				counts.rejected(), this.retries, this.lastSuccess, this.lastError, this.lastErrorAt,
				left.isZero() ? null : Instant.now().plus(left), workerAlive, counts.durable(), counts.stored(),
				counts.spoolBytes(), counts.withheld());
	}

	private static @Nullable State blocked(Throwable failure) {
		if (failure instanceof BlockedDeliveryException ex) {
			return ex.isAboutCredentials() ? State.AUTH_BLOCKED : State.CONFIG_BLOCKED;
		}
		return null;
	}

	private State state(boolean running, boolean workerAlive, boolean obeying) {
		if (!running) {
			return workerAlive ? State.DRAINING : State.STOPPED;
		}
		if (this.blocked != null) {
			return this.blocked;
		}
		if (obeying) {
			return State.PAUSED;
		}
		if (this.failuresInRow > 0) {
			return this.attempting ? State.HALF_OPEN : State.OPEN;
		}
		return this.lastAttemptFailed ? State.RETRYING : State.RUNNING;
	}

}
