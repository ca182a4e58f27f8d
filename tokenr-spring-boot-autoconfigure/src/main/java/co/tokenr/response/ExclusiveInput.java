package co.tokenr.response;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.TokenCountsBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Input whose cached tokens are reported beside it, as Anthropic and Bedrock Converse do,
 * made inclusive.
 *
 * @param input input tokens that no cache was involved in
 * @param read tokens read from a cache, not in {@code input}
 * @param creation tokens written to a cache, not in {@code input}
 * @param creation5m part of {@code creation}: kept five minutes
 * @param creation1h part of {@code creation}: kept one hour
 */
record ExclusiveInput(@Nullable Long input, @Nullable Long read, @Nullable Long creation, @Nullable Long creation5m,
		@Nullable Long creation1h) {

	/** Starts counts with the whole input. */
	TokenCountsBuilder toCounts() {
		Long written = (this.creation != null) ? this.creation : WireFormat.sum(this.creation5m, this.creation1h);
		return TokenCounts.builder()
			.input(WireFormat.sum(this.input, this.read, written))
			.cacheReadInput(this.read)
			.cacheCreationInput(written)
			.cacheCreation5mInput(this.creation5m)
			.cacheCreation1hInput(this.creation1h);
	}

}
