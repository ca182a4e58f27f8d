package co.tokenr.pricing;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LiteLlmReader}: one model of each kind of pricing that the file has.
 */
class LiteLlmReaderTests {

	private final CataloguePriceBook book = TestPrices.book(PriceSettings.DEFAULTS,
			"classpath:prices/litellm-shapes.json");

	@ParameterizedTest
	@CsvSource({ "openai, chat, in=1000 out=100, 0.0035, EXACT", "openai, prefixed, in=1000 out=100, 0.0012, EXACT",
			"openai, openai/prefixed, in=1000 out=100, 0.0012, EXACT",
			"anthropic, cached, in=10000 read=5000 write=3000 write1h=1000 out=100 web=2, 0.0425, EXACT",
			"anthropic, cached-tiers, in=200000 out=1, 0.600015, EXACT",
			"anthropic, cached-tiers, in=200001 read=100000 write=50000 write1h=20000 out=1, 0.8250285, EXACT",
			"deepseek, hit, in=1000 read=400, 0.0001792, EXACT", "openai, tiers, in=272000, 1.36, EXACT",
			"openai, tiers, in=272001, 2.72001, EXACT", "openai, tiers, in=272001 tier=flex, 1.360005, EXACT",
			"openai, tiers, in=1000 out=100 tier=flex, 0.004, EXACT",
			"openai, tiers, in=1000 out=100 tier=priority, 0.016, EXACT",
			"openai, tiers, in=1000 out=100 tier=fast, 0.016, EXACT",
			"openai, tiers, in=1000 out=100 tier=batch, 0.004, EXACT",
			"openai, tiers, in=1000 out=100 region=eu, 0.0088, EXACT",
			"openai, tiers, in=300000 tier=priority, 3, FALLBACK", "minimax, two-tiers, in=1000, 0.001, EXACT",
			"minimax, two-tiers, in=2000, 0.003, EXACT", "minimax, two-tiers, in=200000, 0.4, EXACT",
			"minimax, two-tiers, in=600000, 1.8, EXACT", "x_ai, grok, in=127999, 0.383997, EXACT",
			"x_ai, grok, in=128000, 0.768, EXACT", "dashscope, ranges, in=256000 out=100 think=50, 0.10266, EXACT",
			"dashscope, ranges, in=256001 out=100 think=50, 0.3079812, EXACT",
			"deepseek, off-peak, in=1000 at=2026-08-03T16:29:59Z, 0.001, EXACT",
			"deepseek, off-peak, in=1000 at=2026-08-03T16:30:00Z, 0.0005, EXACT",
			"deepseek, off-peak, in=1000 at=2026-08-04T00:29:59Z, 0.0005, EXACT",
			"deepseek, off-peak, in=1000 at=2026-08-04T00:30:00Z, 0.001, EXACT",
			"deepseek, off-peak-days, in=1000 at=2026-08-03T00:30:00Z, 0.0005, EXACT",
			"deepseek, off-peak-days, in=1000 at=2026-08-03T12:00:00Z, 0.001, EXACT",
			"deepseek, off-peak-days, in=1000 at=2026-08-07T15:59:59Z, 0.001, EXACT",
			"deepseek, off-peak-days, in=1000 at=2026-08-07T16:00:00Z, 0.0005, EXACT",
			"deepseek, off-peak-days, in=1000 at=2026-08-08T12:00:00Z, 0.0005, EXACT",
			"deepseek, off-peak-days, in=1000 at=2026-08-09T16:00:00Z, 0.0005, EXACT",
			"gcp.gemini, thinking, in=1000 out=100 think=80 audioin=500, 0.00098, EXACT",
			"openai, audio, in=1000 audioin=400 imagein=100 out=100 audioout=60, 0.02295, EXACT",
			"openai, painter, in=1000 imagein=400 out=100 images=1, 0.011, EXACT",
			"openai, per-image, images=3, 0.06, EXACT", "gcp.vertex_ai, per-image-out, images=3, 0.12, EXACT",
			"openai, per-second, seconds=12.5, 0.00125, EXACT", "openai, per-second-out, seconds=10, 0.002, EXACT",
			"openai, per-character, characters=1000, 0.015, EXACT", "cohere, rerank, units=2, 0.004, EXACT",
			"mistral_ai, embedding, in=1000, 0.0001, EXACT", "perplexity, per-request, in=1000 out=100, 0.0051, EXACT",
			"perplexity, search, in=1000 web=1, 0.009, EXACT",
			"anthropic, geo-and-fast, in=2000 read=1000 region=us, 0.00605, EXACT",
			"anthropic, geo-and-fast, in=2000 read=1000 speed=fast, 0.033, EXACT",
			"anthropic, geo-and-fast, in=2000 read=1000 speed=fast region=us, 0.0363, EXACT",
			"ollama, free, in=1000 out=100, 0, FREE", "azure.ai.openai, eu/chat, in=1000, 0.00275, EXACT",
			"aws.bedrock, eu.anthropic.chat-v1:0, in=1000, 0.0033, EXACT",
			"gcp.vertex_ai, claude@20250929, in=1000, 0.003, EXACT" })
	void pricesEachKindOfPricing(String provider, String model, String usage, String amount, CostStatus status) {
		Cost cost = this.book.price(call(provider, model, usage).build());
		assertThat(cost.amount()).as(TestPrices.explained(cost)).isEqualByComparingTo(amount);
		assertThat(cost.status()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "openai, per-pixel, images=1", "azure.ai.openai, per-pixel-zero, in=10 out=10",
			"openai, nothing, in=10", "openai, no-number, in=10", "openai, sample_spec, in=10" })
	void whatIsNotUnderstoodIsUnpricedAndNeverFree(String provider, String model, String usage) {
		assertThat(this.book.price(call(provider, model, usage).build())).isSameAs(Cost.UNPRICED);
	}

	@Test
	void countsWhatIsNotUnderstood() {
		PriceSourceState state = this.book.sources().get(0);
		assertThat(state.ignoredKeys()).containsEntry("citation_cost_per_token", 1)
			.containsEntry("input_cost_per_pixel", 2)
			.containsEntry("output_cost_per_pixel", 1)
			.containsEntry("cache_creation_input_audio_token_cost", 1)
			.containsEntry("search_context_cost_per_query.low/high", 1)
			.containsEntry("output_cost_per_image", 1)
			.containsEntry("ocr_cost_per_page", 1)
			.containsEntry("input_cost_per_token", 1)
			.doesNotContainKeys("max_tokens", "cache_read_input_token_cost", "input_cost_per_image");
		assertThat(state.version()).startsWith("litellm-");
	}

	@Test
	void refusesANegativePriceWithItsLine() {
		String json = "{\n\"m\": { \"litellm_provider\": \"openai\",\n\"input_cost_per_token\": -1e-06 } }";
		assertThatExceptionOfType(PriceFileException.class)
			.isThrownBy(() -> PriceFileReader.read("litellm.json", json.getBytes(StandardCharsets.UTF_8), null))
			.withMessageStartingWith("litellm.json, line 3: A price is zero or more");
	}

	private static LlmCallBuilder call(String provider, String model, String usage) {
		Map<String, String> parts = new HashMap<>();
		for (String part : usage.split(" ")) {
			parts.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
		}
		return TestPrices
			.call(provider, model,
					TokenCounts.builder()
						.input(count(parts, "in"))
						.cacheReadInput(count(parts, "read"))
						.cacheCreationInput(count(parts, "write"))
						.cacheCreation1hInput(count(parts, "write1h"))
						.audioInput(count(parts, "audioin"))
						.imageInput(count(parts, "imagein"))
						.output(count(parts, "out"))
						.reasoningOutput(count(parts, "think"))
						.audioOutput(count(parts, "audioout")))
			.counters(new UsageCounters(count(parts, "web"), null, count(parts, "images"),
					parts.containsKey("seconds") ? new BigDecimal(parts.get("seconds")) : null,
					count(parts, "characters"), count(parts, "units")))
			.serviceTier(parts.get("tier"))
			.region(parts.get("region"))
			.speed(parts.get("speed"))
			.occurredAt(parts.containsKey("at") ? Instant.parse(parts.get("at")) : null);
	}

	private static Long count(Map<String, String> parts, String name) {
		return parts.containsKey(name) ? Long.valueOf(parts.get(name)) : null;
	}

}
