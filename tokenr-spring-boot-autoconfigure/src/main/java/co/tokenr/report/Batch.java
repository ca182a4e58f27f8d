package co.tokenr.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import co.tokenr.report.spool.Spool;
import co.tokenr.report.spool.SpoolRecord;

/**
 * Events that were taken from a spool together, and that stay together until each is
 * settled. Changed under the lock of the books only; read by the one worker that took it.
 */
final class Batch {

	private final Spool spool;

	private final List<Item> unsettled;

	private final long lastRecord;

	private boolean ambiguous;

	private boolean refused;

	/**
	 * Creates a batch.
	 * @param spool where the records came from
	 * @param records the records, at least one
	 * @param sequence the place of the events among all that were handed over where that
	 * is not the place of their records, as in a spool of another process; or -1
	 */
	Batch(Spool spool, List<SpoolRecord> records, long sequence) {
		this.spool = spool;
		this.unsettled = new ArrayList<>(records.size());
		for (SpoolRecord record : records) {
			this.unsettled.add(new Item(StoredEvent.of(record), record.sequence(),
					(sequence >= 0) ? sequence : record.sequence()));
		}
		this.lastRecord = records.get(records.size() - 1).sequence();
		// nobody knows what became of the attempts of another process
		this.ambiguous = sequence >= 0;
	}

	Spool spool() {
		return this.spool;
	}

	int remaining() {
		return this.unsettled.size();
	}

	/**
	 * Tells whether the target may have events of it, though it did not say so.
	 * @return whether it must be offered again exactly as it is
	 */
	boolean isAmbiguous() {
		return this.ambiguous;
	}

	void markAmbiguous() {
		this.ambiguous = true;
	}

	/**
	 * Tells whether the target refused all that it was asked for.
	 * @return whether any event of it is as good as the first
	 */
	boolean isRefused() {
		return this.refused;
	}

	void markRefused() {
		this.refused = true;
	}

	Part all() {
		return new Part(this.unsettled);
	}

	/**
	 * Puts outcomes in order.
	 * @param outcomes what became of some events
	 * @return what became of the first unsettled events, up to the last of those
	 */
	DeliveryResult result(Map<Item, EventOutcome> outcomes) {
		List<EventOutcome> result = new ArrayList<>();
		int last = 0;
		for (Item item : this.unsettled) {
			EventOutcome outcome = outcomes.getOrDefault(item, EventOutcome.AGAIN);
			result.add(outcome);
			last = (outcome.kind() != EventOutcome.Kind.AGAIN) ? result.size() : last;
		}
		return DeliveryResult.of(result.subList(0, last));
	}

	List<StoredEvent> next(int count) {
		return this.unsettled.subList(0, count).stream().map(Item::event).toList();
	}

	Item settle(int index) {
		return this.unsettled.remove(index);
	}

	/**
	 * Returns up to where the spool may forget.
	 * @return the last record before the first that is not settled
	 */
	long settledTo() {
		return this.unsettled.isEmpty() ? this.lastRecord : this.unsettled.get(0).record() - 1;
	}

	/**
	 * An event of a batch.
	 *
	 * @param event the event
	 * @param record the sequence number of its record
	 * @param sequence its place among all that were handed over
	 */
	record Item(StoredEvent event, long record, long sequence) {
	}

}
