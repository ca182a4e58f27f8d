package co.tokenr.report;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * How events ended, each counted where it happens and none derived from the others, so
 * that a lost event shows. Used under the lock of the books only.
 */
final class Tally {

	private final Map<String, Long> dropped = new TreeMap<>();

	private final Map<String, Long> rejected = new TreeMap<>();

	private long recovered;

	private long sent;

	private long withheld;

	void recovered(long count) {
		this.recovered += count;
	}

	void settled(@Nullable String rejection) {
		if (rejection != null) {
			count(this.rejected, DeliveryReason.REJECTED, rejection, 1);
		}
		else {
			this.sent++;
		}
	}

	void withheld() {
		this.withheld++;
	}

	void dropped(String reason) {
		dropped(reason, 1);
	}

	void dropped(String reason, long count) {
		count(this.dropped, DeliveryReason.DROPPED, reason, count);
	}

	/**
	 * Draws up the counts of one target.
	 * @param handOff where its events come from
	 * @param stored how many events are kept for it
	 * @param spoolBytes how large they are
	 * @param durable whether they outlive the process
	 * @return the counts
	 */
	Counts counts(HandOff handOff, long stored, long spoolBytes, boolean durable) {
		Map<String, Long> all = new TreeMap<>(this.dropped);
		handOff.tally().dropped.forEach((reason, count) -> all.merge(reason, count, Long::sum));
		return new Counts(handOff.recorded(), this.recovered, this.sent, handOff.pending() + stored, stored,
				handOff.bytes(), spoolBytes, durable, Collections.unmodifiableMap(all),
				Collections.unmodifiableMap(new TreeMap<>(this.rejected)), this.withheld);
	}

	private static void count(Map<String, Long> counts, List<String> known, String reason, long count) {
		if (count > 0) {
			counts.merge(known.contains(reason) ? reason : DeliveryReason.OTHER, count, Long::sum);
		}
	}

	/**
	 * The counts of one instant.
	 *
	 * @param recorded events handed over
	 * @param recovered events that were found on disk, less those that were left there,
	 * and dead letters that are sent again
	 * @param sent events taken by the target
	 * @param waiting events in the hand-off, in the spool or in flight
	 * @param stored those in the spool or in flight
	 * @param handOffBytes estimated size of those in the hand-off
	 * @param spoolBytes size of the spool
	 * @param durable whether the spool outlives the process
	 * @param dropped events given up, by reason
	 * @param rejected events rejected, by reason
	 * @param withheld events that are not for the target
	 */
	record Counts(long recorded, long recovered, long sent, long waiting, long stored, long handOffBytes,
			long spoolBytes, boolean durable, Map<String, Long> dropped, Map<String, Long> rejected, long withheld) {

		long lost() {
			return sum(this.dropped) + sum(this.rejected);
		}

		private static long sum(Map<String, Long> counts) {
			return counts.values().stream().mapToLong(Long::longValue).sum();
		}

	}

}
