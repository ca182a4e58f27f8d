package co.tokenr.report;

import org.jspecify.annotations.Nullable;

/**
 * Everything about one target: what is kept for it, who sends it, and how that goes. One
 * that fails holds up no other.
 */
final class TargetDelivery {

	private final ReportTarget target;

	private final ReporterSettings settings;

	private final BatchListener listener;

	private final Lane lane;

	private final DeadLetterBox deadLetters;

	private final DeliveryHealth health;

	private volatile @Nullable ReporterWorker worker;

	private volatile boolean held;

	TargetDelivery(ReportTarget target, HandOff handOff, ReporterSettings settings, BatchListener listener) {
		this.target = target;
		this.settings = settings;
		this.listener = listener;
		this.lane = new Lane(target.name(), handOff, settings);
		this.deadLetters = new DeadLetterBox(settings.deadLetters(target.name()));
		this.health = new DeliveryHealth(target.name());
	}

	String name() {
		return this.target.name();
	}

	Recipient recipient() {
		return new Recipient(this.lane, this.target.isLocal(), this.target.egress());
	}

	DeadLetterBox deadLetters() {
		return this.deadLetters;
	}

	boolean isHeld() {
		return this.held;
	}

	Lane lane() {
		return this.lane;
	}

	boolean isAlive() {
		ReporterWorker active = this.worker;
		return active != null && active.isAlive();
	}

	/** Starts what does not run. */
	void start() {
		if (!isAlive()) {
			this.lane.open();
			ReporterWorker next = new ReporterWorker(this.target, this.lane, this.deadLetters, this.health,
					this.settings, this.listener);
			next.hold(this.held);
			next.start();
			this.worker = next;
		}
	}

	/**
	 * Has a remote target sent nothing, or something again. An attempt that is under way
	 * is not broken off.
	 * @param held whether events are held back
	 */
	void hold(boolean held) {
		this.held = held && !this.target.isLocal();
		ReporterWorker active = this.worker;
		if (active != null) {
			active.hold(this.held);
		}
	}

	/**
	 * Has what the target rejected sent again.
	 * @return how many events
	 */
	int requeue() {
		return this.deadLetters.requeue(this.lane);
	}

	/**
	 * Has all that wait sent now, ending a pause that the target has not asked for.
	 * @param triedIsEnough whether one failed attempt settles the matter
	 * @return the ticket
	 */
	FlushTicket flush(boolean triedIsEnough) {
		FlushTicket ticket = this.lane.follow(triedIsEnough);
		ReporterWorker active = this.worker;
		if (active != null) {
			active.wake();
		}
		return ticket;
	}

	/**
	 * Tells whether it is no use to wait for a delivery.
	 * @return whether nothing is about to be sent
	 */
	boolean isHopeless() {
		ReporterWorker active = this.worker;
		return active == null || this.held || active.isObeying() || active.isCurrentThread();
	}

	/**
	 * Has the rest delivered.
	 * @param deadline until when, by the monotonic clock in nanoseconds
	 */
	void drain(long deadline) {
		this.lane.drain();
		ReporterWorker active = this.worker;
		if (active != null) {
			active.endBy(deadline);
		}
	}

	void awaitEnd(long deadline) throws InterruptedException {
		ReporterWorker active = this.worker;
		if (active != null) {
			active.awaitEnd(deadline);
		}
	}

	void close() {
		this.worker = null;
		long dropped = this.lane.close();
		if (dropped > 0) {
			this.health.logShutdown(dropped, this.lane.counts());
		}
	}

	ReporterStatus status(boolean running) {
		return this.health.status(running, this.held, this.worker, this.settings, this.lane.counts());
	}

}
