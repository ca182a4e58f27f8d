package co.tokenr.capture.springai;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.TokenCountsBuilder;
import com.openai.core.JsonField;
import com.openai.models.completions.CompletionUsage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage of OpenAI's SDK, which every OpenAI-compatible provider arrives in. The
 * only class that knows it, loaded when one is at hand. Reads raw fields, because the
 * plain accessors throw where a compatible server leaves one out.
 */
final class OpenAiNativeUsage {

	private OpenAiNativeUsage() {
	}

	static NativeUsage read(Object nativeUsage) {
		CompletionUsage usage = (CompletionUsage) nativeUsage;
		Long output = known(usage._completionTokens());
		TokenCountsBuilder counts = TokenCounts.builder().input(known(usage._promptTokens()));
		CompletionUsage.PromptTokensDetails prompt = known(usage._promptTokensDetails());
		if (prompt != null) {
			counts.cacheReadInput(known(prompt._cachedTokens()))
				.cacheCreationInput(known(prompt._cacheWriteTokens()))
				.audioInput(known(prompt._audioTokens()));
		}
		CompletionUsage.CompletionTokensDetails completion = known(usage._completionTokensDetails());
		if (completion != null) {
			Long reasoning = known(completion._reasoningTokens());
			counts.reasoningOutput(reasoning).audioOutput(known(completion._audioTokens()));
			if (isReasoningApart(usage, reasoning)) {
				output = sum(output, reasoning);
			}
		}
		return NativeUsage.of(counts.output(output).build(), true);
	}

	/** xAI counts reasoning beside the completion; only the total tells. */
	private static boolean isReasoningApart(CompletionUsage usage, @Nullable Long reasoning) {
		Long total = known(usage._totalTokens());
		return total != null && reasoning != null && reasoning > 0
				&& total == sum(sum(known(usage._promptTokens()), known(usage._completionTokens())), reasoning);
	}

	private static long sum(@Nullable Long one, @Nullable Long other) {
		return ((one != null) ? one : 0) + ((other != null) ? other : 0);
	}

	private static <T> @Nullable T known(JsonField<T> field) {
		return field.asKnown().orElse(null);
	}

}
