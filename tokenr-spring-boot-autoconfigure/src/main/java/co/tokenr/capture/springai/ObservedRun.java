package co.tokenr.capture.springai;

import co.tokenr.usage.Cost;
import co.tokenr.usage.ExactSum;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observation of a turn what its rounds come to together, as key values of high
 * cardinality that grow with each round. Rounds of turns nested in this one are their own
 * turn's, as in the ledger.
 */
final class ObservedRun implements InlineUsageListener {

	private final Observation.Context turn;

	private final String runId;

	private final ExactSum cost = new ExactSum();

	private @Nullable String currency;

	private long calls;

	private long inputTokens;

	private long outputTokens;

	private long unpriced;

	ObservedRun(Observation.Context turn, String runId) {
		this.turn = turn;
		this.runId = runId;
	}

	@Override
	public synchronized void onUsage(UsageEvent event) {
		// what is estimated is so on another thread, when the observation is over
		if (!this.runId.equals(event.call().runId()) || event.call().usageSource() == UsageSource.ESTIMATED) {
			return;
		}
		this.calls++;
		this.inputTokens += orZero(event.usage().input());
		this.outputTokens += orZero(event.usage().output());
		add(event.cost());
		put("tokenr.run_id", this.runId);
		put("tokenr.run.calls", Long.toString(this.calls));
		put("tokenr.run.input_tokens", Long.toString(this.inputTokens));
		put("tokenr.run.output_tokens", Long.toString(this.outputTokens));
		if (this.currency != null) {
			put("tokenr.run.cost", this.cost.total().toPlainString());
			put("tokenr.run.cost_currency", this.currency);
		}
		if (this.unpriced > 0) {
			put("tokenr.run.unpriced_calls", Long.toString(this.unpriced));
		}
	}

	/**
	 * Costs in another currency than the first are no part of the sum, and so missing.
	 */
	private void add(Cost cost) {
		if (cost.amount() == null || (this.currency != null && !this.currency.equals(cost.currency()))) {
			this.unpriced++;
			return;
		}
		this.currency = cost.currency();
		this.cost.add(cost.amount());
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

	private void put(String key, String value) {
		this.turn.addHighCardinalityKeyValue(KeyValue.of(key, value));
	}

}
