package co.tokenr.response;

import co.tokenr.usage.TokenCounts;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock's Converse. The input leaves out what was read from and written to a cache,
 * unless the total says that it is inside; reasoning is inside the output and not told
 * apart. {@code cacheDetails} splits the writes by their time to live. The answer names
 * neither an id nor a model.
 */
final class BedrockConverseFormat implements WireFormat {

	@Override
	public boolean matches(Fields answer, String provider) {
		return answer.has("usage.inputTokens") || answer.has("usage.outputTokens");
	}

	@Override
	public TokenCounts counts(Fields answer, String provider) {
		Long input = answer.count("usage.inputTokens");
		Long output = answer.count("usage.outputTokens");
		Long read = answer.count("usage.cacheReadInputTokens", "usage.cacheReadInputTokenCount");
		Long written = answer.count("usage.cacheWriteInputTokens", "usage.cacheWriteInputTokenCount");
		Long cached = WireFormat.sum(read, written);
		Long total = answer.count("usage.totalTokens");
		if (input != null && cached != null && cached <= input && total != null
				&& total.equals(WireFormat.sum(input, output))) {
			input = input - cached;
		}
		return new ExclusiveInput(input, read, written, written(answer, "5m"), written(answer, "1h")).toCounts()
			.output(output)
			.build();
	}

	@Override
	public @Nullable String serviceTier(Fields answer) {
		return answer.text("serviceTier.type");
	}

	@Override
	public @Nullable String speed(Fields answer) {
		return answer.text("performanceConfig.latency");
	}

	private static @Nullable Long written(Fields answer, String ttl) {
		Long written = null;
		int details = answer.elements("usage.cacheDetails");
		for (int i = 0; i < details; i++) {
			String detail = "usage.cacheDetails[" + i + "].";
			if (answer.is(detail + "ttl", ttl)) {
				written = WireFormat.sum(written, answer.count(detail + "inputTokens"));
			}
		}
		return written;
	}

}
