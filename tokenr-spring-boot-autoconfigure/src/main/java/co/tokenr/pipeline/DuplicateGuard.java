package co.tokenr.pipeline;

import java.util.UUID;

/**
 * Remembers the latest round trips by their ids, so that one whose end is signalled twice
 * is recorded once. Bounded: the signals of one round trip come close together.
 */
final class DuplicateGuard {

	private static final int SIZE = 8192;

	private static final int MASK = SIZE - 1;

	private final UUID[] seen = new UUID[SIZE];

	boolean isDuplicate(UUID id, PipelineCounts counts) {
		int slot = (int) (id.getLeastSignificantBits() & MASK);
		synchronized (this.seen) {
			if (!id.equals(this.seen[slot])) {
				this.seen[slot] = id;
				return false;
			}
		}
		counts.duplicate();
		return true;
	}

}
