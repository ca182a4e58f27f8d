package co.tokenr.pipeline;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the latest round trips by their ids, so that one whose end is signalled twice
 * is recorded once. Bounded: the signals of one round trip come close together. Keeps the
 * ids in a ring by their age and in an open table by their hash, and so makes no object
 * for them.
 */
final class DuplicateGuard {

	static final int SIZE = 8192;

	/** A power of two; with a quarter of them taken what is looked for is close. */
	private static final int SLOTS = 4 * SIZE;

	private final @Nullable UUID[] byAge = new UUID[SIZE];

	private final @Nullable UUID[] byHash = new UUID[SLOTS];

	private int oldest;

	boolean isDuplicate(UUID id, PipelineCounts counts) {
		if (add(id)) {
			return false;
		}
		counts.duplicate();
		return true;
	}

	private synchronized boolean add(UUID id) {
		int slot = slot(id);
		if (this.byHash[slot] != null) {
			return false;
		}
		this.byHash[slot] = id;
		UUID forgotten = this.byAge[this.oldest];
		this.byAge[this.oldest] = id;
		this.oldest = (this.oldest + 1) % SIZE;
		if (forgotten != null) {
			remove(forgotten);
		}
		return true;
	}

	/** Where an id is or, if it is not there, would be. */
	private int slot(UUID id) {
		int slot = id.hashCode() & (SLOTS - 1);
		for (UUID there = this.byHash[slot]; there != null && !there.equals(id); there = this.byHash[slot]) {
			slot = next(slot);
		}
		return slot;
	}

	/** Those that had to go on to the next slots may come nearer. */
	private void remove(UUID id) {
		int free = slot(id);
		this.byHash[free] = null;
		int slot = next(free);
		for (UUID there = this.byHash[slot]; there != null; there = this.byHash[slot]) {
			this.byHash[slot] = null;
			this.byHash[slot(there)] = there;
			slot = next(slot);
		}
	}

	private static int next(int slot) {
		return (slot + 1) & (SLOTS - 1);
	}

}
