package co.tokenr.response;

import co.tokenr.usage.ProviderCost;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's responses, images and transcriptions, which share their names, and whatever
 * else says {@code input_tokens}. Cached, audio and image tokens are inside the input,
 * reasoning inside the output unless the total says otherwise (xAI). Images report the
 * input's modalities as {@code input_tokens_details}, transcriptions as
 * {@code input_token_details}. Calls of the provider's tools are not in the usage: they
 * are counted among the output's items.
 */
final class OpenAiResponsesFormat implements WireFormat {

	private static final String[] TOOLS = { "file_search_call", "code_interpreter_call", "image_generation_call",
			"mcp_call" };

	@Override
	public boolean matches(Fields answer, String provider) {
		return true;
	}

	@Override
	public TokenCounts counts(Fields answer, String provider) {
		Long input = answer.count("usage.input_tokens");
		Long output = answer.count("usage.output_tokens");
		Long reasoning = output(answer, "reasoning_tokens");
		boolean apart = OpenAiChatFormat.isApart(answer.count("usage.total_tokens"), WireFormat.sum(input, output),
				reasoning);
		Long image = output(answer, "image_tokens");
		if (image == null && MediaCounts.images(answer) != null && output(answer, "text_tokens") == null) {
			image = output;
		}
		return TokenCounts.builder()
			.input(input)
			.cacheReadInput(input(answer, "cached_tokens"))
			.cacheCreationInput(input(answer, "cache_write_tokens"))
			.audioInput(input(answer, "audio_tokens"))
			.imageInput(input(answer, "image_tokens"))
			.output(apart ? WireFormat.sum(output, reasoning) : output)
			.reasoningOutput(reasoning)
			.audioOutput(output(answer, "audio_tokens"))
			.imageOutput(image)
			.build();
	}

	@Override
	public UsageCounters counters(Fields answer) {
		Long tools = null;
		for (String tool : TOOLS) {
			tools = WireFormat.sum(tools, calls(answer, tool));
		}
		return new UsageCounters(calls(answer, "web_search_call"), tools, MediaCounts.images(answer),
				MediaCounts.seconds(answer), null, null);
	}

	@Override
	public @Nullable ProviderCost cost(Fields answer) {
		return new OpenAiChatFormat().cost(answer);
	}

	/** Items are listed in the whole answer and, one by one, in its stream. */
	private static @Nullable Long calls(Fields answer, String tool) {
		return answer.count("output[].type=" + tool, "items=" + tool);
	}

	private static @Nullable Long input(Fields answer, String name) {
		return answer.count("usage.input_tokens_details." + name, "usage.input_token_details." + name);
	}

	private static @Nullable Long output(Fields answer, String name) {
		return answer.count("usage.output_tokens_details." + name, "usage.output_token_details." + name);
	}

}
