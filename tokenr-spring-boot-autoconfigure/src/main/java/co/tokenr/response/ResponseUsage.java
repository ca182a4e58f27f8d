package co.tokenr.response;

import java.util.List;

import co.tokenr.usage.ProviderCost;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageIteration;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's answer says of its usage.
 *
 * @param responseId the provider's id of the answer
 * @param responseModel the model that answered
 * @param serviceTier the tier that served the call
 * @param speed the speed that served the call
 * @param region where the call was served
 * @param usage the token counts
 * @param counters what was used beside tokens
 * @param iterations the passes inside the round trip
 * @param providerCost what the provider says that it cost
 * @param errorType the provider's type of an error that the body holds, never its message
 * @param complete whether the final usage was seen, not only a provisional one
 */
public record ResponseUsage(@Nullable String responseId, @Nullable String responseModel, @Nullable String serviceTier,
		@Nullable String speed, @Nullable String region, TokenCounts usage, UsageCounters counters,
		List<UsageIteration> iterations, @Nullable ProviderCost providerCost, @Nullable String errorType,
		boolean complete) {

	/** The answer said nothing that we understand. */
	public static final ResponseUsage NONE = new ResponseUsage(null, null, null, null, null, TokenCounts.NONE,
			UsageCounters.NONE, List.of(), null, null, false);

	/**
	 * Creates a reading whose iterations are a copy of those given.
	 */
	public ResponseUsage {
		iterations = List.copyOf(iterations);
	}

	/**
	 * Returns where the counts come from.
	 * @return missing where none were reported, partial where the final ones were not
	 * seen
	 */
	public UsageSource source() {
		if (this.usage.equals(TokenCounts.NONE) && this.counters.equals(UsageCounters.NONE)) {
			return UsageSource.MISSING;
		}
		return this.complete ? UsageSource.PROVIDER : UsageSource.PARTIAL;
	}

}
