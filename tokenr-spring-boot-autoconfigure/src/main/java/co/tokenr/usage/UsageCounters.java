package co.tokenr.usage;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * What a round trip used beside tokens. {@code null} means not reported, which is not
 * zero; nothing is negative.
 *
 * @param webSearches searches of the web by the provider's own tool
 * @param toolCalls other calls of the provider's own tools
 * @param images images made
 * @param seconds seconds of audio, heard or spoken
 * @param characters characters of text that are billed as such
 * @param searchUnits search units, as Cohere bills reranking
 */
public record UsageCounters(@Nullable Long webSearches, @Nullable Long toolCalls, @Nullable Long images,
		@Nullable BigDecimal seconds, @Nullable Long characters, @Nullable Long searchUnits) {

	/** Nothing was reported. */
	public static final UsageCounters NONE = new UsageCounters(null, null, null, null, null, null);

	/**
	 * Creates counters.
	 */
	public UsageCounters {
		webSearches = notNegative(webSearches);
		toolCalls = notNegative(toolCalls);
		images = notNegative(images);
		seconds = (seconds != null && seconds.signum() < 0) ? null : seconds;
		characters = notNegative(characters);
		searchUnits = notNegative(searchUnits);
	}

	private static @Nullable Long notNegative(@Nullable Long count) {
		return (count != null && count < 0) ? null : count;
	}

}
