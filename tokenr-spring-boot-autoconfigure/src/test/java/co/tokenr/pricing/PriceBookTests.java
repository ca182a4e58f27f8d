package co.tokenr.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

import co.tokenr.pricing.OverridePriceBook.PriceOverride;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.TokenCountsBuilder;
import co.tokenr.usage.UsageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link OverridePriceBook} and what it prices by.
 */
class PriceBookTests {

	private static final PriceCard GPT_4O = card("gpt-4o", "2.50", "10", "1.25", null, null, null);

	private static final PriceCard OPUS = card("opus", "15", "75", "1.50", "18.75", null, null);

	@Test
	void pricesGpt4oWithCachedInput() {
		Cost cost = price(GPT_4O, TokenCounts.builder().input(2000L).cacheReadInput(1200L).output(500L));
		assertThat(cost.amount()).hasToString("0.0085");
		assertThat(cost.status()).isEqualTo(CostStatus.EXACT);
		assertThat(cost.card()).isEqualTo("gpt-4o");
		assertThat(cost.currency()).isEqualTo("USD");
		assertThat(cost.breakdown()).extracting(Cost.Item::unit).containsExactly("input", "cache_read", "output");
		assertThat(cost.breakdown()).extracting(Cost.Item::count).containsExactly(800L, 1200L, 500L);
		assertThat(cost.breakdown()).extracting((item) -> item.amount().stripTrailingZeros().toPlainString())
			.containsExactly("0.002", "0.0015", "0.005");
	}

	@Test
	void pricesOpusWithCacheWritesAndReads() {
		Cost cost = price(OPUS,
				TokenCounts.builder().input(65_000L).cacheCreationInput(5_000L).cacheReadInput(50_000L).output(2_000L));
		assertThat(cost.amount()).hasToString("0.46875");
		assertThat(cost.status()).isEqualTo(CostStatus.EXACT);
	}

	@Test
	void cachedTokensWithoutARateTakeThatOfTheInputAndSaySo() {
		PriceCard card = card("c", "2", "4", null, null, null, null);
		Cost read = price(card, TokenCounts.builder().input(1000L).cacheReadInput(400L));
		assertThat(read.amount()).isEqualByComparingTo("0.002");
		assertThat(read.status()).isEqualTo(CostStatus.FALLBACK);
		Cost written = price(card, TokenCounts.builder().input(1000L).cacheCreationInput(400L));
		assertThat(written.amount()).isEqualByComparingTo("0.002");
		assertThat(written.status()).isEqualTo(CostStatus.FALLBACK);
		assertThat(price(card, TokenCounts.builder().input(1000L).cacheReadInput(0L)).status())
			.isEqualTo(CostStatus.EXACT);
	}

	@Test
	void reasoningIsBilledAsOutputUnlessItHasARate() {
		TokenCountsBuilder usage = TokenCounts.builder().output(1000L).reasoningOutput(600L);
		Cost asOutput = price(card("c", "1", "10", null, null, null, null), usage);
		assertThat(asOutput.amount()).isEqualByComparingTo("0.01");
		assertThat(asOutput.status()).isEqualTo(CostStatus.EXACT);
		Cost own = price(card("c", "1", "10", null, null, null, "3"), usage);
		assertThat(own.amount()).isEqualByComparingTo("0.0058");
		assertThat(own.status()).isEqualTo(CostStatus.EXACT);
		assertThat(own.breakdown()).extracting(Cost.Item::unit).containsExactly("output", "reasoning");
	}

	@Test
	void writesOfOneHourHaveTheirOwnRate() {
		TokenCountsBuilder usage = TokenCounts.builder()
			.input(3000L)
			.cacheCreationInput(3000L)
			.cacheCreation5mInput(1000L)
			.cacheCreation1hInput(2000L);
		Cost own = price(card("c", "1", "1", null, "2", "5", null), usage);
		assertThat(own.amount()).isEqualByComparingTo("0.012");
		assertThat(own.status()).isEqualTo(CostStatus.EXACT);
		Cost fallback = price(card("c", "1", "1", null, "2", null, null), usage);
		assertThat(fallback.amount()).isEqualByComparingTo("0.006");
		assertThat(fallback.status()).isEqualTo(CostStatus.FALLBACK);
	}

	@Test
	void writesOfOneHourWithoutATotalOfWritesAreNotTakenOffAgain() {
		Cost cost = price(card("c", "1", "1", null, "2", "5", null),
				TokenCounts.builder().input(3000L).cacheCreation1hInput(2000L));
		assertThat(cost.amount()).isEqualByComparingTo("0.011");
		assertThat(cost.breakdown()).allMatch((item) -> item.amount().signum() >= 0);
	}

	@Test
	void anUnknownModelIsUnpricedWithoutAnAmount() {
		Cost cost = book(GPT_4O).price(call("gpt-5", TokenCounts.builder().input(1L)).build());
		assertThat(cost).isSameAs(Cost.UNPRICED);
		assertThat(cost.amount()).isNull();
		assertThat(book(GPT_4O).price(LlmCall.builder("test").build())).isSameAs(Cost.UNPRICED);
	}

	@Test
	void missingUsageIsUnpriced() {
		assertThat(price(GPT_4O, TokenCounts.builder())).isSameAs(Cost.UNPRICED);
		PriceCard free = card("free", "0", "0", null, null, null, null);
		assertThat(price(free, TokenCounts.builder())).isSameAs(Cost.UNPRICED);
	}

	@Test
	void ratesOfZeroAreFree() {
		Cost cost = price(card("free", "0", "0.00", "0", null, null, null),
				TokenCounts.builder().input(10L).output(5L).cacheReadInput(2L));
		assertThat(cost.status()).isEqualTo(CostStatus.FREE);
		assertThat(cost.amount()).hasToString("0");
	}

	@ParameterizedTest
	@EnumSource(value = UsageSource.class, names = "PROVIDER", mode = EnumSource.Mode.EXCLUDE)
	void aCostOfCountsThatAreNotTheProvidersFinalOnesIsEstimated(UsageSource source) {
		LlmCall call = call("gpt-4o", TokenCounts.builder()).usage(TokenCounts.builder().input(1L).build(), source)
			.build();
		assertThat(book(GPT_4O).price(call).status()).isEqualTo(CostStatus.ESTIMATED);
	}

	@Test
	void anAmountIsNotWrittenWithAnExponent() {
		assertThat(price(OPUS, TokenCounts.builder().output(4_000_000L)).amount()).hasToString("300");
	}

	@ParameterizedTest
	@CsvSource({ "openai, answered, asked, openai/answered", "openai, other, asked, openai/asked",
			"openai, every, asked, any/every", "groq, answered, asked, any/answered", "groq, other, asked, any/asked",
			"groq, , asked, any/asked", "openai, , asked, openai/asked", "openai, ANSWERED, asked, openai/asked" })
	void looksForTheModelThatAnsweredFirstAndForItsProviderBeforeAny(String provider, String responseModel,
			String requestModel, String expected) {
		OverridePriceBook book = new OverridePriceBook(List.of(override("any", null, "answered"),
				override("openai", "openai", "answered"), override("any", null, "asked"),
				override("openai", "openai", "asked"), override("any", null, "every")));
		LlmCall call = call(requestModel, TokenCounts.builder().input(1L)).provider(provider)
			.responseModel(responseModel)
			.build();
		assertThat(book.price(call).card()).isEqualTo(expected);
	}

	@Test
	void ofTwoPricesForAModelTheLaterWins() {
		OverridePriceBook book = new OverridePriceBook(
				List.of(new PriceOverride("openai", "gpt-4o", GPT_4O), new PriceOverride("openai", "gpt-4o", OPUS)));
		assertThat(book.price(call("gpt-4o", TokenCounts.builder().input(1L)).build()).card()).isEqualTo("opus");
	}

	@Test
	void isTheSameInEveryLocaleAndTimeZone() {
		TokenCountsBuilder usage = TokenCounts.builder().input(2000L).cacheReadInput(1200L).output(500L);
		Cost expected = price(GPT_4O, usage);
		Locale locale = Locale.getDefault();
		TimeZone zone = TimeZone.getDefault();
		try {
			for (String tag : List.of("tr-TR", "de-DE", "ar-EG-u-nu-arab")) {
				Locale.setDefault(Locale.forLanguageTag(tag));
				TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
				assertThat(price(GPT_4O, usage)).hasToString(expected.toString());
			}
		}
		finally {
			Locale.setDefault(locale);
			TimeZone.setDefault(zone);
		}
	}

	@Test
	void refusesANegativeRate() {
		assertThatIllegalArgumentException().isThrownBy(() -> card("c", "1", "1", null, null, null, "-0.01"))
			.withMessageContaining("'reasoning'")
			.withMessageContaining("'c'")
			.withMessageContaining("-0.01");
	}

	private static PriceOverride override(String id, String provider, String model) {
		return new PriceOverride(provider, model, card(id + "/" + model, "1", "1", null, null, null, null));
	}

	private static Cost price(PriceCard card, TokenCountsBuilder usage) {
		return book(card).price(call("m", usage).build());
	}

	private static OverridePriceBook book(PriceCard card) {
		return new OverridePriceBook(
				List.of(new PriceOverride(null, "m", card), new PriceOverride(null, card.id(), card)));
	}

	private static LlmCallBuilder call(String model, TokenCountsBuilder usage) {
		return LlmCall.builder("test")
			.provider("openai")
			.requestModel(model)
			.usage(usage.build(), UsageSource.PROVIDER);
	}

	private static PriceCard card(String id, String input, String output, String cacheRead, String cacheWrite,
			String cacheWrite1h, String reasoning) {
		return new PriceCard(id, "USD", new BigDecimal(input), new BigDecimal(output), decimal(cacheRead),
				decimal(cacheWrite), decimal(cacheWrite1h), decimal(reasoning));
	}

	private static BigDecimal decimal(String text) {
		return (text != null) ? new BigDecimal(text) : null;
	}

}
