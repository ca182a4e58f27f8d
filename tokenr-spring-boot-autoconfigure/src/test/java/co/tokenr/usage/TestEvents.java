package co.tokenr.usage;

import java.math.BigDecimal;
import java.util.List;

import co.tokenr.attribution.Attribution;

/**
 * Events and costs to test with.
 */
public final class TestEvents {

	private static final Origin ORIGIN = new Origin("shop", "test", "shop-1");

	private TestEvents() {
	}

	public static LlmCallBuilder call() {
		return LlmCall.builder("test").provider("openai").requestModel("gpt-4o");
	}

	public static UsageEvent event(LlmCallBuilder call) {
		return event(call, Attribution.NONE);
	}

	public static UsageEvent event(LlmCallBuilder call, Attribution attribution) {
		return event(call, attribution, Cost.UNPRICED);
	}

	public static UsageEvent event(LlmCallBuilder call, Attribution attribution, Cost cost) {
		return new UsageEvent(call.build(), attribution, cost, ORIGIN);
	}

	public static Cost cost(String amount, String currency, String cacheSavings) {
		return new Cost(new BigDecimal(amount), currency, CostStatus.EXACT, CostDetails.NONE, null,
				new BigDecimal(cacheSavings));
	}

	public static Cost cost(String amount, String currency) {
		return new Cost(new BigDecimal(amount), currency, CostStatus.EXACT, "card", null, null, List.of());
	}

}
