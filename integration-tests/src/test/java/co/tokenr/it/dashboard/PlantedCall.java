package co.tokenr.it.dashboard;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * A call that never was, with all that the dashboard shows of it. Its price is worked out
 * here, by the rates that the application is told as well.
 *
 * @param at when
 * @param model one of {@code swift} and {@code deep}, which have a price, or another
 * @param feature or {@code null}
 * @param team or {@code null}
 * @param customer or {@code null}
 * @param input input tokens, cached ones included
 * @param cached those of the input that came from a cache
 * @param output output tokens
 * @param failed whether it failed, which leaves it without usage
 * @param latency milliseconds
 * @param tags tags
 */
record PlantedCall(Instant at, String model, @Nullable String feature, @Nullable String team, @Nullable String customer,
		long input, long cached, long output, boolean failed, long latency, Map<String, String> tags) {

	/** What the application has to be told, in money for a million tokens. */
	static final String[] PRICES = price(0, "swift", "1", "0.1", "4", price(1, "deep", "10", "1.3", "40"));

	private static final BigDecimal MILLION = new BigDecimal("0.000001");

	private static String[] price(int index, String model, String input, String cached, String output, String... more) {
		String[] properties = new String[more.length + 5];
		String prefix = "tokenr.pricing.overrides[" + index + "].";
		properties[0] = prefix + "provider=acme";
		properties[1] = prefix + "model=" + model;
		properties[2] = prefix + "input=" + input;
		properties[3] = prefix + "cache-read=" + cached;
		properties[4] = prefix + "output=" + output;
		System.arraycopy(more, 0, properties, 5, more.length);
		return properties;
	}

	static PlantedCall of(Instant at, String model, @Nullable String feature, @Nullable String customer, long input,
			long cached, long output) {
		return new PlantedCall(at, model, feature, "core", customer, input, cached, output, false, 800, Map.of());
	}

	boolean priced() {
		return !this.failed && (this.model.equals("swift") || this.model.equals("deep"));
	}

	boolean unpriced() {
		return !this.failed && !priced();
	}

	BigDecimal cost() {
		return cost(this.cached);
	}

	BigDecimal saved() {
		return cost(0).subtract(cost());
	}

	private BigDecimal cost(long cached) {
		if (!priced()) {
			return BigDecimal.ZERO;
		}
		boolean deep = this.model.equals("deep");
		return BigDecimal.valueOf(this.input - cached)
			.multiply(new BigDecimal(deep ? "10" : "1"))
			.add(BigDecimal.valueOf(cached).multiply(new BigDecimal(deep ? "1.3" : "0.1")))
			.add(BigDecimal.valueOf(this.output).multiply(new BigDecimal(deep ? "40" : "4")))
			.multiply(MILLION);
	}

	long tokens() {
		return this.input + this.output;
	}

	CapturedCall captured() {
		LlmCallBuilder call = LlmCall.builder("planted")
			.occurredAt(this.at)
			.provider("acme")
			.requestModel(this.model)
			.latency(Duration.ofMillis(this.latency));
		if (this.failed) {
			call.failureType("java.net.SocketTimeoutException");
		}
		else {
			call.timeToFirstToken(Duration.ofMillis(this.latency / 4))
				.usage(TokenCounts.builder().input(this.input).cacheReadInput(this.cached).output(this.output).build(),
						UsageSource.PROVIDER);
		}
		return CapturedCall.of(call.build(), AttributionContext.EMPTY,
				new Attribution(null, this.feature, this.team, this.customer, null, null, this.tags));
	}

}
