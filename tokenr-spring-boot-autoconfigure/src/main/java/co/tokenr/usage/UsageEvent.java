package co.tokenr.usage;

import java.time.Instant;
import java.util.UUID;

import co.tokenr.attribution.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * One LLM round trip, counted, attributed and priced. Holds no content: neither prompts
 * nor answers, tool arguments or error messages.
 *
 * @param call what happened
 * @param attribution whom it is charged to
 * @param cost what it costs
 * @param origin where it was made
 */
public record UsageEvent(LlmCall call, Attribution attribution, Cost cost, Origin origin) {

	/**
	 * Returns the id of the event, its idempotency key on every way out.
	 * @return a UUID of version 7
	 */
	public UUID id() {
		return this.call.id();
	}

	/**
	 * Returns when the call began.
	 * @return the instant
	 */
	public Instant occurredAt() {
		return this.call.occurredAt();
	}

	/**
	 * Returns who answered.
	 * @return the provider
	 */
	public String provider() {
		return this.call.provider();
	}

	/**
	 * Returns the model that answered or, where the answer does not say, that was asked
	 * for.
	 * @return the model, {@code null} where neither is known
	 */
	public @Nullable String model() {
		return this.call.model();
	}

	/**
	 * Returns the token counts.
	 * @return the counts
	 */
	public TokenCounts usage() {
		return this.call.usage();
	}

	/**
	 * Tells whether the event stays here: counted, metered and in the ledger, but not
	 * delivered to a collector or another remote target.
	 * @return whether it is local only
	 */
	public boolean isLocalOnly() {
		return Boolean.FALSE.equals(this.attribution.remoteSave());
	}

	/**
	 * Returns how the call ended.
	 * @return the status
	 */
	public CallStatus status() {
		return this.call.status();
	}

}
