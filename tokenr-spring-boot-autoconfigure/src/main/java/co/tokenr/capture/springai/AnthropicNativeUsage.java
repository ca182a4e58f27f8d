package co.tokenr.capture.springai;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.TokenCountsBuilder;
import co.tokenr.usage.UsageCounters;
import com.anthropic.core.JsonField;
import com.anthropic.models.messages.CacheCreation;
import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.OutputTokensDetails;
import com.anthropic.models.messages.ServerToolUsage;
import com.anthropic.models.messages.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage of Anthropic's SDK, whose input leaves cached tokens out. The only
 * class that knows it, loaded when one is at hand. Reads raw fields, because the plain
 * accessors throw where a compatible server leaves one out.
 */
final class AnthropicNativeUsage {

	private AnthropicNativeUsage() {
	}

	/** Reads the usage of a whole message. */
	static NativeUsage readMessage(Object nativeUsage) {
		Usage usage = (Usage) nativeUsage;
		Long creation = known(usage._cacheCreationInputTokens());
		CacheCreation split = known(usage._cacheCreation());
		Long creation5m = (split != null) ? known(split._ephemeral5mInputTokens()) : null;
		Long creation1h = (split != null) ? known(split._ephemeral1hInputTokens()) : null;
		if (creation == null && (creation5m != null || creation1h != null)) {
			creation = orZero(creation5m) + orZero(creation1h);
		}
		TokenCountsBuilder counts = counts(known(usage._inputTokens()), known(usage._cacheReadInputTokens()), creation)
			.cacheCreation5mInput(creation5m)
			.cacheCreation1hInput(creation1h)
			.output(known(usage._outputTokens()))
			.reasoningOutput(thinking(known(usage._outputTokensDetails())));
		Usage.ServiceTier tier = known(usage._serviceTier());
		return new NativeUsage(counts.build(), searches(known(usage._serverToolUse())),
				(tier != null) ? tier.asString() : null, region(known(usage._inferenceGeo())), true);
	}

	/**
	 * Reads the usage at the end of a stream. It is cumulative: with server tools its
	 * input is larger than what the stream began with. Some compatible servers send none.
	 * @param startInput the input that the stream began with
	 */
	static NativeUsage readDelta(Object nativeUsage, @Nullable Integer startInput) {
		MessageDeltaUsage usage = (MessageDeltaUsage) nativeUsage;
		Long input = known(usage._inputTokens());
		if (orZero(input) == 0 && startInput != null) {
			input = startInput.longValue();
		}
		TokenCountsBuilder counts = counts(input, known(usage._cacheReadInputTokens()),
				known(usage._cacheCreationInputTokens()))
			.output(known(usage._outputTokens()))
			.reasoningOutput(thinking(known(usage._outputTokensDetails())));
		return new NativeUsage(counts.build(), searches(known(usage._serverToolUse())), null, null, true);
	}

	private static TokenCountsBuilder counts(@Nullable Long input, @Nullable Long read, @Nullable Long creation) {
		boolean reported = input != null || read != null || creation != null;
		return TokenCounts.builder()
			.input(reported ? Long.valueOf(orZero(input) + orZero(read) + orZero(creation)) : null)
			.cacheReadInput(read)
			.cacheCreationInput(creation);
	}

	private static @Nullable Long thinking(@Nullable OutputTokensDetails details) {
		return (details != null) ? known(details._thinkingTokens()) : null;
	}

	private static UsageCounters searches(@Nullable ServerToolUsage tools) {
		Long searches = (tools != null) ? known(tools._webSearchRequests()) : null;
		return (searches != null) ? new UsageCounters(searches, null, null, null, null, null) : UsageCounters.NONE;
	}

	/** Models that are served everywhere alike say so. */
	private static @Nullable String region(@Nullable String geo) {
		return "not_available".equals(geo) ? null : geo;
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

	private static <T> @Nullable T known(JsonField<T> field) {
		return field.asKnown().orElse(null);
	}

}
