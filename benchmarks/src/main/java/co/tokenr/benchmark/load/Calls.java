package co.tokenr.benchmark.load;

import java.time.Duration;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;

/**
 * Calls as a seam hands them over: made now, with the usage that a provider reports and
 * five tags.
 */
final class Calls {

	static final String PROVIDER = "openai";

	static final String MODEL = "gpt-4o";

	private static final Attribution FIVE_TAGS = tagged("customer-7");

	private Calls() {
	}

	static CapturedCall next() {
		return of(MODEL, FIVE_TAGS);
	}

	static CapturedCall of(String model, Attribution attribution) {
		LlmCall facts = LlmCall.builder("load")
			.provider(PROVIDER)
			.requestModel(model)
			.responseModel(model)
			.responseId("chatcmpl-9f8e7d6c5b4a")
			.latency(Duration.ofMillis(1234))
			.usage(TokenCounts.builder().input(1200L).cacheReadInput(800L).output(345L).build(), UsageSource.PROVIDER)
			.build();
		return CapturedCall.of(facts, AttributionContext.EMPTY, attribution);
	}

	static Attribution tagged(String customer) {
		return Attribution.builder()
			.agent("support-desk")
			.feature("answers")
			.team("care")
			.customer(customer)
			.tags(Map.of("region", "eu-central"))
			.build();
	}

}
