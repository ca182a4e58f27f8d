package co.tokenr.response;

import java.util.Locale;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import org.jspecify.annotations.Nullable;

/**
 * Gemini, at AI Studio and Vertex, with its embeddings. Cached tokens are inside the
 * prompt; the prompts of Google's tools are beside it and thoughts are beside the
 * candidates: {@code total = prompt + toolUsePrompt + candidates + thoughts}. The details
 * by modality need not add up.
 */
final class GeminiFormat implements WireFormat {

	private static final String USAGE = "usageMetadata.";

	private static final String VERTEX_EMBEDDING = "predictions[].embeddings.statistics.token_count";

	@Override
	public boolean matches(Fields answer, String provider) {
		return answer.has(USAGE) || answer.has("predictions[]");
	}

	@Override
	public TokenCounts counts(Fields answer, String provider) {
		Long prompt = answer.count(USAGE + "promptTokenCount", VERTEX_EMBEDDING);
		Long toolUse = answer.count(USAGE + "toolUsePromptTokenCount");
		Long candidates = answer.count(USAGE + "candidatesTokenCount");
		Long thoughts = answer.count(USAGE + "thoughtsTokenCount");
		Long total = answer.count(USAGE + "totalTokenCount");
		if (thoughts != null && thoughts > 0 && prompt != null && prompt >= thoughts && total != null
				&& total.equals(sum(prompt, toolUse, candidates))) {
			// the last chunk of some previews counts earlier thoughts as prompt
			prompt = prompt - thoughts;
		}
		Long input = WireFormat.sum(prompt, toolUse);
		Long output = WireFormat.sum(candidates, thoughts);
		if (output == null && input != null && input.equals(total)) {
			output = 0L;
		}
		return TokenCounts.builder()
			.input(input)
			.cacheReadInput(answer.count(USAGE + "cachedContentTokenCount"))
			.toolUseInput(toolUse)
			.audioInput(input(answer, "AUDIO"))
			.imageInput(input(answer, "IMAGE"))
			.output(output)
			.reasoningOutput(thoughts)
			.audioOutput(modality(answer, "candidatesTokensDetails", "AUDIO"))
			.imageOutput(modality(answer, "candidatesTokensDetails", "IMAGE"))
			.build();
	}

	@Override
	public UsageCounters counters(Fields answer) {
		return new UsageCounters(answer.count("candidates[].groundingMetadata.webSearchQueries[]"), null,
				answer.count("predictions[].bytesBase64Encoded"), null, answer.count("metadata.billableCharacterCount"),
				null);
	}

	/** Vertex calls its tiers traffic types; they are named here as AI Studio does. */
	@Override
	public @Nullable String serviceTier(Fields answer) {
		String tier = answer.text(USAGE + "serviceTier", USAGE + "trafficType");
		if (tier == null) {
			return null;
		}
		return switch (tier) {
			case "ON_DEMAND" -> "standard";
			case "ON_DEMAND_FLEX" -> "flex";
			case "ON_DEMAND_PRIORITY" -> "priority";
			default -> tier.toLowerCase(Locale.ROOT);
		};
	}

	private static @Nullable Long input(Fields answer, String modality) {
		return WireFormat.sum(modality(answer, "promptTokensDetails", modality),
				modality(answer, "promptTokenDetails", modality),
				modality(answer, "toolUsePromptTokensDetails", modality));
	}

	private static @Nullable Long modality(Fields answer, String details, String modality) {
		Long count = null;
		int elements = answer.elements(USAGE + details);
		for (int i = 0; i < elements; i++) {
			String detail = USAGE + details + "[" + i + "].";
			if (answer.is(detail + "modality", modality)) {
				count = WireFormat.sum(count, answer.count(detail + "tokenCount"));
			}
		}
		return count;
	}

	private static long sum(@Nullable Long... counts) {
		Long sum = WireFormat.sum(counts);
		return (sum != null) ? sum : 0;
	}

}
