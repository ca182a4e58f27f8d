package co.tokenr.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import co.tokenr.report.Batch.Item;

/**
 * Some events of a batch that are offered together, in order. Shrinks as they are
 * settled. Used by one thread.
 */
final class Part {

	private final List<Item> items;

	Part(List<Item> items) {
		this.items = new ArrayList<>(items);
	}

	int size() {
		return this.items.size();
	}

	Item first() {
		return this.items.get(0);
	}

	/**
	 * Returns how large the events are as they are kept.
	 * @return the sum in bytes
	 */
	long bytes() {
		return this.items.stream().mapToLong(Part::bytes).sum();
	}

	private static long bytes(Item item) {
		return item.event().json().length;
	}

	List<StoredEvent> events() {
		return this.items.stream().map(Item::event).toList();
	}

	/**
	 * Says what became of the events.
	 * @param result one outcome for each
	 * @param outcomes where it is said
	 */
	void read(DeliveryResult result, Map<Item, EventOutcome> outcomes) {
		for (int i = 0; i < this.items.size(); i++) {
			outcomes.put(this.items.get(i), result.outcome(i));
		}
	}

	void removeAll(Map<Item, EventOutcome> outcomes) {
		this.items.removeIf((item) -> outcomes.getOrDefault(item, EventOutcome.AGAIN) != EventOutcome.AGAIN);
	}

	/**
	 * Takes events out.
	 * @param count how many
	 * @param anywhere whether at random, and not the first
	 * @return a part of those that were taken, in order
	 */
	Part take(int count, boolean anywhere) {
		List<Item> left = new ArrayList<>();
		List<Item> taken = new ArrayList<>();
		for (int i = 0; i < this.items.size(); i++) {
			int open = this.items.size() - i;
			int wanted = count - taken.size();
			boolean take = anywhere ? ThreadLocalRandom.current().nextInt(open) < wanted : wanted > 0;
			(take ? taken : left).add(this.items.get(i));
		}
		this.items.clear();
		this.items.addAll(left);
		return new Part(taken);
	}

	/**
	 * Takes as many of the first events out as are no larger together than something.
	 * @param maxBytes how large they may be; a larger one comes alone
	 * @return a part of at least one event
	 */
	Part takeBytes(long maxBytes) {
		int count = 1;
		long bytes = bytes(this.items.get(0));
		while (count < this.items.size() && bytes + bytes(this.items.get(count)) <= maxBytes) {
			bytes += bytes(this.items.get(count++));
		}
		return take(count, false);
	}

}
