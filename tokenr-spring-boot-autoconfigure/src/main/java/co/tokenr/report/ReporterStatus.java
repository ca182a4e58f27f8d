package co.tokenr.report;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How the delivery to one target is doing, at one instant: {@code recorded} and
 * {@code recovered} together are the sum of {@code sent}, {@code waiting},
 * {@code withheld}, all of {@code dropped} and all of {@code rejected}. Holds neither an
 * address nor a credential nor anybody's message.
 *
 * @param target name of the target
 * @param state what the reporter is doing
 * @param queueSize events that wait in memory, those in flight included
 * @param queueCapacity how many events can wait in memory
 * @param utilization how full memory or spool are by count or by size, whichever is most;
 * 0 to 1
 * @param queuedBytes estimated size of the events in memory, in bytes
 * @param recorded events that were handed over since the reporter was created
 * @param recovered events of earlier processes that were found on disk, less those that
 * were left there at a stop, and dead letters that are sent again
 * @param sent events that the target has taken
 * @param waiting events that are neither sent, dropped nor rejected yet
 * @param dropped events that were given up, by reason
 * @param rejected events that the target has rejected for good, by reason
 * @param retries attempts that repeated a failed one
 * @param lastSuccess when the target last took a batch, {@code null} for never
 * @param lastError kind of the last failure, such as {@code http_503}, {@code null} for
 * none
 * @param lastErrorAt when that was, {@code null} for never
 * @param resumesAt until when the target is left alone, {@code null} where it is not
 * @param workerAlive whether the target's thread runs
 * @param durable whether what waits outlives the process
 * @param spoolEvents events in the spool, those in flight included
 * @param spoolBytes size of the spool in bytes, on disk where it is durable
 * @param withheld events that are local only, where the target is remote
 */
public record ReporterStatus(String target, State state, int queueSize, int queueCapacity, double utilization,
		long queuedBytes, long recorded, long recovered, long sent, long waiting, Map<String, Long> dropped,
		Map<String, Long> rejected, long retries, @Nullable Instant lastSuccess, @Nullable String lastError,
		@Nullable Instant lastErrorAt, @Nullable Instant resumesAt, boolean workerAlive, boolean durable,
		long spoolEvents, long spoolBytes, long withheld) {

	/**
	 * Returns how many events the books have lost sight of: what came in less what is
	 * known of it.
	 * @return zero, or there is a fault in the delivery
	 */
	public long unaccounted() {
		return this.recorded + this.recovered - this.sent - this.waiting - this.withheld - sum(this.dropped)
				- sum(this.rejected);
	}

	private static long sum(Map<String, Long> counts) {
		return counts.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * What a reporter can be doing.
	 */
	public enum State {

		/** Events are delivered. */
		RUNNING,

		/** Somebody has switched remote delivery off; events wait. */
		HELD,

		/** An attempt failed in a way that may pass, and is repeated soon. */
		RETRYING,

		/** The target has asked to be left alone for a while; events wait. */
		PAUSED,

		/**
		 * Repeating did not help; events wait, and the target is left alone for a while.
		 */
		OPEN,

		/** The target is asked again, once, after it was left alone. */
		HALF_OPEN,

		/** Delivery fails until the credentials change; events wait. */
		AUTH_BLOCKED,

		/** Delivery fails until the configuration changes; events wait. */
		CONFIG_BLOCKED,

		/** What waits is delivered for the last time before the stop. */
		DRAINING,

		/** Not started, or stopped. */
		STOPPED

	}

}
