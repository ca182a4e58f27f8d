package co.tokenr.capture.springai;

import java.math.BigDecimal;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observation of a call what it came to: cost, counts as inclusive totals, and
 * whom it is charged to, as key values of high cardinality, which become attributes of
 * its span. What somebody else has said there stays.
 */
final class ObservedSpend implements InlineUsageListener {

	private final Observation.Context observation;

	ObservedSpend(Observation.Context observation) {
		this.observation = observation;
	}

	@Override
	public void onUsage(UsageEvent event) {
		if (event.call().usageSource() == UsageSource.ESTIMATED) {
			// estimated on another thread, when the observation is over
			return;
		}
		cost(event);
		usage(event.call(), event.usage());
		attribution(event.attribution());
	}

	private void cost(UsageEvent event) {
		BigDecimal amount = event.cost().amount();
		put("gen_ai.usage.cost", (amount != null) ? amount.toPlainString() : null);
		put("tokenr.usage.cost_status", event.cost().status().value());
	}

	private void usage(LlmCall call, TokenCounts usage) {
		put("tokenr.usage.source", call.usageSource().value());
		put("tokenr.usage.input_tokens", usage.input());
		put("tokenr.usage.cache_read_input_tokens", usage.cacheReadInput());
		put("tokenr.usage.cache_creation_input_tokens", usage.cacheCreationInput());
		put("tokenr.usage.output_tokens", usage.output());
		put("tokenr.usage.reasoning_output_tokens", usage.reasoningOutput());
		put("tokenr.event_id", call.id());
		put("tokenr.run_id", call.runId());
	}

	private void attribution(Attribution attribution) {
		put("tokenr.agent_id", attribution.agentId());
		put("tokenr.feature", attribution.feature());
		put("tokenr.team_id", attribution.teamId());
		put("tokenr.customer_id", attribution.customerId());
	}

	private void put(String key, @Nullable Object value) {
		if (value != null && this.observation.getHighCardinalityKeyValue(key) == null
				&& this.observation.getLowCardinalityKeyValue(key) == null) {
			this.observation.addHighCardinalityKeyValue(KeyValue.of(key, value.toString()));
		}
	}

}
