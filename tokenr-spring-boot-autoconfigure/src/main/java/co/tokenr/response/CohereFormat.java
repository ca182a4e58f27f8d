package co.tokenr.response;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import org.jspecify.annotations.Nullable;

/**
 * Cohere, version 2 ({@code usage}) and version 1 ({@code meta}). Billed units differ
 * widely from tokens used and are preferred, because they are what is paid for. Images of
 * an embedding are billed beside its text; cached tokens belong to the tokens used.
 */
final class CohereFormat implements WireFormat {

	@Override
	public boolean matches(Fields answer, String provider) {
		return answer.has("usage.billed_units.") || answer.has("meta.") || answer.has("usage.tokens.");
	}

	@Override
	public TokenCounts counts(Fields answer, String provider) {
		Long image = count(answer, "billed_units.image_tokens");
		Long input = count(answer, "billed_units.input_tokens");
		Long output = count(answer, "billed_units.output_tokens");
		boolean billed = input != null || output != null || image != null;
		if (!billed && !answer.has("usage.billed_units.") && !answer.has("meta.billed_units.")) {
			input = count(answer, "tokens.input_tokens");
			output = count(answer, "tokens.output_tokens");
		}
		Long cached = answer.count("usage.cached_tokens");
		boolean comparable = cached != null && input != null && cached <= input;
		return TokenCounts.builder()
			.input((image != null) ? WireFormat.sum(input, image) : input)
			.imageInput(image)
			.cacheReadInput(comparable ? cached : null)
			.output(output)
			.build();
	}

	@Override
	public UsageCounters counters(Fields answer) {
		return new UsageCounters(null, null, null, null, null, count(answer, "billed_units.search_units"));
	}

	private static @Nullable Long count(Fields answer, String name) {
		return answer.count("usage." + name, "meta." + name);
	}

}
