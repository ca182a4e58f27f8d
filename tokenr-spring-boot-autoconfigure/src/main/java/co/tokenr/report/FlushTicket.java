package co.tokenr.report;

/**
 * Follows the events that were waiting at one moment until each is settled. Used under
 * the lock of the queue only.
 */
final class FlushTicket {

	private final long lastSequence;

	private final long attemptsBefore;

	private final boolean triedIsEnough;

	private long accepted;

	private long rejected;

	private long dropped;

	private long waiting;

	private boolean tried;

	private boolean closed;

	FlushTicket(long lastSequence, long waiting, long attemptsBefore, boolean triedIsEnough) {
		this.lastSequence = lastSequence;
		this.waiting = waiting;
		this.attemptsBefore = attemptsBefore;
		this.triedIsEnough = triedIsEnough;
	}

	void accepted(long sequence) {
		if (sequence <= this.lastSequence) {
			this.accepted++;
			this.waiting--;
		}
	}

	void rejected(long sequence) {
		if (sequence <= this.lastSequence) {
			this.rejected++;
			this.waiting--;
		}
	}

	void dropped(long sequence) {
		if (sequence <= this.lastSequence) {
			this.dropped++;
			this.waiting--;
		}
	}

	/** The event is not for this target: nothing becomes of it. */
	void withheld(long sequence) {
		if (sequence <= this.lastSequence) {
			this.waiting--;
		}
	}

	/**
	 * Takes notice of a failed attempt. One that was under way before does not count.
	 * @param attempt number of the attempt
	 */
	void failed(long attempt) {
		this.tried |= attempt > this.attemptsBefore;
	}

	/**
	 * Takes notice of a stop.
	 * @param kept whether what waits is kept for a later process
	 */
	void close(boolean kept) {
		this.closed = true;
		if (!kept) {
			this.dropped += this.waiting;
			this.waiting = 0;
		}
	}

	boolean isDone() {
		return this.waiting == 0 || this.closed || (this.triedIsEnough && this.tried);
	}

	FlushResult result() {
		return new FlushResult(this.accepted, this.rejected, this.dropped, this.waiting);
	}

}
