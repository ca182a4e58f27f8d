package co.tokenr.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of Tokenr.
 */
public enum TokenrMeter implements MeterDocumentation {

	/** Tokens by {@code token.type}: disjoint types, so that a plain sum is right. */
	TOKENS("tokenr.tokens", Meter.Type.COUNTER, "tokens"),

	/** Estimated cost by list price, by {@code currency}. */
	COST("tokenr.cost", Meter.Type.COUNTER, null),

	/** From the call to the end of its answer. */
	CALL_DURATION("tokenr.call.duration", Meter.Type.TIMER, null),

	/** From the call to the first streamed chunk. */
	TIME_TO_FIRST_TOKEN("tokenr.time.to.first.token", Meter.Type.TIMER, null),

	/** Calls whose usage is known and whose price is not, by provider and model. */
	UNPRICED_CALLS("tokenr.unpriced.calls", Meter.Type.COUNTER, "calls"),

	/**
	 * How far costs that providers report lie {@code above} or {@code below} the
	 * calculated ones, by provider, currency and direction.
	 */
	PROVIDER_COST_DRIFT("tokenr.provider.cost.drift", Meter.Type.COUNTER, null),

	/** Age of the oldest figures of a source of prices. */
	PRICES_AGE("tokenr.prices.age", Meter.Type.GAUGE, "seconds"),

	/** Always 1, by source and version of prices. */
	PRICES_INFO("tokenr.prices.info", Meter.Type.GAUGE, null),

	/** How often a price file that had changed could not be used. */
	PRICES_REFRESH_FAILURES("tokenr.prices.refresh.failures", Meter.Type.COUNTER, null),

	/**
	 * Calls whose usage nobody reported, by provider, model and {@code status}: of a
	 * failed call it is rarely known, of an answered one it should be.
	 */
	USAGE_MISSING("tokenr.usage.missing", Meter.Type.COUNTER, "calls"),

	/** Events that wait for delivery in memory. */
	REPORTER_QUEUE_SIZE("tokenr.reporter.queue.size", Meter.Type.GAUGE, "events"),

	/** How many events may wait for delivery in memory. */
	REPORTER_QUEUE_CAPACITY("tokenr.reporter.queue.capacity", Meter.Type.GAUGE, "events"),

	/** Events by target, {@code outcome} sent, dropped or rejected, and reason. */
	REPORTER_EVENTS("tokenr.reporter.events", Meter.Type.COUNTER, "events"),

	/** Delivery attempts beyond the first. */
	REPORTER_RETRIES("tokenr.reporter.retries", Meter.Type.COUNTER, null),

	/** Delivery attempts of batches. */
	REPORTER_BATCH_SEND("tokenr.reporter.batch.send", Meter.Type.TIMER, null),

	/** Events in the spool, those in flight included. */
	REPORTER_SPOOL_EVENTS("tokenr.reporter.spool.events", Meter.Type.GAUGE, "events"),

	/** Size of the spool, on disk where it is in files. */
	REPORTER_SPOOL_BYTES("tokenr.reporter.spool.bytes", Meter.Type.GAUGE, "bytes"),

	/** Failures of listeners, customizers and price books. */
	LISTENER_FAILURES("tokenr.listener.failures", Meter.Type.COUNTER, null);

	private final String name;

	private final Meter.Type type;

	private final @Nullable String unit;

	TokenrMeter(String name, Meter.Type type, @Nullable String unit) {
		this.name = name;
		this.type = type;
		this.unit = unit;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.unit;
	}

}
