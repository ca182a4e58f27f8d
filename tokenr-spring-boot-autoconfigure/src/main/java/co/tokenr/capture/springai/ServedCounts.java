package co.tokenr.capture.springai;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import org.jspecify.annotations.Nullable;

/**
 * Lays what was read on the wire under what Spring AI passes on: a number that Spring AI
 * gives is kept, one that it drops is added.
 */
final class ServedCounts {

	private ServedCounts() {
	}

	static TokenCounts fill(TokenCounts counts, TokenCounts served) {
		return TokenCounts.builder()
			.input(first(counts.input(), served.input()))
			.cacheReadInput(first(counts.cacheReadInput(), served.cacheReadInput()))
			.cacheCreationInput(first(counts.cacheCreationInput(), served.cacheCreationInput()))
			.cacheCreation5mInput(first(counts.cacheCreation5mInput(), served.cacheCreation5mInput()))
			.cacheCreation1hInput(first(counts.cacheCreation1hInput(), served.cacheCreation1hInput()))
			.audioInput(first(counts.audioInput(), served.audioInput()))
			.imageInput(first(counts.imageInput(), served.imageInput()))
			.toolUseInput(first(counts.toolUseInput(), served.toolUseInput()))
			.output(first(counts.output(), served.output()))
			.reasoningOutput(first(counts.reasoningOutput(), served.reasoningOutput()))
			.audioOutput(first(counts.audioOutput(), served.audioOutput()))
			.imageOutput(first(counts.imageOutput(), served.imageOutput()))
			.build();
	}

	static UsageCounters fill(UsageCounters counters, UsageCounters served) {
		return new UsageCounters(first(counters.webSearches(), served.webSearches()),
				first(counters.toolCalls(), served.toolCalls()), first(counters.images(), served.images()),
				first(counters.seconds(), served.seconds()), first(counters.characters(), served.characters()),
				first(counters.searchUnits(), served.searchUnits()));
	}

	private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
		return (one != null) ? one : other;
	}

}
