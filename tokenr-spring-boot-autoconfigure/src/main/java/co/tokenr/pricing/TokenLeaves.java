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

	private final TokenCounts usage;

	private boolean reasoningIsOutput;

	TokenLeaves(TokenCounts usage) {
		this.usage = usage;
	}

	/** Reasoning is billed as output unless a card says otherwise. */
	void countReasoningAsOutput() {
		this.reasoningIsOutput = true;
	}

	long get(PriceUnit unit) {
		return switch (unit) {
			case CACHE_READ -> cacheRead();
			case CACHE_WRITE_1H -> cacheWrite1h();
			case CACHE_WRITE -> cacheCreation() - cacheWrite1h();
			case AUDIO_INPUT -> audioInput();
			case IMAGE_INPUT -> imageInput();
			case INPUT -> input() - cacheRead() - cacheCreation() - audioInput() - imageInput();
			case REASONING -> this.reasoningIsOutput ? 0 : reasoning();
			case AUDIO_OUTPUT -> audioOutput();
			case IMAGE_OUTPUT -> imageOutput();
			case OUTPUT -> output() - get(PriceUnit.REASONING) - audioOutput() - imageOutput();
			default -> 0;
		};
	}

	/** All input tokens, cached ones included: what context tiers look at. */
	long input() {
		Long total = this.usage.input();
		return (total != null) ? count(total)
				: count(this.usage.cacheReadInput()) + count(this.usage.cacheCreationInput())
						+ count(this.usage.audioInput()) + count(this.usage.imageInput());
	}

	private long cacheRead() {
		return part(this.usage.cacheReadInput(), input());
	}

	private long cacheCreation() {
		return part(this.usage.cacheCreationInput(), input() - cacheRead());
	}

	private long cacheWrite1h() {
		return part(this.usage.cacheCreation1hInput(), cacheCreation());
	}

	private long audioInput() {
		return part(this.usage.audioInput(), input() - cacheRead() - cacheCreation());
	}

	private long imageInput() {
		return part(this.usage.imageInput(), input() - cacheRead() - cacheCreation() - audioInput());
	}

	private long output() {
		Long total = this.usage.output();
		return (total != null) ? count(total) : count(this.usage.reasoningOutput()) + count(this.usage.audioOutput())
				+ count(this.usage.imageOutput());
	}

	private long reasoning() {
		return part(this.usage.reasoningOutput(), output());
	}

	private long audioOutput() {
		return part(this.usage.audioOutput(), output() - reasoning());
	}

	private long imageOutput() {
		return part(this.usage.imageOutput(), output() - reasoning() - audioOutput());
	}

	private static long part(@Nullable Long reported, long left) {
		return (reported != null) ? Math.min(count(reported), left) : 0;
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
