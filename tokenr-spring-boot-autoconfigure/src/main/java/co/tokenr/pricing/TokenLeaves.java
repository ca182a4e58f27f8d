package co.tokenr.pricing;

import java.util.EnumMap;
import java.util.Map;

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

	private final Map<PriceUnit, Long> counts = new EnumMap<>(PriceUnit.class);

	private final long input;

	private TokenLeaves(long input) {
		this.input = input;
	}

	static TokenLeaves of(TokenCounts usage) {
		long read = count(usage.cacheReadInput());
		long creation = count(usage.cacheCreationInput());
		long audio = count(usage.audioInput());
		long image = count(usage.imageInput());
		long input = (usage.input() != null) ? count(usage.input()) : read + creation + audio + image;
		TokenLeaves leaves = new TokenLeaves(input);
		long left = input - leaves.take(PriceUnit.CACHE_READ, read, input);
		creation = Math.min(creation, left);
		long oneHour = leaves.take(PriceUnit.CACHE_WRITE_1H, count(usage.cacheCreation1hInput()), creation);
		leaves.take(PriceUnit.CACHE_WRITE, creation - oneHour, creation);
		left -= creation;
		left -= leaves.take(PriceUnit.AUDIO_INPUT, audio, left);
		left -= leaves.take(PriceUnit.IMAGE_INPUT, image, left);
		leaves.take(PriceUnit.INPUT, left, left);
		leaves.output(usage);
		return leaves;
	}

	private void output(TokenCounts usage) {
		long reasoning = count(usage.reasoningOutput());
		long audio = count(usage.audioOutput());
		long image = count(usage.imageOutput());
		long left = (usage.output() != null) ? count(usage.output()) : reasoning + audio + image;
		left -= take(PriceUnit.REASONING, reasoning, left);
		left -= take(PriceUnit.AUDIO_OUTPUT, audio, left);
		left -= take(PriceUnit.IMAGE_OUTPUT, image, left);
		take(PriceUnit.OUTPUT, left, left);
	}

	private long take(PriceUnit unit, long wanted, long available) {
		long taken = Math.min(wanted, available);
		this.counts.put(unit, taken);
		return taken;
	}

	/** Reasoning is billed as output unless a card says otherwise. */
	void countReasoningAsOutput() {
		this.counts.put(PriceUnit.OUTPUT, get(PriceUnit.OUTPUT) + get(PriceUnit.REASONING));
		this.counts.put(PriceUnit.REASONING, 0L);
	}

	long get(PriceUnit unit) {
		return this.counts.getOrDefault(unit, 0L);
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
