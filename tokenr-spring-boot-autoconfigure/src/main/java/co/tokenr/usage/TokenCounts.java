package co.tokenr.usage;

import org.jspecify.annotations.Nullable;

/**
 * Token counts of one round trip as inclusive totals with subsets. {@code null} means not
 * reported, which is not zero. No count is negative or above a million million (beyond
 * that a number is a defect) and no subset exceeds what it is part of; where a provider's
 * numbers said otherwise they were cut and {@code inconsistent} is set. Names follow
 * {@code gen_ai.usage.*} of the OpenTelemetry GenAI conventions.
 *
 * @param input all input tokens, cached and multimodal ones included
 * @param cacheReadInput part of {@code input}: served from a cache
 * @param cacheCreationInput part of {@code input}: written to a cache
 * @param cacheCreation5mInput part of {@code cacheCreationInput}: kept five minutes
 * @param cacheCreation1hInput part of {@code cacheCreationInput}: kept one hour
 * @param audioInput part of {@code input}: audio
 * @param imageInput part of {@code input}: images
 * @param toolUseInput part of {@code input}: prompts of the provider's own tools
 * @param output all output tokens, reasoning included
 * @param reasoningOutput part of {@code output}: reasoning
 * @param audioOutput part of {@code output}: audio
 * @param imageOutput part of {@code output}: images
 * @param inconsistent whether a reported number had to be cut
 */
public record TokenCounts(@Nullable Long input, @Nullable Long cacheReadInput, @Nullable Long cacheCreationInput,
		@Nullable Long cacheCreation5mInput, @Nullable Long cacheCreation1hInput, @Nullable Long audioInput,
		@Nullable Long imageInput, @Nullable Long toolUseInput, @Nullable Long output, @Nullable Long reasoningOutput,
		@Nullable Long audioOutput, @Nullable Long imageOutput, boolean inconsistent) {

	/** Nothing was reported. */
	public static final TokenCounts NONE = new TokenCounts(null, null, null, null, null, null, null, null, null, null,
			null, null, false);

	/**
	 * Starts counts in which nothing is reported.
	 * @return a new builder
	 */
	public static TokenCountsBuilder builder() {
		return new TokenCountsBuilder();
	}

	/**
	 * Returns input and output together.
	 * @return the sum of what was reported, {@code null} where neither was
	 */
	public @Nullable Long total() {
		if (this.input == null && this.output == null) {
			return null;
		}
		return orZero(this.input) + orZero(this.output);
	}

	/**
	 * Returns the input tokens that were neither read from nor written to a cache.
	 * @return the count, {@code null} where no input was reported
	 */
	public @Nullable Long uncachedInput() {
		if (this.input == null) {
			return null;
		}
		return this.input - orZero(this.cacheReadInput) - orZero(this.cacheCreationInput);
	}

	/**
	 * Returns the output tokens that are not reasoning.
	 * @return the count, {@code null} where no output was reported
	 */
	public @Nullable Long answerOutput() {
		if (this.output == null) {
			return null;
		}
		return this.output - orZero(this.reasoningOutput);
	}

	/**
	 * Fills what was not reported from an estimate. An output that was reported for a
	 * part of the answer only gives way to a larger estimate.
	 * @param estimate the estimate
	 * @return these counts, completed
	 */
	public TokenCounts completedBy(TokenCounts estimate) {
		return new TokenCountsBuilder().input((this.input != null) ? this.input : estimate.input)
			.cacheReadInput(this.cacheReadInput)
			.cacheCreationInput(this.cacheCreationInput)
			.cacheCreation5mInput(this.cacheCreation5mInput)
			.cacheCreation1hInput(this.cacheCreation1hInput)
			.audioInput(this.audioInput)
			.imageInput(this.imageInput)
			.toolUseInput(this.toolUseInput)
			.output((orZero(this.output) < orZero(estimate.output)) ? estimate.output : this.output)
			.reasoningOutput(this.reasoningOutput)
			.audioOutput(this.audioOutput)
			.imageOutput(this.imageOutput)
			.build();
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

}
