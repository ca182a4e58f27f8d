package co.tokenr.response;

import co.tokenr.usage.TokenCounts;

/**
 * Ollama's own format. The count of the prompt is left out where all of it was cached,
 * which stays not reported.
 */
final class OllamaFormat implements WireFormat {

	@Override
	public boolean matches(Fields answer, String provider) {
		return answer.has("prompt_eval_count") || answer.has("eval_count");
	}

	@Override
	public TokenCounts counts(Fields answer, String provider) {
		return TokenCounts.builder()
			.input(answer.count("prompt_eval_count"))
			.output(answer.count("eval_count"))
			.build();
	}

}
