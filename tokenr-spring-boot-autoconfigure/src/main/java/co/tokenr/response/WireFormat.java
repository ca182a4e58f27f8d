package co.tokenr.response;

import java.math.BigDecimal;
import java.util.List;

import co.tokenr.usage.ProviderCost;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageIteration;
import org.jspecify.annotations.Nullable;

/**
 * One provider's way of reporting usage, read into inclusive totals with subsets.
 */
interface WireFormat {

	/** Where it is noted that a document had a type that only Anthropic's have. */
	String ANTHROPIC_SEEN = "(anthropic)";

	/**
	 * Whether an answer is of this format.
	 * @param answer what was kept of the answer
	 * @param provider who answered; decides where names do not
	 */
	boolean matches(Fields answer, String provider);

	/** Reads the token counts. */
	TokenCounts counts(Fields answer, String provider);

	/** Reads what was used beside tokens. */
	default UsageCounters counters(Fields answer) {
		return UsageCounters.NONE;
	}

	/** Reads the passes inside the round trip. */
	default List<UsageIteration> iterations(Fields answer) {
		return List.of();
	}

	/** Reads what the provider says that it cost. */
	default @Nullable ProviderCost cost(Fields answer) {
		return null;
	}

	/** Reads the tier that served; {@code auto} is a wish, not a tier. */
	default @Nullable String serviceTier(Fields answer) {
		String tier = answer.text("service_tier", "usage.service_tier");
		return "auto".equals(tier) ? null : tier;
	}

	/** Reads the speed that served. */
	default @Nullable String speed(Fields answer) {
		return answer.text("usage.speed");
	}

	/** Reads where the call was served. */
	default @Nullable String region(Fields answer) {
		String region = answer.text("usage.inference_geo");
		return "not_available".equals(region) ? null : region;
	}

	/** Adds up what was reported, {@code null} where nothing was. */
	static @Nullable Long sum(@Nullable Long... counts) {
		Long sum = null;
		for (Long count : counts) {
			if (count != null) {
				sum = ((sum != null) ? sum : 0) + Math.max(0, count);
			}
		}
		return sum;
	}

	/** An amount in US dollars, {@code null} where it is unknown or below zero. */
	static @Nullable ProviderCost usd(@Nullable BigDecimal amount) {
		return (amount != null && amount.signum() >= 0) ? new ProviderCost(amount, "USD") : null;
	}

}
