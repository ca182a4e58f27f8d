package co.tokenr.report.target.collector;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts in the words of the provider that reported them, with its own idea of what is
 * inside what. Providers without words of their own here speak as OpenAI does.
 */
final class NativeUsage {

	private NativeUsage() {
	}

	static Map<String, Object> of(String provider, EventFields fields) {
		return switch (provider) {
			case "anthropic" -> anthropic(fields);
			case "aws.bedrock" -> bedrock(fields);
			case "gcp.gemini", "gcp.vertex_ai" ->
				fields.model().startsWith("claude") ? anthropic(fields) : gemini(fields);
			default -> openAi(fields);
		};
	}

	/**
	 * Cached and reasoning tokens are parts of the two sums, which both must be there.
	 */
	private static Map<String, Object> openAi(EventFields fields) {
		long input = fields.count("input_tokens");
		long output = fields.count("output_tokens");
		Map<String, Object> usage = new LinkedHashMap<>();
		usage.put("prompt_tokens", input);
		usage.put("completion_tokens", output);
		usage.put("total_tokens", input + output);
		Map<String, Object> prompt = new LinkedHashMap<>();
		copy(fields, "cache_read_input_tokens", prompt, "cached_tokens");
		copy(fields, "audio_input_tokens", prompt, "audio_tokens");
		putUnlessEmpty(usage, "prompt_tokens_details", prompt);
		Map<String, Object> completion = new LinkedHashMap<>();
		copy(fields, "reasoning_output_tokens", completion, "reasoning_tokens");
		copy(fields, "audio_output_tokens", completion, "audio_tokens");
		putUnlessEmpty(usage, "completion_tokens_details", completion);
		return usage;
	}

	/** Input is what was neither read from the cache nor written to it. */
	private static Map<String, Object> anthropic(EventFields fields) {
		Map<String, Object> usage = new LinkedHashMap<>();
		usage.put("input_tokens", uncachedInput(fields));
		usage.put("output_tokens", fields.count("output_tokens"));
		copy(fields, "cache_creation_input_tokens", usage, "cache_creation_input_tokens");
		copy(fields, "cache_read_input_tokens", usage, "cache_read_input_tokens");
		Map<String, Object> written = new LinkedHashMap<>();
		copy(fields, "cache_creation_5m_input_tokens", written, "ephemeral_5m_input_tokens");
		copy(fields, "cache_creation_1h_input_tokens", written, "ephemeral_1h_input_tokens");
		putUnlessEmpty(usage, "cache_creation", written);
		return usage;
	}

	/** As Anthropic, in other words. */
	private static Map<String, Object> bedrock(EventFields fields) {
		long input = uncachedInput(fields);
		long output = fields.count("output_tokens");
		Map<String, Object> usage = new LinkedHashMap<>();
		usage.put("inputTokens", input);
		usage.put("outputTokens", output);
		usage.put("totalTokens", fields.count("input_tokens") + output);
		copy(fields, "cache_read_input_tokens", usage, "cacheReadInputTokens");
		copy(fields, "cache_creation_input_tokens", usage, "cacheWriteInputTokens");
		return usage;
	}

	/**
	 * Thoughts stand beside the candidates, and what tools put into the prompt beside it.
	 */
	private static Map<String, Object> gemini(EventFields fields) {
		long input = fields.count("input_tokens");
		long output = fields.count("output_tokens");
		long tools = fields.count("tool_use_input_tokens");
		long thoughts = fields.count("reasoning_output_tokens");
		Map<String, Object> usage = new LinkedHashMap<>();
		usage.put("prompt_token_count", Math.max(0, input - tools));
		copy(fields, "cache_read_input_tokens", usage, "cached_content_token_count");
		usage.put("candidates_token_count", Math.max(0, output - thoughts));
		copy(fields, "reasoning_output_tokens", usage, "thoughts_token_count");
		copy(fields, "tool_use_input_tokens", usage, "tool_use_prompt_token_count");
		usage.put("total_token_count", input + output);
		return usage;
	}

	private static long uncachedInput(EventFields fields) {
		return Math.max(0, fields.count("input_tokens") - fields.count("cache_read_input_tokens")
				- fields.count("cache_creation_input_tokens"));
	}

	private static void copy(EventFields fields, String ours, Map<String, Object> usage, String theirs) {
		if (fields.has(ours)) {
			usage.put(theirs, fields.count(ours));
		}
	}

	private static void putUnlessEmpty(Map<String, Object> usage, String name, Map<String, Object> details) {
		if (!details.isEmpty()) {
			usage.put(name, details);
		}
	}

}
