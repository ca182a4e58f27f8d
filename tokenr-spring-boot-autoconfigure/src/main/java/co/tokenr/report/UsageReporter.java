package co.tokenr.report;

import java.time.Duration;
import java.util.List;
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
 * Delivers events to {@link ReportTarget targets} in batches, on threads of its own.
 * Holds events that are recorded before it is started, and counts those after its stop as
 * dropped. May be started again. Thread-safe.
 */
public final class UsageReporter implements InlineUsageListener, SmartLifecycle {

	/**
	 * Stops after the web server and the executors, whose calls may still end, and before
	 * Kafka and the data sources.
	 */
	static final int PHASE = ExecutorConfigurationSupport.DEFAULT_PHASE - 1024;

	private static final Duration LONGEST_FLUSH = Duration.ofDays(1);

	private static final Duration TO_KEEP = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(UsageReporter.class);

	private final ReporterSettings settings;

	private final BooleanSupplier enabled;

	private final HandOff handOff;

	private final List<TargetDelivery> deliveries;

	private final ReentrantLock lifecycle = new ReentrantLock();

	private volatile @Nullable SpoolWriter writer;

	private volatile boolean running;

	private volatile boolean held;

	/**
	 * Creates a reporter that is always enabled and that nobody measures.
	 * @param target where events are delivered to
	 * @param settings how
	 */
	public UsageReporter(ReportTarget target, ReporterSettings settings) {
		this(List.of(target), settings, () -> true, BatchListener.NONE);
	}

	/**
	 * Creates a reporter.
	 * @param targets where events are delivered to, at least one, each by another name
	 * @param settings how
	 * @param enabled asked at each event; where it says no the event is ignored, and no
	 * thread is started for it
	 * @param listener told of each attempt
	 */
	public UsageReporter(List<ReportTarget> targets, ReporterSettings settings, BooleanSupplier enabled,
			BatchListener listener) {
		if (targets.isEmpty()) {
			throw new IllegalArgumentException("A reporter needs a target");
		}
		this.settings = settings;
		this.enabled = enabled;
		this.handOff = new HandOff(settings);
		this.deliveries = targets.stream()
			.map((target) -> new TargetDelivery(target, this.handOff, settings, listener))
			.toList();
	}

	/**
	 * Takes an event over. Never throws. Never waits, but where events are kept in files
	 * and {@link ReporterSettings#spoolSync()} is set for its own to be written, and in
	 * mode {@link ReporterSettings.Mode#SYNC} for one attempt to deliver it.
	 * @param event the event
	 */
	@Override
	public void onUsage(UsageEvent event) {
		try {
			if (!this.enabled.getAsBoolean()) {
				return;
			}
			boolean taken = this.handOff.offer(event);
			SpoolWriter active = ensureRunning();
			if (taken && active != null) {
				if (this.settings.spoolSync()) {
					active.write();
				}
				if (this.settings.mode() == ReporterSettings.Mode.SYNC) {
					this.deliveries.forEach((delivery) -> awaitAttempt(delivery));
				}
			}
		}
		catch (RuntimeException | Error ex) {
			// the application never notices; what was handed over is still there
			logger.debug("An event could not be handed over", ex);
		}
	}

	private void awaitAttempt(TargetDelivery delivery) {
		FlushTicket ticket = delivery.flush(true);
		delivery.lane().tickets().await(ticket, delivery.isHopeless() ? Duration.ZERO : this.settings.syncTimeout());
	}

	/**
	 * Has all that wait sent now, ending pauses that no target has asked for.
	 * @param timeout how long to wait for that; not waited for while stopped
	 * @return what became of the events that were waiting when this was called, the sum
	 * over all targets
	 */
	public FlushResult flush(Duration timeout) {
		Duration patience = (timeout.compareTo(LONGEST_FLUSH) < 0) ? timeout : LONGEST_FLUSH;
		long deadline = System.nanoTime() + (this.running ? patience.toNanos() : 0);
		List<FlushTicket> tickets = this.deliveries.stream().map((delivery) -> delivery.flush(false)).toList();
		FlushResult sum = new FlushResult(0, 0, 0, 0);
		for (int i = 0; i < tickets.size(); i++) {
			TargetDelivery delivery = this.deliveries.get(i);
			Duration left = delivery.isHeld() ? Duration.ZERO : Duration.ofNanos(deadline - System.nanoTime());
			sum = sum.plus(delivery.lane().tickets().await(tickets.get(i), left));
		}
		return sum;
	}

	/**
	 * Holds back what is for remote targets, or lets it go again. It waits as in an
	 * outage, with the same bounds, also through a stop. A request that is under way is
	 * not broken off.
	 * @param held whether events are held back
	 */
	public void setHeld(boolean held) {
		this.deliveries.forEach((delivery) -> delivery.hold(held));
		this.held = held;
	}

	/**
	 * Tells whether what is for remote targets is held back.
	 * @return whether it is
	 */
	public boolean isHeld() {
		return this.held;
	}

	/**
	 * Has the dead letters of a target sent again, with the bytes that were rejected,
	 * before what was recorded since. Those that there is no room for stay.
	 * @param target name of the target
	 * @return how many are sent again; none while the reporter is stopped
	 * @throws IllegalArgumentException if there is no such target
	 */
	public int requeue(String target) {
		return delivery(target).requeue();
	}

	/**
	 * Returns how the delivery to the first target is doing.
	 * @return the status of this instant
	 */
	public ReporterStatus status() {
		return this.deliveries.get(0).status(this.running);
	}

	/**
	 * Returns how the delivery to each target is doing.
	 * @return the status of each, in the order of the targets
	 */
	public List<ReporterStatus> statuses() {
		return this.deliveries.stream().map((delivery) -> delivery.status(this.running)).toList();
	}

	/**
	 * Looks through what a target has rejected for good. Reads files where there are any,
	 * and so is for those who look and not for those who measure.
	 * @param target name of the target
	 * @param most how many to list, the latest first
	 * @return what is kept of it
	 * @throws IllegalArgumentException if there is no such target
	 */
	public DeadLetters deadLetters(String target, int most) {
		return delivery(target).deadLetters().open(most);
	}

	private TargetDelivery delivery(String target) {
		for (TargetDelivery delivery : this.deliveries) {
			if (delivery.name().equals(target)) {
				return delivery;
			}
		}
		throw new IllegalArgumentException("No target is named '" + target + "'");
	}

	@Override
	public void start() {
		this.lifecycle.lock();
		try {
			if (!this.running) {
				this.handOff.setClosed(false);
				if (this.enabled.getAsBoolean()) {
					startThreads();
				}
				this.running = true;
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	/**
	 * Takes no more events, writes down those that wait, delivers them within the
	 * shutdown timeout, and leaves the rest to the next process, or counts it as dropped
	 * where it is in memory only.
	 */
	@Override
	public void stop() {
		this.lifecycle.lock();
		try {
			this.running = false;
			this.handOff.setClosed(true);
			endThreads(System.nanoTime() + this.settings.shutdownTimeout().toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.writer = null;
			this.handOff.dropAll();
			this.deliveries.forEach(TargetDelivery::close);
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

	private @Nullable SpoolWriter ensureRunning() {
		SpoolWriter active = this.writer;
		if (!this.running || isAlive(active)) {
			return active;
		}
		// a caller must not wait for a stop that is under way
		if (!this.lifecycle.tryLock()) {
			return active;
		}
		try {
			return this.running ? startThreads() : null;
		}
		catch (OutOfMemoryError ex) {
			// no thread to be had; the next event asks again
			return this.writer;
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private boolean isAlive(@Nullable SpoolWriter active) {
		if (active == null || !active.isAlive()) {
			return false;
		}
		for (TargetDelivery delivery : this.deliveries) {
			if (!delivery.isAlive()) {
				return false;
			}
		}
		return true;
	}

	private SpoolWriter startThreads() {
		this.deliveries.forEach(TargetDelivery::start);
		SpoolWriter active = this.writer;
		if (active == null || !active.isAlive()) {
			active = new SpoolWriter(this.handOff, this.deliveries.stream().map(TargetDelivery::recipient).toList());
			active.start();
			this.writer = active;
		}
		return active;
	}

	/**
	 * What waits is kept first, and only then delivered. A stop that has no time to
	 * deliver still has a moment to keep.
	 */
	private void endThreads(long deadline) throws InterruptedException {
		SpoolWriter active = this.writer;
		if (active != null) {
			Duration half = this.settings.shutdownTimeout().dividedBy(2);
			active.finish((half.compareTo(TO_KEEP) > 0) ? half : TO_KEEP);
		}
		this.deliveries.forEach((delivery) -> delivery.drain(deadline));
		for (TargetDelivery delivery : this.deliveries) {
			delivery.awaitEnd(deadline);
		}
	}

}
