package co.tokenr.response;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageIteration;

/**
 * Anthropic Messages, at Anthropic, Vertex and in Bedrock's InvokeModel. The input leaves
 * out what was read from and written to a cache; thinking is inside the output; the parts
 * of five minutes and one hour are inside the cache writes. In a stream
 * {@code message_start} has the input, the parts, tier and region and a placeholder of
 * the output, {@code message_delta} repeats the totals cumulatively. The totals hold
 * {@code iterations} of type {@code message} only.
 */
final class AnthropicFormat implements WireFormat {

	@Override
	public boolean matches(Fields answer, String provider) {
		if (!answer.has("usage.input_tokens") && !answer.has("usage.output_tokens")) {
			return false;
		}
		return answer.has(ANTHROPIC_SEEN) || answer.has("usage.cache_creation") || answer.has("usage.cache_read_input")
				|| (provider.contains("anthropic") && !answer.has("usage.total_tokens"));
	}

	@Override
	public TokenCounts counts(Fields answer, String provider) {
		return pass(answer, "usage.");
	}

	@Override
	public UsageCounters counters(Fields answer) {
		return new UsageCounters(answer.count("usage.server_tool_use.web_search_requests"),
				WireFormat.sum(answer.count("usage.server_tool_use.web_fetch_requests"),
						answer.count("usage.server_tool_use.code_execution_requests")),
				null, null, null, null);
	}

	@Override
	public List<UsageIteration> iterations(Fields answer) {
		List<UsageIteration> iterations = new ArrayList<>();
		int count = answer.elements("usage.iterations");
		for (int i = 0; i < count; i++) {
			String iteration = "usage.iterations[" + i + "].";
			TokenCounts counts = pass(answer, iteration);
			if (!counts.equals(TokenCounts.NONE)) {
				String type = answer.text(iteration + "type");
				iterations.add(new UsageIteration((type != null) ? type : "message", answer.text(iteration + "model"),
						counts));
			}
		}
		return iterations;
	}

	private static TokenCounts pass(Fields answer, String usage) {
		return new ExclusiveInput(answer.count(usage + "input_tokens"), answer.count(usage + "cache_read_input_tokens"),
				answer.count(usage + "cache_creation_input_tokens"),
				answer.count(usage + "cache_creation.ephemeral_5m_input_tokens"),
				answer.count(usage + "cache_creation.ephemeral_1h_input_tokens"))
			.toCounts()
			.output(answer.count(usage + "output_tokens"))
			.reasoningOutput(answer.count(usage + "output_tokens_details.thinking_tokens"))
			.build();
	}

}
