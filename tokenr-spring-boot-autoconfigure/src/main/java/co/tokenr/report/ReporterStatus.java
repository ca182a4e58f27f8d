package co.tokenr.report;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How a reporter is doing, at one instant: {@code recorded} is the sum of {@code sent},
 * {@code waiting}, all of {@code dropped} and all of {@code rejected}. Holds neither an
 * address nor a credential nor anybody's message.
 *
 * @param target name of the target
 * @param state what the reporter is doing
 * @param queueSize events in the queue, those in flight included; the same as
 * {@code waiting}
 * @param queueCapacity how many events the queue can hold
 * @param utilization how full the queue is by count or by size, whichever is more; 0 to 1
 * @param queuedBytes estimated size of the events in the queue, in bytes
 * @param recorded events that were handed over since the reporter was created
 * @param sent events that the target has taken
 * @param waiting events that are neither sent, dropped nor rejected yet
 * @param dropped events that were given up, by reason
 * @param rejected events that the target has rejected for good, by reason
 * @param retries attempts that repeated a failed one
 * @param lastSuccess when the target last took a batch, {@code null} for never
 * @param lastError kind of the last failure, such as {@code http_503}, {@code null} for
 * none
 * @param lastErrorAt when that was, {@code null} for never
 * @param workerAlive whether the reporter's thread runs
 */
public record ReporterStatus(String target, State state, int queueSize, int queueCapacity, double utilization,
		long queuedBytes, long recorded, long sent, long waiting, Map<String, Long> dropped, Map<String, Long> rejected,
		long retries, @Nullable Instant lastSuccess, @Nullable String lastError, @Nullable Instant lastErrorAt,
		boolean workerAlive) {

	/**
	 * What a reporter can be doing.
	 */
	public enum State {

		/** Events are delivered. */
		RUNNING,

		/** Delivery fails in a way that may pass; events wait. */
		RETRYING,

		/** Delivery fails until configuration or credentials change; events wait. */
		BLOCKED,

		/** Not started, or stopped. */
		STOPPED

	}

}
