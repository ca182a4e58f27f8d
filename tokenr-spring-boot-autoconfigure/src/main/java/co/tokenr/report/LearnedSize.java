package co.tokenr.report;

/**
 * How large the batches are that a target takes, as far as it has said so by refusing
 * larger ones. Grows again by a tenth after each hundred that were taken, since a limit
 * may be raised; what that costs is one refusal in a hundred. Used by one thread.
 */
final class LearnedSize {

	private static final long SMALLEST = 1024;

	private static final int BEFORE_GROWTH = 100;

	private final long largest;

	private long limit;

	private int taken;

	/**
	 * Creates a size that is not limited yet.
	 * @param largest how large batches are anyway, in bytes
	 */
	LearnedSize(long largest) {
		this.largest = largest;
		this.limit = Long.MAX_VALUE;
	}

	/**
	 * Returns how large a part may be.
	 * @return bytes; the largest number there is while nothing was learned
	 */
	long limit() {
		return this.limit;
	}

	void refused(long bytes) {
		this.limit = Math.max(SMALLEST, Math.min(this.limit, bytes / 2));
		this.taken = 0;
	}

	void taken() {
		if (this.limit == Long.MAX_VALUE || ++this.taken < BEFORE_GROWTH) {
			return;
		}
		this.taken = 0;
		this.limit += this.limit / 10;
		if (this.limit >= this.largest) {
			this.limit = Long.MAX_VALUE;
		}
	}

}
