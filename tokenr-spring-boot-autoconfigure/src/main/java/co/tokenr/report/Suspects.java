package co.tokenr.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import co.tokenr.report.Batch.Item;

/**
 * Events that a target has refused alone, in one pass over a batch. They are at fault
 * where the target takes others; until it has taken one it may be that it understands
 * nothing that we say, and those that it refused before are asked for once more, since
 * what was wrong with it may have been put right. Used by one thread.
 */
final class Suspects {

	/** As many may be rejected before the target has taken one. */
	private static final int MOST_UNPROVEN = 3;

	private final Map<Item, EventOutcome> refused = new LinkedHashMap<>();

	private final List<Item> again = new ArrayList<>();

	private String kind = "";

	private int unproven;

	private boolean proven;

	/** Begins another pass. What is not settled is offered again. */
	void clear() {
		this.refused.clear();
		this.again.clear();
		this.proven = false;
	}

	void add(Item item, String kind) {
		this.kind = kind;
		this.refused.put(item, EventOutcome.rejected(kind));
	}

	/**
	 * Returns how the target refuses.
	 * @return such as {@code http_400}
	 */
	String kind() {
		return this.kind;
	}

	/** The target has taken an event. */
	void prove() {
		this.proven = true;
		this.unproven = 0;
		this.again.addAll(this.refused.keySet());
		this.refused.clear();
	}

	/**
	 * Takes out those that were refused before the target took one.
	 * @return the events, to be offered once more
	 */
	List<Item> takeAgain() {
		List<Item> taken = List.copyOf(this.again);
		this.again.clear();
		return taken;
	}

	/**
	 * Tells whether others of the batch should say whose fault it is.
	 * @return whether there are suspects and no proof
	 */
	boolean areDoubtful() {
		return !this.proven && !this.refused.isEmpty();
	}

	/**
	 * Tells whether it is no use to ask for more of a large batch.
	 * @return whether it seems that the target understands nothing
	 */
	boolean areMany() {
		return areDoubtful() && this.refused.size() >= MOST_UNPROVEN;
	}

	/**
	 * Returns those that are proven to be at fault, or where the whole batch was asked
	 * for and none was taken, those that are given up nevertheless: a few since the
	 * target has last taken one, and after that one at each probe, so that they do not
	 * hold up others for ever.
	 * @param probing whether the target was left alone before
	 * @return why each is rejected
	 */
	Map<Item, EventOutcome> rejected(boolean probing) {
		Map<Item, EventOutcome> rejected = new LinkedHashMap<>();
		int allowed = Math.max(MOST_UNPROVEN - this.unproven, probing ? 1 : 0);
		this.refused.forEach((item, outcome) -> {
			if (this.proven || rejected.size() < allowed) {
				rejected.put(item, outcome);
			}
		});
		this.unproven += this.proven ? 0 : rejected.size();
		this.refused.keySet().removeAll(rejected.keySet());
		return rejected;
	}

}
