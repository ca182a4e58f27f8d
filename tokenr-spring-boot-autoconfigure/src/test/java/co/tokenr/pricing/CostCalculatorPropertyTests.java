package co.tokenr.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

import co.tokenr.SeededRandom;
import co.tokenr.pricing.OverridePriceBook.PriceOverride;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random usage at random rates against another way of reckoning: whole units of a
 * billionth of a rate's unit, everything at the rate of the total and then the difference
 * for each subset.
 */
class CostCalculatorPropertyTests {

	private static final int SCALE = 9;

	private final SeededRandom random = SeededRandom.create();

	@Test
	void isTheSumOfItsPartsAndOfAnIndependentReckoning() {
		for (int i = 0; i < 50_000; i++) {
			PriceCard card = new PriceCard("card", "USD", rate(), rate(), rateOrNull(), rateOrNull(), rateOrNull(),
					rateOrNull());
			TokenCounts usage = usage();
			Cost cost = new OverridePriceBook(List.of(new PriceOverride(null, "m", card)))
				.price(LlmCall.builder("test").requestModel("m").usage(usage, UsageSource.PROVIDER).build());
			String description = this.random + ", round " + i + ": " + card + " " + usage + " " + cost;
			if (usage.input() == null && usage.output() == null) {
				assertThat(cost).as(description).isSameAs(Cost.UNPRICED);
				continue;
			}
			assertThat(cost.amount()).as(description).isEqualByComparingTo(reckon(card, usage));
			assertThat(cost.amount().signum()).as(description).isNotNegative();
			assertThat(cost.amount().scale()).as(description).isNotNegative();
			assertThat(cost.amount()).as(description)
				.isEqualByComparingTo(
						cost.breakdown().stream().map(Cost.Item::amount).reduce(BigDecimal.ZERO, BigDecimal::add));
			assertThat(cost.breakdown()).as(description)
				.allMatch((item) -> item.count() > 0 && item.amount().signum() >= 0
						&& item.rate()
							.multiply(BigDecimal.valueOf(item.count()))
							.compareTo(item.amount().scaleByPowerOfTen(6)) == 0);
			assertThat(cost.status()).as(description).isIn(CostStatus.EXACT, CostStatus.FALLBACK, CostStatus.FREE);
		}
	}

	private static BigDecimal reckon(PriceCard card, TokenCounts usage) {
		BigDecimal write = (card.cacheWrite() != null) ? card.cacheWrite() : card.input();
		BigInteger units = times(card.input(), Math.max(zero(usage.input()), inCaches(usage)));
		units = units.add(more(card.cacheRead(), card.input(), zero(usage.cacheReadInput())));
		units = units.add(more(write, card.input(), zero(usage.cacheCreationInput())));
		units = units.add(more(card.cacheWrite1h(), write, zero(usage.cacheCreation1hInput())));
		units = units.add(times(card.output(), zero(usage.output())));
		if (card.reasoning() != null) {
			units = (usage.output() != null)
					? units.add(more(card.reasoning(), card.output(), zero(usage.reasoningOutput())))
					: units.add(times(card.reasoning(), zero(usage.reasoningOutput())));
		}
		return new BigDecimal(units, SCALE + 6);
	}

	/** Where no input was reported, it is at least what caches say. */
	private static long inCaches(TokenCounts usage) {
		return (usage.input() == null) ? zero(usage.cacheReadInput()) + zero(usage.cacheCreationInput()) : 0;
	}

	private static BigInteger more(BigDecimal rate, BigDecimal instead, long count) {
		return (rate != null) ? times(rate, count).subtract(times(instead, count)) : BigInteger.ZERO;
	}

	private static BigInteger times(BigDecimal rate, long count) {
		return rate.setScale(SCALE).unscaledValue().multiply(BigInteger.valueOf(count));
	}

	private static long zero(Long count) {
		return (count != null) ? count : 0;
	}

	private TokenCounts usage() {
		return TokenCounts.builder()
			.input(this.random.reportedCount())
			.cacheReadInput(this.random.reportedCount())
			.cacheCreationInput(this.random.reportedCount())
			.cacheCreation5mInput(this.random.reportedCount())
			.cacheCreation1hInput(this.random.reportedCount())
			.output(this.random.reportedCount())
			.reasoningOutput(this.random.reportedCount())
			.build();
	}

	private BigDecimal rateOrNull() {
		return this.random.nextInt(3) == 0 ? null : rate();
	}

	private BigDecimal rate() {
		return this.random.nextInt(5) == 0 ? BigDecimal.ZERO
				: BigDecimal.valueOf(this.random.nextInt(1_000_000), this.random.nextInt(SCALE + 1));
	}

}
