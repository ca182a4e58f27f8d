package co.tokenr.report;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was recorded and how it ended, each counted where it happens and none derived from
 * the others, so that a lost event shows. Used under the lock of the queue only.
 */
final class Tally {

	private final Map<String, Long> dropped = new TreeMap<>();

	private final Map<String, Long> rejected = new TreeMap<>();

	private long recorded;

	private long sent;

	void recorded() {
		this.recorded++;
	}

	void sent() {
		this.sent++;
	}

	void dropped(String reason) {
		count(this.dropped, DeliveryReason.DROPPED, reason);
	}

	void rejected(String reason) {
		count(this.rejected, DeliveryReason.REJECTED, reason);
	}

	Tally.Counts counts(int waiting, long bytes) {
		return new Counts(this.recorded, this.sent, waiting, bytes, copy(this.dropped), copy(this.rejected));
	}

	private static void count(Map<String, Long> counts, List<String> known, String reason) {
		counts.merge(known.contains(reason) ? reason : DeliveryReason.OTHER, 1L, Long::sum);
	}

	private static Map<String, Long> copy(Map<String, Long> counts) {
		return Collections.unmodifiableMap(new TreeMap<>(counts));
	}

	/**
	 * The counts of one instant.
	 *
	 * @param recorded events handed over
	 * @param sent events taken by the target
	 * @param waiting events in the queue or in flight
	 * @param bytes estimated size of those that wait
	 * @param dropped events given up, by reason
	 * @param rejected events rejected, by reason
	 */
	record Counts(long recorded, long sent, int waiting, long bytes, Map<String, Long> dropped,
			Map<String, Long> rejected) {

		long lost() {
			return sum(this.dropped) + sum(this.rejected);
		}

		private static long sum(Map<String, Long> counts) {
			return counts.values().stream().mapToLong(Long::longValue).sum();
		}

	}

}
