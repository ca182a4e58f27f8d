package co.tokenr.pricing;

import co.tokenr.usage.TokenCounts;
import org.jspecify.annotations.Nullable;

/**
 * Token counts as disjoint parts whose sum is the total, none below zero. What overlaps
 * is settled in one order: cached input first, then audio, then images, each limited by
 * what is left of the input; of the output reasoning, audio, images. Where a total was
 * not reported, it is the sum of its parts.
 */
final class TokenLeaves {

	/**
	 * The order of the input in a prompt as far as prices know it: caches hold beginnings
	 * of prompts, and those of one hour come first.
	 */
	static final PriceUnit[] INPUT_ORDER = { PriceUnit.CACHE_READ, PriceUnit.CACHE_WRITE_1H, PriceUnit.CACHE_WRITE,
			PriceUnit.INPUT, PriceUnit.AUDIO_INPUT, PriceUnit.IMAGE_INPUT };

	static final PriceUnit[] OUTPUT_ORDER = { PriceUnit.OUTPUT, PriceUnit.REASONING, PriceUnit.AUDIO_OUTPUT,
			PriceUnit.IMAGE_OUTPUT };

	private final long input;

	private final long cacheRead;

	private final long cacheWrite;

	private final long cacheWrite1h;

	private final long audioInput;

	private final long imageInput;

	private final long plainInput;

	private final long audioOutput;

	private final long imageOutput;

	private long reasoning;

	private long plainOutput;

	TokenLeaves(TokenCounts usage) {
		long read = count(usage.cacheReadInput());
		long creation = count(usage.cacheCreationInput());
		long audio = count(usage.audioInput());
		long image = count(usage.imageInput());
		this.input = (usage.input() != null) ? count(usage.input()) : read + creation + audio + image;
		this.cacheRead = Math.min(read, this.input);
		long left = this.input - this.cacheRead;
		creation = Math.min(creation, left);
		this.cacheWrite1h = Math.min(count(usage.cacheCreation1hInput()), creation);
		this.cacheWrite = creation - this.cacheWrite1h;
		left -= creation;
		this.audioInput = Math.min(audio, left);
		left -= this.audioInput;
		this.imageInput = Math.min(image, left);
		this.plainInput = left - this.imageInput;
		long thought = count(usage.reasoningOutput());
		long spoken = count(usage.audioOutput());
		long drawn = count(usage.imageOutput());
		left = (usage.output() != null) ? count(usage.output()) : thought + spoken + drawn;
		this.reasoning = Math.min(thought, left);
		left -= this.reasoning;
		this.audioOutput = Math.min(spoken, left);
		left -= this.audioOutput;
		this.imageOutput = Math.min(drawn, left);
		this.plainOutput = left - this.imageOutput;
	}

	/** Reasoning is billed as output unless a card says otherwise. */
	void countReasoningAsOutput() {
		this.plainOutput += this.reasoning;
		this.reasoning = 0;
	}

	long get(PriceUnit unit) {
		return switch (unit) {
			case INPUT -> this.plainInput;
			case CACHE_READ -> this.cacheRead;
			case CACHE_WRITE -> this.cacheWrite;
			case CACHE_WRITE_1H -> this.cacheWrite1h;
			case AUDIO_INPUT -> this.audioInput;
			case IMAGE_INPUT -> this.imageInput;
			case OUTPUT -> this.plainOutput;
			case REASONING -> this.reasoning;
			case AUDIO_OUTPUT -> this.audioOutput;
			case IMAGE_OUTPUT -> this.imageOutput;
			default -> 0;
		};
	}

	/** All input tokens, cached ones included: what context tiers look at. */
	long input() {
		return this.input;
	}

	/** Whether anything at all was reported. */
	static boolean isReported(TokenCounts usage) {
		return usage.input() != null || usage.output() != null || usage.cacheReadInput() != null
				|| usage.cacheCreationInput() != null || usage.audioInput() != null || usage.imageInput() != null
				|| usage.reasoningOutput() != null || usage.audioOutput() != null || usage.imageOutput() != null;
	}

	private static long count(@Nullable Long reported) {
		return (reported != null) ? Math.max(reported, 0) : 0;
	}

}
