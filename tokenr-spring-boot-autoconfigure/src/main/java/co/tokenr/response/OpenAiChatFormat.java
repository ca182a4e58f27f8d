package co.tokenr.response;

import java.math.BigDecimal;

import co.tokenr.usage.ProviderCost;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.TokenCountsBuilder;
import co.tokenr.usage.UsageCounters;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's chat completions, legacy completions and embeddings, and what the servers that
 * speak the same add. Cached, audio and image tokens are inside the prompt, reasoning and
 * audio are inside the completion. Those that count reasoning or cached tokens beside
 * them are found out by the total. Perplexity reports reasoning and citations beside both
 * and outside its total.
 */
final class OpenAiChatFormat implements WireFormat {

	private static final int XAI_TICKS = 10;

	@Override
	public boolean matches(Fields answer, String provider) {
		return answer.has("usage.prompt_") || answer.has("usage.completion_") || isTotalOnly(answer);
	}

	@Override
	public TokenCounts counts(Fields answer, String provider) {
		boolean perplexity = answer.has("usage.citation_tokens") || provider.equals("perplexity");
		Long prompt = prompt(answer);
		Long completion = answer.count("usage.completion_tokens");
		Long total = answer.count("usage.total_tokens");
		Long reasoning = answer.count("usage.completion_tokens_details.reasoning_tokens", "usage.reasoning_tokens");
		boolean apart = perplexity || isApart(total, WireFormat.sum(prompt, completion), reasoning)
				|| (total == null && provider.equals("x_ai"));
		Long citations = answer.count("usage.citation_tokens");
		TokenCountsBuilder counts = input(answer, prompt, completion, total);
		if (citations != null) {
			counts.input(WireFormat.sum(prompt, citations)).toolUseInput(citations);
		}
		return counts.output((apart && reasoning != null) ? WireFormat.sum(completion, reasoning) : completion)
			.reasoningOutput(reasoning)
			.audioOutput(answer.count("usage.completion_tokens_details.audio_tokens"))
			.imageOutput(answer.count("usage.completion_tokens_details.image_tokens"))
			.build();
	}

	@Override
	public UsageCounters counters(Fields answer) {
		return new UsageCounters(
				answer.count("usage.num_search_queries", "usage.server_tool_use_details.web_search_requests",
						"usage.server_tool_use.web_search_requests"),
				null, MediaCounts.images(answer), answer.decimal("usage.prompt_audio_seconds"), null, null);
	}

	/**
	 * OpenRouter says dollars, and with the customer's own key only its fee beside what
	 * was paid upstream; Perplexity itemises; xAI counts ticks, ten thousand million to
	 * the dollar.
	 */
	@Override
	public @Nullable ProviderCost cost(Fields answer) {
		BigDecimal ticks = answer.decimal("usage.cost_in_usd_ticks");
		if (ticks != null) {
			return WireFormat.usd(ticks.movePointLeft(XAI_TICKS).stripTrailingZeros());
		}
		BigDecimal cost = answer.decimal("usage.cost", "usage.cost.total_cost");
		if (cost != null && answer.is("usage.is_byok", "true")) {
			BigDecimal upstream = answer.decimal("usage.cost_details.upstream_inference_cost");
			return (upstream != null) ? WireFormat.usd(cost.add(upstream)) : null;
		}
		return WireFormat.usd(cost);
	}

	private static @Nullable Long prompt(Fields answer) {
		Long prompt = answer.count("usage.prompt_tokens");
		if (prompt == null) {
			prompt = WireFormat.sum(answer.count("usage.prompt_cache_hit_tokens"),
					answer.count("usage.prompt_cache_miss_tokens"));
		}
		return (prompt == null && isTotalOnly(answer)) ? answer.count("usage.total_tokens") : prompt;
	}

	/** Embeddings and rankings of some servers: all of it is input. */
	private static boolean isTotalOnly(Fields answer) {
		return answer.has("usage.total_tokens") && !answer.has("usage.input_") && !answer.has("usage.output_")
				&& !answer.has("usage.prompt_") && !answer.has("usage.completion_") && !answer.has("choices[]");
	}

	private static TokenCountsBuilder input(Fields answer, @Nullable Long prompt, @Nullable Long completion,
			@Nullable Long total) {
		Long read = answer.count("usage.prompt_tokens_details.cached_tokens", "usage.prompt_cache_hit_tokens",
				"usage.cached_tokens", "usage.cache_read_input_tokens");
		Long written = answer.count("usage.prompt_tokens_details.cache_write_tokens",
				"usage.prompt_tokens_details.cache_creation_tokens", "usage.cache_creation_input_tokens");
		Long cached = WireFormat.sum(read, written);
		boolean apart = isApart(total, WireFormat.sum(prompt, completion), cached)
				|| (total == null && prompt != null && read != null && read > prompt);
		return TokenCounts.builder()
			.input(apart ? WireFormat.sum(prompt, cached) : prompt)
			.cacheReadInput(read)
			.cacheCreationInput(written)
			.audioInput(answer.count("usage.prompt_tokens_details.audio_tokens"))
			.imageInput(answer.count("usage.prompt_tokens_details.image_tokens"));
	}

	/**
	 * Whether the total can only be explained with a part that stands beside the rest.
	 */
	static boolean isApart(@Nullable Long total, @Nullable Long rest, @Nullable Long part) {
		return total != null && rest != null && part != null && part > 0 && total == rest + part;
	}

}
