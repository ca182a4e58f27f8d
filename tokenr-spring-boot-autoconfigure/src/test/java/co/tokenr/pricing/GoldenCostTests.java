package co.tokenr.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.TokenCountsBuilder;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageIteration;
import co.tokenr.usage.UsageSource;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Costs to the last digit, for cases that were reckoned by hand.
 */
class GoldenCostTests {

	private final CataloguePriceBook book = TestPrices.golden();

	@Test
	void pricesCachedInputOnce() {
		Cost cost = price("openai", "gpt-4o", TokenCounts.builder().input(2000L).cacheReadInput(1200L).output(500L));
		assertThat(cost.amount()).hasToString("0.0085");
		assertThat(cost.status()).isEqualTo(CostStatus.EXACT);
		assertThat(cost.currency()).isEqualTo("USD");
		assertThat(cost.basis()).isEqualTo(new Cost.Basis("gpt-4o/1", "openai/gpt-4o", "exact", null, null, null, null,
				"2026.11.22", "2026-08-01"));
		assertThat(cost.breakdown()).extracting(Cost.Item::unit).containsExactly("cache_read", "input", "output");
		assertThat(cost.breakdown()).extracting((item) -> item.count().longValueExact())
			.containsExactly(1200L, 800L, 500L);
		assertThat(cost.breakdown()).extracting((item) -> item.amount().toPlainString())
			.containsExactly("0.0015", "0.002", "0.005");
	}

	@Test
	void pricesCacheWritesAndReadsOfAnthropic() {
		TokenCountsBuilder usage = TokenCounts.builder()
			.input(65_000L)
			.cacheCreationInput(5_000L)
			.cacheReadInput(50_000L)
			.output(2_000L);
		assertThat(price("anthropic", "claude-opus-4-1", usage).amount()).hasToString("0.46875");
		Cost oneHour = price("anthropic", "claude-opus-4-1", usage.cacheCreation1hInput(5_000L));
		assertThat(oneHour.amount()).hasToString("0.525");
		assertThat(oneHour.status()).isEqualTo(CostStatus.EXACT);
	}

	@ParameterizedTest
	@CsvSource({ "271999, 5, 1.359995", "272000, 5, 1.36", "272001, 10, 2.72001" })
	void aTierHoldsForTheWholeRoundTripAndStrictlyAboveItsThreshold(long input, String rate, String amount) {
		Cost cost = price("openai", "sol", TokenCounts.builder().input(input));
		assertThat(cost.amount()).hasToString(amount);
		assertThat(cost.breakdown()).singleElement()
			.satisfies((item) -> assertThat(item.rate()).isEqualByComparingTo(rate));
		assertThat(cost.basis().tier()).isEqualTo((input > 272_000) ? "input > 272000" : null);
	}

	@ParameterizedTest
	@CsvSource({ "127999, 3", "128000, 6", "128001, 6" })
	void anInclusiveTierHoldsAtItsThreshold(long input, String rate) {
		assertThat(price("x_ai", "grok", TokenCounts.builder().input(input)).breakdown()).singleElement()
			.satisfies((item) -> assertThat(item.rate()).isEqualByComparingTo(rate));
	}

	@Test
	void aTierLooksAtCachedInputToo() {
		Cost cost = price("openai", "sol", TokenCounts.builder().input(300_000L).cacheReadInput(290_000L).output(100L));
		// 290,000 x 1 + 10,000 x 10 + 100 x 45
		assertThat(cost.amount()).hasToString("0.3945");
	}

	@Test
	void aLargeOutputReachesNoTier() {
		assertThat(price("openai", "sol", TokenCounts.builder().input(1L).output(400_000L)).amount())
			.hasToString("12.000005");
	}

	@Test
	void aTierTakesFromItsCardWhatItDoesNotName() {
		Cost cost = price("openai", "sol", TokenCounts.builder().input(300_000L).cacheCreationInput(1_000L));
		assertThat(cost.breakdown()).filteredOn((item) -> item.unit().equals("cache_write"))
			.singleElement()
			.satisfies((item) -> assertThat(item.rate()).isEqualByComparingTo("6.25"));
	}

	@ParameterizedTest
	@CsvSource({ "flex, sol/flex, 0.0175, 0.5", "batch, sol/batch, 0.0175, 0.5", "priority, sol/priority, 0.07,",
			"FAST, sol/priority, 0.07,", "default, sol/base, 0.035,", ", sol/base, 0.035," })
	void aServiceTierHasItsCard(String tier, String card, String amount, BigDecimal multiplier) {
		Cost cost = this.book.price(TestPrices.call("openai", "sol", 1_000, 1_000).serviceTier(tier).build());
		assertThat(cost.card()).isEqualTo(card);
		assertThat(cost.amount()).hasToString(amount);
		assertThat(cost.status()).isEqualTo(CostStatus.EXACT);
		assertThat(cost.basis().multiplier()).isEqualTo(multiplier);
	}

	@Test
	void aCardThatMultipliesDoesSoInTiersToo() {
		Cost cost = this.book.price(TestPrices.call("openai", "sol", 300_000, 0).serviceTier("flex").build());
		assertThat(cost.amount()).hasToString("1.5");
		assertThat(cost.status()).isEqualTo(CostStatus.EXACT);
	}

	@Test
	void saysWhereTierAndServiceTierTogetherHaveNoPrice() {
		Cost cost = this.book.price(TestPrices.call("openai", "sol", 300_000, 0).serviceTier("priority").build());
		assertThat(cost.amount()).hasToString("3");
		assertThat(cost.status()).isEqualTo(CostStatus.FALLBACK);
	}

	@Test
	void aServiceTierOfWhichNothingIsKnownIsAFallback() {
		Cost cost = this.book.price(TestPrices.call("openai", "gpt-4o", 1_000, 0).serviceTier("priority").build());
		assertThat(cost.amount()).hasToString("0.0025");
		assertThat(cost.status()).isEqualTo(CostStatus.FALLBACK);
	}

	@Test
	void regionsMultiplyRatesOnce() {
		Cost cost = this.book
			.price(TestPrices.call("openai", "sol", 1_000, 1_000).region("EU").serviceTier("flex").build());
		assertThat(cost.amount()).hasToString("0.01925");
		assertThat(cost.basis().multiplier()).isEqualByComparingTo("0.55");
	}

	@Test
	void nothingMultipliesFees() {
		Cost cost = this.book.price(TestPrices.call("openai", "sol", 1_000, 0)
			.region("eu")
			.serviceTier("flex")
			.counters(new UsageCounters(2L, null, null, null, null, null))
			.build());
		assertThat(cost.amount()).hasToString("0.02275");
		assertThat(cost.status()).isEqualTo(CostStatus.EXACT);
	}

	@Test
	void aSpeedHasItsCardAndInheritsTheRest() {
		Cost cost = this.book.price(
				TestPrices.call("anthropic", "claude-fast", TokenCounts.builder().input(2_000L).cacheReadInput(1_000L))
					.speed("fast")
					.build());
		assertThat(cost.amount()).hasToString("0.0105");
		assertThat(cost.card()).isEqualTo("claude-fast/fast");
	}

	@Test
	void pricesThoughtsOfGeminiAsOutput() {
		Cost cost = price("gcp.gemini", "gemini-pro",
				TokenCounts.builder().input(1_000L).output(900L).reasoningOutput(800L));
		assertThat(cost.amount()).hasToString("0.01025");
		assertThat(cost.status()).isEqualTo(CostStatus.EXACT);
	}

	@Test
	void pricesBilledUnitsOfCohere() {
		assertThat(price("cohere", "command-a", TokenCounts.builder().input(431L).output(20L)).amount())
			.hasToString("0.0012775");
		assertThat(counted("cohere", "rerank", new UsageCounters(null, null, null, null, null, 3L)).amount())
			.hasToString("0.006");
	}

	@Test
	void pricesSecondsImagesAndCharacters() {
		assertThat(counted("openai", "whisper", new UsageCounters(null, null, null, new BigDecimal("12.5"), null, null))
			.amount()).hasToString("0.00125");
		assertThat(counted("openai", "painter", new UsageCounters(null, null, 2L, null, null, null)).amount())
			.hasToString("0.08");
		Cost speech = counted("openai", "speaker", new UsageCounters(null, null, null, null, 1_000L, null));
		assertThat(speech.amount()).hasToString("0.015");
		assertThat(speech.status()).isEqualTo(CostStatus.EXACT);
	}

	@Test
	void pricesWebSearchesBesideTokens() {
		Cost cost = this.book.price(TestPrices.call("openai", "gpt-4o", 1_000, 0)
			.counters(new UsageCounters(3L, null, null, null, null, null))
			.build());
		assertThat(cost.amount()).hasToString("0.0325");
		assertThat(cost.status()).isEqualTo(CostStatus.EXACT);
	}

	@Test
	void namesWhatHasNoPrice() {
		Cost cost = this.book.price(TestPrices.call("openai", "plain", 1_000, 0)
			.counters(new UsageCounters(3L, 1L, null, null, null, null))
			.build());
		assertThat(cost.amount()).hasToString("0.002");
		assertThat(cost.status()).isEqualTo(CostStatus.FALLBACK);
		assertThat(cost.notPriced()).containsExactly("web_search", "tool_call");
	}

	@Test
	void isUnpricedWhereNothingThatWasUsedHasAPrice() {
		Cost cost = counted("openai", "plain", new UsageCounters(null, null, 1L, null, null, null));
		assertThat(cost.amount()).isNull();
		assertThat(cost.status()).isEqualTo(CostStatus.UNPRICED);
		assertThat(cost.notPriced()).containsExactly("image");
		assertThat(price("openai", "whisper", TokenCounts.builder().input(10L)).notPriced()).containsExactly("tokens");
	}

	@Test
	void anotherMeasureOfWhatTokensPriceIsNotMissed() {
		Cost cost = this.book.price(TestPrices.call("openai", "plain", 1_000, 0)
			.counters(new UsageCounters(null, null, 1L, new BigDecimal("2"), null, null))
			.build());
		assertThat(cost.status()).isEqualTo(CostStatus.EXACT);
		assertThat(cost.notPriced()).isEmpty();
	}

	@Test
	void settlesOverlapsWithoutGoingBelowZero() {
		Cost cost = price("openai", "listener",
				TokenCounts.builder()
					.input(1_000L)
					.cacheReadInput(800L)
					.audioInput(900L)
					.imageInput(500L)
					.output(100L)
					.reasoningOutput(60L)
					.audioOutput(90L)
					.imageOutput(90L));
		// 800 x 0.5 + 200 x 40 + 60 x 9 + 40 x 80
		assertThat(cost.amount()).hasToString("0.01214");
		assertThat(cost.breakdown()).extracting(Cost.Item::unit)
			.containsExactly("cache_read", "audio_input", "reasoning", "audio_output");
	}

	@Test
	void aPartWithoutARateTakesThatOfItsParentAndSaysSo() {
		Cost cost = price("openai", "plain", TokenCounts.builder().input(1_000L).cacheReadInput(400L));
		assertThat(cost.amount()).hasToString("0.002");
		assertThat(cost.status()).isEqualTo(CostStatus.FALLBACK);
		assertThat(cost.breakdown().get(0).rateOf()).isEqualTo("input");
		assertThat(cost.breakdown().get(1).rateOf()).isNull();
		TokenCountsBuilder written = TokenCounts.builder().input(1_000L).cacheCreation1hInput(1_000L);
		assertThat(price("anthropic", "claude-sonnet-4-5", written).breakdown().get(0).rateOf())
			.isEqualTo("cache_write");
		assertThat(price("openai", "plain", TokenCounts.builder().input(10L).cacheReadInput(0L)).status())
			.isEqualTo(CostStatus.EXACT);
	}

	@Test
	void passesArePricedEachByTheirModelAndTier() {
		List<UsageIteration> passes = List.of(
				new UsageIteration("compaction", null, TokenCounts.builder().input(210_000L).output(100L).build()),
				new UsageIteration("message", null, TokenCounts.builder().input(1_000L).output(10L).build()),
				new UsageIteration("advisor_message", "claude-opus-4-1",
						TokenCounts.builder().input(1_000L).output(10L).build()));
		Cost cost = this.book
			.price(TestPrices.call("anthropic", "claude-sonnet-4-5", 1_000, 10).iterations(passes).build());
		// 210,000 x 6 + 100 x 22.50; 1,000 x 3 + 10 x 15; 1,000 x 15 + 10 x 75
		assertThat(cost.amount()).hasToString("1.28115");
		assertThat(cost.status()).isEqualTo(CostStatus.EXACT);
		assertThat(cost.breakdown()).extracting(Cost.Item::card)
			.containsExactly("claude-sonnet-4-5/1", "claude-sonnet-4-5/1", "claude-sonnet-4-5/1", "claude-sonnet-4-5/1",
					"claude-opus-4-1/1", "claude-opus-4-1/1");
		assertThat(cost.breakdown()).extracting(Cost.Item::tier)
			.containsExactly("input > 200000", "input > 200000", null, null, null, null);
	}

	@Test
	void aPassOfAnUnknownModelIsNamed() {
		List<UsageIteration> passes = List.of(
				new UsageIteration("message", null, TokenCounts.builder().input(1_000L).build()),
				new UsageIteration("advisor_message", "mystery", TokenCounts.builder().input(1_000L).build()));
		Cost cost = this.book
			.price(TestPrices.call("anthropic", "claude-sonnet-4-5", 1_000, 0).iterations(passes).build());
		assertThat(cost.amount()).hasToString("0.003");
		assertThat(cost.status()).isEqualTo(CostStatus.FALLBACK);
		assertThat(cost.notPriced()).containsExactly("advisor_message of mystery");
	}

	@Test
	void missingUsageIsUnpriced() {
		assertThat(price("openai", "gpt-4o", TokenCounts.builder())).isSameAs(Cost.UNPRICED);
		assertThat(price("ollama", "llama", TokenCounts.builder())).isSameAs(Cost.UNPRICED);
	}

	@Test
	void modelsOfAFreeProviderAreFree() {
		Cost cost = price("ollama", "llama3.2:latest", TokenCounts.builder().input(10L).cacheReadInput(5L).output(5L));
		assertThat(cost.status()).isEqualTo(CostStatus.FREE);
		assertThat(cost.amount()).hasToString("0");
		assertThat(cost.basis().matchedBy()).isEqualTo("provider_default");
	}

	@ParameterizedTest
	@EnumSource(value = UsageSource.class, names = "PROVIDER", mode = EnumSource.Mode.EXCLUDE)
	void aCostOfCountsThatAreNotTheProvidersFinalOnesIsEstimated(UsageSource source) {
		LlmCallBuilder call = TestPrices.call("openai", "gpt-4o")
			.usage(TokenCounts.builder().input(1L).build(), source);
		assertThat(this.book.price(call.build()).status()).isEqualTo(CostStatus.ESTIMATED);
	}

	@Test
	void anAmountIsNotWrittenWithAnExponent() {
		assertThat(price("anthropic", "claude-opus-4-1", TokenCounts.builder().output(4_000_000L)).amount())
			.hasToString("300");
	}

	@Test
	void aFailedCallWithUsageIsPriced() {
		assertThat(
				this.book.price(TestPrices.call("openai", "plain", 1_000, 0).status(CallStatus.ERROR).build()).amount())
			.hasToString("0.002");
	}

	@Test
	void isTheSameInEveryLocaleAndTimeZone() {
		TokenCountsBuilder usage = TokenCounts.builder().input(2000L).cacheReadInput(1200L).output(500L);
		String expected = price("openai", "gpt-4o", usage).toString();
		String peak = price("deepseek", "deepseek-v4", usage).toString();
		Locale locale = Locale.getDefault();
		TimeZone zone = TimeZone.getDefault();
		try {
			for (String tag : List.of("tr-TR", "de-DE", "ar-EG-u-nu-arab")) {
				Locale.setDefault(Locale.forLanguageTag(tag));
				TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
				CataloguePriceBook book = TestPrices.golden();
				assertThat(book.price(TestPrices.call("openai", "gpt-4o", usage).build())).hasToString(expected);
				assertThat(book.price(TestPrices.call("deepseek", "deepseek-v4", usage).build())).hasToString(peak);
			}
		}
		finally {
			Locale.setDefault(locale);
			TimeZone.setDefault(zone);
		}
	}

	/** P1: a tier that ignored its threshold made 0.02625 of this. */
	@Test
	void aTierThatIsNotReachedChangesNothing() {
		Cost cost = price("anthropic", "claude-sonnet-4-5", TokenCounts.builder().input(1_000L).output(1_000L));
		print("P1", cost);
		assertThat(cost.amount()).hasToString("0.018");
	}

	/**
	 * P3: a marginal tier over cached tokens made 0.598 of this, and less than nothing.
	 */
	@Test
	void aMarginalTierIsExactWithCachedInputAndNeverNegative() {
		TokenCountsBuilder usage = TokenCounts.builder().input(300_000L).cacheReadInput(300_000L).output(100L);
		Cost cost = price("gcp.gemini", "marginal", usage);
		print("P3", cost);
		// 200,000 x 0.30 + 100,000 x 0.30 + 100 x 20
		assertThat(cost.amount()).hasToString("0.092");
		Cost discount = price("gcp.gemini", "marginal-discount", usage);
		print("P3", discount);
		assertThat(discount.amount()).hasToString("0.0905");
	}

	@ParameterizedTest
	@CsvSource({ "199999, 0.599997", "200000, 0.6", "200001, 0.600006", "300000, 1.2" })
	void aMarginalTierHoldsForTheTokensAboveItsThreshold(long input, String amount) {
		assertThat(price("gcp.gemini", "marginal", TokenCounts.builder().input(input)).amount()).hasToString(amount);
	}

	/** P8: 0.325 cents, which were printed as 0.000325 dollars. */
	@Test
	void centsAreNotDollars() {
		Cost cost = price("openai", "gpt-4o", TokenCounts.builder().input(500L).output(200L));
		print("P8", cost);
		assertThat(cost.amount()).hasToString("0.00325");
	}

	private static void print(String name, Cost cost) {
		LogFactory.getLog(GoldenCostTests.class).info(name + ": " + TestPrices.explained(cost));
	}

	private Cost counted(String provider, String model, UsageCounters counters) {
		return this.book.price(TestPrices.call(provider, model).counters(counters).build());
	}

	private Cost price(String provider, String model, TokenCountsBuilder usage) {
		return this.book.price(TestPrices.call(provider, model, usage).build());
	}

}
