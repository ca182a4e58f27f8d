package co.tokenr.report;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/**
 * Delivers events to a {@link ReportTarget} in batches, on a thread of its own. Holds
 * events that are recorded before it is started, and counts those after its stop as
 * dropped. May be started again. Thread-safe.
 */
public final class UsageReporter implements InlineUsageListener, SmartLifecycle {

	/**
	 * Stops after the web server and the executors, whose calls may still end, and before
	 * Kafka and the data sources.
	 */
	static final int PHASE = ExecutorConfigurationSupport.DEFAULT_PHASE - 1024;

	private static final Duration LONGEST_FLUSH = Duration.ofDays(1);

	private static final Log logger = LogFactory.getLog(UsageReporter.class);

	private final ReportTarget target;

	private final ReporterSettings settings;

	private final BooleanSupplier enabled;

	private final BatchListener listener;

	private final DeliveryQueue queue;

	private final DeliveryHealth health;

	private final ReentrantLock lifecycle = new ReentrantLock();

	private volatile @Nullable ReporterWorker worker;

	private volatile boolean running;

	/**
	 * Creates a reporter that is always enabled and that nobody measures.
	 * @param target where events are delivered to
	 * @param settings how
	 */
	public UsageReporter(ReportTarget target, ReporterSettings settings) {
		this(target, settings, () -> true, BatchListener.NONE);
	}

	/**
	 * Creates a reporter.
	 * @param target where events are delivered to
	 * @param settings how
	 * @param enabled asked at each event; where it says no the event is ignored, and no
	 * thread is started for it
	 * @param listener told of each attempt
	 */
	public UsageReporter(ReportTarget target, ReporterSettings settings, BooleanSupplier enabled,
			BatchListener listener) {
		this.target = target;
		this.settings = settings;
		this.enabled = enabled;
		this.listener = listener;
		this.queue = new DeliveryQueue(settings);
		this.health = new DeliveryHealth(target.name());
	}

	/**
	 * Takes an event over. Never throws. Never waits, but in mode
	 * {@link ReporterSettings.Mode#SYNC} for one attempt to deliver it.
	 * @param event the event
	 */
	@Override
	public void onUsage(UsageEvent event) {
		try {
			if (!this.enabled.getAsBoolean()) {
				return;
			}
			boolean sync = this.settings.mode() == ReporterSettings.Mode.SYNC && this.running;
			FlushTicket ticket = this.queue.offer(event, sync);
			ReporterWorker active = ensureWorker();
			if (ticket != null) {
				boolean hopeless = active == null || active.isObeying() || active.isCurrentThread();
				await(ticket, active, hopeless ? Duration.ZERO : this.settings.syncTimeout());
			}
		}
		catch (RuntimeException | Error ex) {
			// the application never notices; what was queued is still there
			logger.debug("An event could not be handed over", ex);
		}
	}

	/**
	 * Has all that wait sent now, ending a pause that the target has not asked for.
	 * @param timeout how long to wait for that; not waited for while stopped
	 * @return what became of the events that were waiting when this was called
	 */
	public FlushResult flush(Duration timeout) {
		ReporterWorker active = this.worker;
		Duration patience = (timeout.compareTo(LONGEST_FLUSH) < 0) ? timeout : LONGEST_FLUSH;
		return await(this.queue.follow(false), active, (active != null) ? patience : Duration.ZERO);
	}

	/**
	 * Returns how the reporter is doing.
	 * @return the status of this instant
	 */
	public ReporterStatus status() {
		ReporterWorker active = this.worker;
		return this.health.status(this.running, active != null && active.isAlive(), this.settings, this.queue.counts());
	}

	@Override
	public void start() {
		this.lifecycle.lock();
		try {
			if (!this.running) {
				this.queue.setClosed(false);
				this.running = true;
				if (this.enabled.getAsBoolean()) {
					ensureWorker();
				}
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	/**
	 * Takes no more events, delivers what waits within the shutdown timeout, and counts
	 * what is left as dropped.
	 */
	@Override
	public void stop() {
		this.lifecycle.lock();
		try {
			this.running = false;
			this.queue.setClosed(true);
			ReporterWorker active = this.worker;
			if (active != null) {
				active.finish(this.settings.shutdownTimeout());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.worker = null;
			int dropped = this.queue.dropAll();
			if (dropped > 0) {
				this.health.logShutdown(dropped, this.queue.counts());
			}
			this.lifecycle.unlock();
		}
	}

	@Override
	public void stop(Runnable callback) {
		try {
			stop();
		}
		finally {
			callback.run();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private FlushResult await(FlushTicket ticket, @Nullable ReporterWorker active, Duration timeout) {
		if (active != null) {
			active.wake();
		}
		return this.queue.await(ticket, timeout);
	}

	private @Nullable ReporterWorker ensureWorker() {
		ReporterWorker active = this.worker;
		if (!this.running || (active != null && active.isAlive())) {
			return active;
		}
		// a caller must not wait for a stop that is under way
		if (!this.lifecycle.tryLock()) {
			return active;
		}
		try {
			active = this.worker;
			if (this.running && (active == null || !active.isAlive())) {
				active = new ReporterWorker(this.target, this.queue, this.health, this.settings, this.listener);
				active.start();
				this.worker = active;
			}
			return active;
		}
		catch (OutOfMemoryError ex) {
			// no thread to be had; the next event asks again
			return null;
		}
		finally {
			this.lifecycle.unlock();
		}
	}

}
