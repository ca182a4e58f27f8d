package co.tokenr.capture.springai;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import co.tokenr.usage.TokenCounts;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.ModalityTokenCount;
import com.google.genai.types.TrafficType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage of Google's GenAI SDK, which counts thoughts beside the candidates and
 * the prompts of its own tools beside the prompt. The only class that knows it, loaded
 * when one is at hand.
 */
final class GoogleNativeUsage {

	private GoogleNativeUsage() {
	}

	static NativeUsage read(Object nativeUsage) {
		GenerateContentResponseUsageMetadata usage = (GenerateContentResponseUsageMetadata) nativeUsage;
		Long prompt = count(usage.promptTokenCount());
		Long toolUse = count(usage.toolUsePromptTokenCount());
		Long candidates = count(usage.candidatesTokenCount());
		Long thoughts = count(usage.thoughtsTokenCount());
		TokenCounts counts = TokenCounts.builder()
			.input(sum(prompt, toolUse))
			.cacheReadInput(count(usage.cachedContentTokenCount()))
			.toolUseInput(toolUse)
			.audioInput(modality(usage.promptTokensDetails(), "AUDIO"))
			.imageInput(modality(usage.promptTokensDetails(), "IMAGE"))
			.output(sum(candidates, thoughts))
			.reasoningOutput(thoughts)
			.audioOutput(modality(usage.candidatesTokensDetails(), "AUDIO"))
			.imageOutput(modality(usage.candidatesTokensDetails(), "IMAGE"))
			.build();
		Long total = count(usage.totalTokenCount());
		Long known = counts.total();
		boolean complete = total == null || total <= ((known != null) ? known : 0);
		return new NativeUsage(counts, NativeUsage.NONE.counters(), tier(usage.trafficType()), null, complete);
	}

	/** As Vertex AI names what it is billed by, such as {@code on_demand_flex}. */
	private static @Nullable String tier(Optional<TrafficType> traffic) {
		return traffic.map((type) -> type.toString().toLowerCase(Locale.ROOT)).orElse(null);
	}

	private static @Nullable Long modality(Optional<List<ModalityTokenCount>> details, String modality) {
		for (ModalityTokenCount detail : details.orElse(List.of())) {
			if (detail.modality().map((type) -> type.toString().equals(modality)).orElse(false)) {
				return count(detail.tokenCount());
			}
		}
		return null;
	}

	private static @Nullable Long count(Optional<Integer> count) {
		return count.map(Integer::longValue).orElse(null);
	}

	private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
		return (one == null || other == null) ? ((one != null) ? one : other) : Long.valueOf(one + other);
	}

}
