package co.tokenr.benchmark;

import java.time.Duration;
import java.time.Instant;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.Attribution;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;

/**
 * Calls as they are captured.
 */
final class Calls {

	static final AttributionContext SCOPE = AttributionContext.EMPTY.with(Starter.ATTRIBUTION);

	private Calls() {
	}

	/** Returns a call that begins now, in a scope with five tags. */
	static CapturedCall captured() {
		return CapturedCall.of(builder("openai", "gpt-4o-mini", 1250).build(), SCOPE, Attribution.NONE);
	}

	/** Returns a call at a price that is the same whatever happens. */
	static LlmCall plain() {
		return builder("openai", "gpt-4o-mini", 1250).build();
	}

	/** Returns a call that is large enough for the upper tier of its model's prices. */
	static LlmCall tiered() {
		return builder("gcp.gemini", "gemini-3.1-pro-preview", 250_000).build();
	}

	/** Returns a call within the peak hours of its model. */
	static LlmCall scheduled() {
		return builder("deepseek", "deepseek-v4-pro", 1250).occurredAt(Instant.parse("2026-09-07T02:00:00Z")).build();
	}

	private static LlmCallBuilder builder(String provider, String model, long input) {
		TokenCounts usage = TokenCounts.builder().input(input).cacheReadInput(1024L).output(317L).build();
		return LlmCall.builder("advisor")
			.provider(provider)
			.requestModel(model)
			.responseModel(model)
			.responseId("chatcmpl-9xYzAbCdEfGhIjKlMnOpQrStUv")
			.latency(Duration.ofMillis(840))
			.usage(usage, UsageSource.PROVIDER);
	}

}
