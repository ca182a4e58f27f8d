package co.tokenr.report;

/**
 * What became of the events that were waiting when a flush was called.
 *
 * @param accepted how many the target has taken
 * @param rejected how many the target has rejected for good
 * @param dropped how many were given up, as at shutdown
 * @param waiting how many still wait
 */
public record FlushResult(long accepted, long rejected, long dropped, long waiting) {

	FlushResult plus(FlushResult other) {
		return new FlushResult(this.accepted + other.accepted, this.rejected + other.rejected,
				this.dropped + other.dropped, this.waiting + other.waiting);
	}

}
