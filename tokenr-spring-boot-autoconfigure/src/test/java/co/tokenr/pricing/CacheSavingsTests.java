package co.tokenr.pricing;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

import co.tokenr.usage.Cost;
import co.tokenr.usage.ProviderCost;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.TokenCountsBuilder;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageIteration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What caches saved, to the last digit, for cases that were reckoned by hand.
 */
class CacheSavingsTests {

	private final CataloguePriceBook book = TestPrices.golden();

	@Test
	void areTheCachedTokensAtTheRateOfPlainInputLessWhatTheyCost() {
		// 1,200 x (2.50 - 1.25)
		assertThat(savings("openai", "gpt-4o", TokenCounts.builder().input(2000L).cacheReadInput(1200L).output(500L)))
			.hasToString("0.0015");
	}

	@Test
	void areLessByWhatWritingCosts() {
		TokenCountsBuilder usage = TokenCounts.builder()
			.input(65_000L)
			.cacheCreationInput(5_000L)
			.cacheReadInput(50_000L)
			.output(2_000L);
		// 50,000 x (15 - 1.50) + 5,000 x (15 - 18.75)
		assertThat(savings("anthropic", "claude-opus-4-1", usage)).hasToString("0.65625");
		// 50,000 x (15 - 1.50) + 5,000 x (15 - 30)
		assertThat(savings("anthropic", "claude-opus-4-1", usage.cacheCreation1hInput(5_000L))).hasToString("0.6");
	}

	@Test
	void areBelowZeroWhereNothingReadsWhatWasWritten() {
		// 1,000 x (3 - 3.75)
		assertThat(savings("anthropic", "claude-sonnet-4-5",
				TokenCounts.builder().input(3_000L).cacheCreationInput(1_000L)))
			.hasToString("-0.00075");
	}

	@Test
	void areOfTheTierThatTheInputReached() {
		// 290,000 x (10 - 1)
		assertThat(savings("openai", "sol", TokenCounts.builder().input(300_000L).cacheReadInput(290_000L)))
			.hasToString("2.61");
		// 200,000 x (3 - 0.30) + 100,000 x (6 - 0.30)
		assertThat(savings("gcp.gemini", "marginal", TokenCounts.builder().input(300_000L).cacheReadInput(300_000L)))
			.hasToString("1.11");
	}

	@Test
	void areMultipliedAndDiscountedAsTheCostIs() {
		PriceSettings settings = new PriceSettings(List.of(), List.of(),
				List.of(new PriceDiscount("openai", null, BigDecimal.TEN)), true, null);
		TokenCountsBuilder usage = TokenCounts.builder().input(1_000L).cacheReadInput(1_000L);
		// 1,000 x (5 - 0.50) x 0.5 x 1.1 x 0.9
		assertThat(TestPrices.golden(settings)
			.price(TestPrices.call("openai", "sol", usage).region("eu").serviceTier("flex").build())
			.cacheSavings()).hasToString("0.0022275");
	}

	@Test
	void areThoseOfTheHoursInForce(@TempDir Path directory) {
		CataloguePriceBook night = TestPrices.model(directory, """
				{ "id": "m", "cards": [ { "rates": { "input": "1", "cache_read": "0.1" } }, { "multiply": "0.5", "when":
				{ "schedule": { "zone": "UTC", "days": ["MON"], "windows": ["11:00-13:00"] } } } ] }""");
		// 1,000 x (1 - 0.1) x 0.5
		assertThat(night
			.price(TestPrices.call("acme", "m", TokenCounts.builder().input(2_000L).cacheReadInput(1_000L)).build())
			.cacheSavings()).hasToString("0.00045");
	}

	@Test
	void areTheSumOverPassesEachByItsModelAndTier() {
		List<UsageIteration> passes = List.of(
				new UsageIteration("compaction", null,
						TokenCounts.builder().input(210_000L).cacheReadInput(100_000L).build()),
				new UsageIteration("advisor_message", "claude-opus-4-1",
						TokenCounts.builder().input(2_000L).cacheReadInput(1_000L).build()));
		// 100,000 x (6 - 0.30) + 1,000 x (15 - 1.50)
		assertThat(
				this.book.price(TestPrices.call("anthropic", "claude-sonnet-4-5", 1_000, 10).iterations(passes).build())
					.cacheSavings())
			.hasToString("0.5835");
	}

	@Test
	void areNothingWhereCachedTokensCostAsMuchAsOthers() {
		TokenCountsBuilder usage = TokenCounts.builder().input(1_000L).cacheReadInput(400L);
		assertThat(savings("openai", "plain", usage)).hasToString("0");
		assertThat(savings("ollama", "llama3.2", usage)).hasToString("0");
	}

	@ParameterizedTest
	@CsvSource({ "openai, gpt-4o", "openai, mystery", "ollama, llama3.2" })
	void areUnknownWithoutCachedTokens(String provider, String model) {
		assertThat(savings(provider, model, TokenCounts.builder().input(1_000L).output(10L))).isNull();
		assertThat(savings(provider, model, TokenCounts.builder().input(1_000L).cacheReadInput(0L))).isNull();
		assertThat(savings(provider, model, TokenCounts.builder())).isNull();
	}

	@Test
	void areUnknownWhereNoPriceIs(@TempDir Path directory) {
		TokenCountsBuilder usage = TokenCounts.builder().input(1_000L).cacheReadInput(1_000L);
		assertThat(savings("openai", "mystery", usage)).isNull();
		assertThat(this.book
			.price(TestPrices.call("openai", "whisper", usage)
				.counters(new UsageCounters(null, null, null, BigDecimal.ONE, null, null))
				.build())
			.cacheSavings()).isNull();
		CataloguePriceBook reads = TestPrices.model(directory,
				"{ \"id\": \"m\", \"cards\": [ { \"rates\": { \"cache_read\": \"1\", \"output\": \"2\" } } ] }");
		Cost cost = reads.price(TestPrices.call("acme", "m", usage).build());
		assertThat(cost.amount()).hasToString("0.001");
		assertThat(cost.cacheSavings()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "USD, 0.00125", "EUR," })
	void areThoseOfOurPricesWhereTheProviderReportsItsCostInTheirCurrency(String currency, BigDecimal savings) {
		Cost cost = this.book
			.price(TestPrices.call("openai", "gpt-4o", TokenCounts.builder().input(2_000L).cacheReadInput(1_000L))
				.providerCost(new ProviderCost(new BigDecimal("0.004"), currency))
				.build());
		assertThat(cost.amount()).hasToString("0.004");
		assertThat(cost.cacheSavings()).isEqualTo(savings);
	}

	private BigDecimal savings(String provider, String model, TokenCountsBuilder usage) {
		return this.book.price(TestPrices.call(provider, model, usage).build()).cacheSavings();
	}

}
