package co.tokenr.usage;

import org.jspecify.annotations.Nullable;

/**
 * Builds {@link TokenCounts} that hold together whatever a provider reported. Not
 * thread-safe.
 */
public final class TokenCountsBuilder {

	/** More tokens than any call can have: beyond it a number is a defect. */
	static final long MAX_COUNT = 1_000_000_000_000L;

	private @Nullable Long input;

	private @Nullable Long cacheReadInput;

	private @Nullable Long cacheCreationInput;

	private @Nullable Long cacheCreation5mInput;

	private @Nullable Long cacheCreation1hInput;

	private @Nullable Long audioInput;

	private @Nullable Long imageInput;

	private @Nullable Long toolUseInput;

	private @Nullable Long output;

	private @Nullable Long reasoningOutput;

	private @Nullable Long audioOutput;

	private @Nullable Long imageOutput;

	private boolean inconsistent;

	TokenCountsBuilder() {
	}

	/**
	 * Sets all input tokens, cached ones included.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder input(@Nullable Long count) {
		this.input = count;
		return this;
	}

	/**
	 * Sets the input tokens that were served from a cache.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder cacheReadInput(@Nullable Long count) {
		this.cacheReadInput = count;
		return this;
	}

	/**
	 * Sets the input tokens that were written to a cache.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder cacheCreationInput(@Nullable Long count) {
		this.cacheCreationInput = count;
		return this;
	}

	/**
	 * Sets the input tokens that were written to a cache of five minutes.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder cacheCreation5mInput(@Nullable Long count) {
		this.cacheCreation5mInput = count;
		return this;
	}

	/**
	 * Sets the input tokens that were written to a cache of one hour.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder cacheCreation1hInput(@Nullable Long count) {
		this.cacheCreation1hInput = count;
		return this;
	}

	/**
	 * Sets the audio tokens of the input.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder audioInput(@Nullable Long count) {
		this.audioInput = count;
		return this;
	}

	/**
	 * Sets the image tokens of the input.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder imageInput(@Nullable Long count) {
		this.imageInput = count;
		return this;
	}

	/**
	 * Sets the input tokens of the provider's own tools.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder toolUseInput(@Nullable Long count) {
		this.toolUseInput = count;
		return this;
	}

	/**
	 * Sets all output tokens, reasoning included.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder output(@Nullable Long count) {
		this.output = count;
		return this;
	}

	/**
	 * Sets the reasoning tokens of the output.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder reasoningOutput(@Nullable Long count) {
		this.reasoningOutput = count;
		return this;
	}

	/**
	 * Sets the audio tokens of the output.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder audioOutput(@Nullable Long count) {
		this.audioOutput = count;
		return this;
	}

	/**
	 * Sets the image tokens of the output.
	 * @param count the count, or {@code null} for not reported
	 * @return this builder
	 */
	public TokenCountsBuilder imageOutput(@Nullable Long count) {
		this.imageOutput = count;
		return this;
	}

	/**
	 * Builds the counts: a negative number becomes zero, one above a million million is
	 * cut to that, a subset is cut to what it is part of, and each of these is flagged.
	 * Cache writes of which only the parts were reported are their sum.
	 * @return the counts, {@link TokenCounts#NONE} where nothing was reported
	 */
	public TokenCounts build() {
		this.inconsistent = false;
		Long input = cut(this.input, null);
		Long read = cut(this.cacheReadInput, input);
		Long creation = cut(cacheCreation(), rest(input, read));
		Long creation1h = cut(this.cacheCreation1hInput, creation);
		Long creation5m = cut(this.cacheCreation5mInput, rest(creation, creation1h));
		Long output = cut(this.output, null);
		TokenCounts counts = new TokenCounts(input, read, creation, creation5m, creation1h, cut(this.audioInput, input),
				cut(this.imageInput, input), cut(this.toolUseInput, input), output, cut(this.reasoningOutput, output),
				cut(this.audioOutput, output), cut(this.imageOutput, output), this.inconsistent);
		return counts.equals(TokenCounts.NONE) ? TokenCounts.NONE : counts;
	}

	private @Nullable Long cacheCreation() {
		if (this.cacheCreationInput != null
				|| (this.cacheCreation5mInput == null && this.cacheCreation1hInput == null)) {
			return this.cacheCreationInput;
		}
		return orZero(cut(this.cacheCreation5mInput, null)) + orZero(cut(this.cacheCreation1hInput, null));
	}

	/** Cuts a reported count to the range from zero to its parent. */
	private @Nullable Long cut(@Nullable Long count, @Nullable Long parent) {
		long max = (parent != null) ? parent : MAX_COUNT;
		if (count == null || (count >= 0 && count <= max)) {
			return count;
		}
		this.inconsistent = true;
		return (count < 0) ? 0 : max;
	}

	private static @Nullable Long rest(@Nullable Long whole, @Nullable Long part) {
		return (whole == null || part == null) ? whole : Long.valueOf(whole - part);
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

}
