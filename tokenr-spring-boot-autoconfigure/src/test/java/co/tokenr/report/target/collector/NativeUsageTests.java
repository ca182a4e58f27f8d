package co.tokenr.report.target.collector;

import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.TestEvents;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class NativeUsageTests {

	private static final TokenCounts COUNTS = TokenCounts.builder()
		.input(100L)
		.cacheReadInput(30L)
		.cacheCreationInput(20L)
		.cacheCreation1hInput(5L)
		.toolUseInput(10L)
		.output(9L)
		.reasoningOutput(4L)
		.build();

	@Test
	void openAiCountsTheCachedAmongThePromptOnce() {
		assertThat(usage("openai", "gpt-4o", COUNTS)).containsExactly(entry("prompt_tokens", 100L),
				entry("completion_tokens", 9L), entry("total_tokens", 109L),
				entry("prompt_tokens_details", Map.of("cached_tokens", 30L)),
				entry("completion_tokens_details", Map.of("reasoning_tokens", 4L)));
	}

	@Test
	void openAiHasCompletionTokensEvenForAnEmbedding() {
		assertThat(usage("openai", "text-embedding-3-small", TokenCounts.builder().input(3L).build()))
			.containsExactly(entry("prompt_tokens", 3L), entry("completion_tokens", 0L), entry("total_tokens", 3L));
	}

	@Test
	void anthropicCountsTheCachedBesideTheInput() {
		assertThat(usage("anthropic", "claude-opus-4-5", COUNTS)).containsEntry("input_tokens", 50L)
			.containsEntry("cache_read_input_tokens", 30L)
			.containsEntry("cache_creation_input_tokens", 20L)
			.containsEntry("output_tokens", 9L)
			.hasEntrySatisfying("cache_creation", (written) -> assertThat((Map<?, ?>) written)
				.hasFieldOrPropertyWithValue("ephemeral_1h_input_tokens", 5L));
	}

	@Test
	void bedrockDoesSoInItsOwnWords() {
		assertThat(usage("aws.bedrock", "amazon.nova-pro-v1:0", COUNTS)).containsExactly(entry("inputTokens", 50L),
				entry("outputTokens", 9L), entry("totalTokens", 109L), entry("cacheReadInputTokens", 30L),
				entry("cacheWriteInputTokens", 20L));
	}

	@Test
	void geminiCountsThoughtsAndToolsApart() {
		assertThat(usage("gcp.gemini", "gemini-2.5-pro", COUNTS)).containsExactly(entry("prompt_token_count", 90L),
				entry("cached_content_token_count", 30L), entry("candidates_token_count", 5L),
				entry("thoughts_token_count", 4L), entry("tool_use_prompt_token_count", 10L),
				entry("total_token_count", 109L));
	}

	@Test
	void claudeOnVertexSpeaksAsAnthropicDoes() {
		assertThat(usage("gcp.vertex_ai", "claude-sonnet-4-5", COUNTS)).containsEntry("input_tokens", 50L);
	}

	private static Map<String, Object> usage(String provider, String model, TokenCounts counts) {
		StoredEvent event = StoredEvent.of(TestEvents.event(
				TestEvents.call().provider(provider).requestModel(model).usage(counts, UsageSource.PROVIDER),
				Attribution.NONE));
		return NativeUsage.of(provider, new EventFields().read(event));
	}

}
