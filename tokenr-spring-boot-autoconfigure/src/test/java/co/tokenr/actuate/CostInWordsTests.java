package co.tokenr.actuate;

import java.math.BigDecimal;
import java.util.List;

import co.tokenr.usage.Cost;
import co.tokenr.usage.CostDetails;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.ProviderCost;
import co.tokenr.usage.UsageEventDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a cost came about, in words.
 */
class CostInWordsTests {

	private static final Cost.Basis BASIS = new Cost.Basis("base", "openai/gpt-4o-mini", "snapshot", null,
			"input > 200000", null, new BigDecimal("12.5"), "2026.11.22", "2026-08-01");

	@Test
	void saysEachStepFromTheCardToTheAmount() {
		Cost cost = new Cost(new BigDecimal("0.00004185"), "USD", CostStatus.FALLBACK,
				CostDetails.of(BASIS,
						List.of(item("input", "86", "0.15", 1_000_000, "0.0000129", null),
								item("cache_read", "42", "0.15", 1_000_000, "0.0000063", "input"),
								item("web_search", "2", "0.01", 1, "0.02", null)),
						List.of("search_unit")),
				null, null);
		assertThat(CostInWords.of(UsageEventDocument.cost(cost, null))).containsExactly(
				"by the card base of openai/gpt-4o-mini, found by snapshot, prices of version 2026.11.22, figures of 2026-08-01",
				"the context tier reached: input > 200000", "rates below have taken off a discount of per cent 12.5",
				"86 input x 0.15 USD / 1000000 = 0.0000129",
				"42 cache_read x 0.15 USD / 1000000 = 0.0000063, at the rate of input",
				"2 web_search x 0.01 USD = 0.02",
				"used, but without a price: search_unit; the amount is too low by these",
				"= 0.00004185 USD, fallback: not every unit had a rate of its own");
	}

	@Test
	void saysWhatTheProviderReportedBesideOurOwn() {
		Cost cost = new Cost(new BigDecimal("0.5"), "USD", CostStatus.PROVIDER_REPORTED, CostDetails.NONE,
				new BigDecimal("0.4"), null);
		assertThat(CostInWords.of(UsageEventDocument.cost(cost, new ProviderCost(new BigDecimal("0.5"), "USD"))))
			.containsExactly("= 0.5 USD, as the provider itself reported it",
					"the prices above would have made it 0.4");
	}

	@Test
	void saysWhatACacheSavedOrCost() {
		assertThat(lastWord("0.0015"))
			.isEqualTo("the cache saved 0.0015 USD against its tokens at the rate of plain input");
		assertThat(lastWord("0")).isEqualTo("the cache saved 0 USD against its tokens at the rate of plain input");
		assertThat(lastWord("-0.0025"))
			.isEqualTo("the cache cost 0.0025 USD against its tokens at the rate of plain input");
	}

	private static String lastWord(String cacheSavings) {
		Cost cost = new Cost(new BigDecimal("0.5"), "USD", CostStatus.EXACT,
				CostDetails.of(BASIS, List.of(), List.of()), null, new BigDecimal(cacheSavings));
		List<String> words = CostInWords.of(UsageEventDocument.cost(cost, null));
		return words.get(words.size() - 1);
	}

	@Test
	void saysThatThereIsNoPrice() {
		assertThat(CostInWords.of(UsageEventDocument.cost(Cost.UNPRICED, null)))
			.containsExactly("unpriced: no price is known, or nothing was counted");
	}

	private static Cost.Item item(String unit, String count, String rate, long per, String amount,
			@Nullable String rateOf) {
		return new Cost.Item(unit, new BigDecimal(count), new BigDecimal(rate), per, new BigDecimal(amount), rateOf,
				null, null);
	}

}
