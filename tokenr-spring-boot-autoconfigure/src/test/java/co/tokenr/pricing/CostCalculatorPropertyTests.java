package co.tokenr.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;

import co.tokenr.SeededRandom;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.TokenCounts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random usage at random cards against another way of reckoning: whole units of a
 * billionth, every token by itself a stretch of a line, and no code of the calculator.
 */
class CostCalculatorPropertyTests {

	private static final int SCALE = 9;

	private final SeededRandom random = SeededRandom.create();

	@Test
	void isTheSumOfItsPartsAndOfAnIndependentReckoning() {
		for (int i = 0; i < 30_000; i++) {
			Map<PriceUnit, BigDecimal> base = rates(true);
			Map<PriceUnit, BigDecimal> tier = rates(false);
			long threshold = (i % 100 == 0) ? 0 : this.random.nextInt(60_000);
			boolean tiered = this.random.nextBoolean();
			boolean inclusive = this.random.nextBoolean();
			BigDecimal multiplier = BigDecimal.valueOf(this.random.nextInt(30), 1);
			BigDecimal discount = this.random.nextBoolean() ? BigDecimal.valueOf(1 + this.random.nextInt(1000), 1)
					: null;
			TokenCounts usage = usage();
			List<ContextTier> tiers = tiered ? List.of(new ContextTier(threshold, inclusive, false, new Rates(tier)))
					: List.of();
			Cost cost = price(base, tiers, multiplier, discount, usage);
			String description = this.random + ", round " + i + ": " + base + tiers + usage + " " + cost;
			if (usage.equals(TokenCounts.NONE)) {
				assertThat(cost).as(description).isSameAs(Cost.UNPRICED);
				continue;
			}
			long input = total(usage.input(), usage.cacheReadInput(), usage.cacheCreationInput(), usage.audioInput(),
					usage.imageInput());
			boolean reached = tiered && (inclusive ? input >= threshold : input > threshold);
			Oracle oracle = new Oracle(base, reached ? tier : Map.of());
			BigDecimal factor = (discount != null)
					? multiplier.multiply(BigDecimal.valueOf(100).subtract(discount)).movePointLeft(2) : multiplier;
			BigDecimal expected = new BigDecimal(oracle.reckon(usage, input), SCALE + 6).multiply(factor);
			assertThat(cost.amount()).as(description).isEqualByComparingTo(expected);
			BigInteger saved = oracle.saved(usage, input);
			assertThat(cost.cacheSavings() == null).as(description).isEqualTo(saved == null);
			if (saved != null) {
				assertThat(cost.cacheSavings()).as(description)
					.isEqualByComparingTo(new BigDecimal(saved, SCALE + 6).multiply(factor));
			}
			assertThat(cost.amount().signum()).as(description).isNotNegative();
			assertThat(cost.amount().scale()).as(description).isNotNegative();
			assertThat(cost.breakdown()).as(description)
				.allMatch((item) -> item.count().signum() > 0 && item.amount().signum() >= 0
						&& item.rate().multiply(item.count()).compareTo(item.amount().scaleByPowerOfTen(6)) == 0);
			assertThat(cost.breakdown().stream().map(Cost.Item::amount).reduce(BigDecimal.ZERO, BigDecimal::add))
				.as(description)
				.isEqualByComparingTo(cost.amount());
			assertThat(cost.status()).as(description).isIn(CostStatus.EXACT, CostStatus.FALLBACK, CostStatus.FREE);
		}
	}

	@Test
	void growsWithEveryPartAndIsTheSameHoweverEventsAreSplit() {
		TimeZone zone = TimeZone.getDefault();
		try {
			for (int i = 0; i < 5_000; i++) {
				TimeZone.setDefault(TimeZone.getTimeZone((i % 2 == 0) ? "Asia/Kathmandu" : "America/St_Johns"));
				Map<PriceUnit, BigDecimal> base = rates(true);
				long[] one = leaves();
				long[] other = leaves();
				long[] both = new long[one.length];
				for (int leaf = 0; leaf < both.length; leaf++) {
					both[leaf] = one[leaf] + other[leaf];
				}
				BigDecimal amount = amount(base, one);
				String description = this.random + ", round " + i + ": " + base;
				assertThat(amount.add(amount(base, other))).as(description).isEqualByComparingTo(amount(base, both));
				int leaf = this.random.nextInt(one.length);
				one[leaf] += 1 + this.random.nextInt(1000);
				assertThat(amount(base, one)).as(description + " leaf " + leaf).isGreaterThanOrEqualTo(amount);
			}
		}
		finally {
			TimeZone.setDefault(zone);
		}
	}

	@Test
	void marginalTiersDivideThePromptAndLoseNothing() {
		for (int i = 0; i < 10_000; i++) {
			Map<PriceUnit, BigDecimal> base = rates(true);
			List<ContextTier> tiers = new ArrayList<>();
			List<Map<PriceUnit, BigDecimal>> rates = new ArrayList<>(List.of(base));
			long threshold = 0;
			for (int tier = 0; tier < 3; tier++) {
				threshold += 1 + this.random.nextInt(1000);
				Map<PriceUnit, BigDecimal> own = rates(false);
				rates.add(own);
				tiers.add(new ContextTier(threshold, false, true, new Rates(own)));
			}
			long input = this.random.nextInt(4000);
			long read = this.random.nextInt((int) input + 1);
			TokenCounts usage = TokenCounts.builder().input(input).cacheReadInput(read).build();
			BigInteger expected = BigInteger.ZERO;
			for (long token = 1; token <= input; token++) {
				int reached = 0;
				while (reached < tiers.size() && token > tiers.get(reached).above()) {
					reached++;
				}
				Oracle oracle = new Oracle(base, (reached > 0) ? rates.get(reached) : Map.of());
				expected = expected.add(oracle.rate((token <= read) ? PriceUnit.CACHE_READ : PriceUnit.INPUT));
			}
			assertThat(price(base, tiers, BigDecimal.ONE, null, usage).amount()).as(this.random + ", round " + i)
				.isEqualByComparingTo(new BigDecimal(expected, SCALE + 6));
		}
	}

	private static BigDecimal amount(Map<PriceUnit, BigDecimal> base, long[] leaves) {
		TokenCounts usage = TokenCounts.builder()
			.input(leaves[0] + leaves[1] + leaves[2] + leaves[3] + leaves[4])
			.cacheReadInput(leaves[1])
			.cacheCreationInput(leaves[2] + leaves[3])
			.cacheCreation1hInput(leaves[3])
			.audioInput(leaves[4])
			.output(leaves[5] + leaves[6] + leaves[7])
			.reasoningOutput(leaves[6])
			.imageOutput(leaves[7])
			.build();
		return price(base, List.of(), BigDecimal.ONE, null, usage).amount();
	}

	private static Cost price(Map<PriceUnit, BigDecimal> base, List<ContextTier> tiers, BigDecimal multiplier,
			BigDecimal discount, TokenCounts usage) {
		PriceCard card = new PriceCard("card", null, null, CardCondition.ALWAYS, new Rates(base), BigDecimal.ONE,
				tiers);
		ModelPrices model = new ModelPrices("acme", "m", Set.of(), false, List.of(), List.of(card),
				List.of(new PriceMultiplier(CardCondition.ofRegion("us"), multiplier)), null, null, null, "USD", "1");
		ModelMatch match = new ModelMatch(model, MatchKind.EXACT, "m", false, null, discount);
		return CostCalculator.calculate(
				TestPrices.call("acme", "m").region("us").usage(usage, co.tokenr.usage.UsageSource.PROVIDER).build(),
				match, (other) -> null, null);
	}

	private long[] leaves() {
		long[] leaves = new long[8];
		for (int i = 0; i < leaves.length; i++) {
			leaves[i] = (this.random.nextInt(3) == 0) ? 0 : this.random.nextInt(100_000);
		}
		return leaves;
	}

	private TokenCounts usage() {
		return TokenCounts.builder()
			.input(this.random.reportedCount())
			.cacheReadInput(this.random.reportedCount())
			.cacheCreationInput(this.random.reportedCount())
			.cacheCreation1hInput(this.random.reportedCount())
			.audioInput(this.random.reportedCount())
			.imageInput(this.random.reportedCount())
			.output(this.random.reportedCount())
			.reasoningOutput(this.random.reportedCount())
			.audioOutput(this.random.reportedCount())
			.imageOutput(this.random.reportedCount())
			.build();
	}

	private Map<PriceUnit, BigDecimal> rates(boolean complete) {
		Map<PriceUnit, BigDecimal> rates = new EnumMap<>(PriceUnit.class);
		for (PriceUnit unit : PriceUnit.values()) {
			boolean root = unit == PriceUnit.INPUT || unit == PriceUnit.OUTPUT;
			if (unit.compareTo(PriceUnit.IMAGE) < 0 && ((root && complete) || this.random.nextInt(3) == 0)) {
				rates.put(unit, this.random.nextInt(5) == 0 ? BigDecimal.ZERO
						: BigDecimal.valueOf(this.random.nextInt(1_000_000), this.random.nextInt(SCALE + 1)));
			}
		}
		return rates;
	}

	private static long total(Long total, Long... parts) {
		long sum = 0;
		for (Long part : parts) {
			sum += (part != null) ? part : 0;
		}
		return (total != null) ? total : sum;
	}

	/** Lays parts end to end on a line as long as the total, and prices each stretch. */
	private record Oracle(Map<PriceUnit, BigDecimal> base, Map<PriceUnit, BigDecimal> tier) {

		private static final Map<PriceUnit, PriceUnit> ELSE = Map.of(PriceUnit.CACHE_READ, PriceUnit.INPUT,
				PriceUnit.CACHE_WRITE, PriceUnit.INPUT, PriceUnit.CACHE_WRITE_1H, PriceUnit.CACHE_WRITE,
				PriceUnit.AUDIO_INPUT, PriceUnit.INPUT, PriceUnit.IMAGE_INPUT, PriceUnit.INPUT, PriceUnit.REASONING,
				PriceUnit.OUTPUT, PriceUnit.AUDIO_OUTPUT, PriceUnit.OUTPUT, PriceUnit.IMAGE_OUTPUT, PriceUnit.OUTPUT);

		BigInteger reckon(TokenCounts usage, long input) {
			long oneHour = zero(usage.cacheCreation1hInput());
			BigInteger in = line(input,
					new PriceUnit[] { PriceUnit.CACHE_READ, PriceUnit.CACHE_WRITE_1H, PriceUnit.CACHE_WRITE,
							PriceUnit.AUDIO_INPUT, PriceUnit.IMAGE_INPUT },
					PriceUnit.INPUT, zero(usage.cacheReadInput()), oneHour, zero(usage.cacheCreationInput()) - oneHour,
					zero(usage.audioInput()), zero(usage.imageInput()));
			long output = total(usage.output(), usage.reasoningOutput(), usage.audioOutput(), usage.imageOutput());
			return in.add(line(output,
					new PriceUnit[] { PriceUnit.REASONING, PriceUnit.AUDIO_OUTPUT, PriceUnit.IMAGE_OUTPUT },
					PriceUnit.OUTPUT, zero(usage.reasoningOutput()), zero(usage.audioOutput()),
					zero(usage.imageOutput())));
		}

		/** The cached beginning of the line as plain input, less what it costs. */
		BigInteger saved(TokenCounts usage, long input) {
			long oneHour = zero(usage.cacheCreation1hInput());
			long read = zero(usage.cacheReadInput());
			long cached = Math.min(input, read + zero(usage.cacheCreationInput()));
			PriceUnit[] units = { PriceUnit.CACHE_READ, PriceUnit.CACHE_WRITE_1H };
			BigInteger cost = line(cached, units, PriceUnit.CACHE_WRITE, read, oneHour);
			return (cached > 0) ? rate(PriceUnit.INPUT).multiply(BigInteger.valueOf(cached)).subtract(cost) : null;
		}

		private BigInteger line(long length, PriceUnit[] units, PriceUnit rest, long... parts) {
			BigInteger sum = BigInteger.ZERO;
			long position = 0;
			for (int i = 0; i < units.length; i++) {
				long end = Math.min(position + parts[i], length);
				sum = sum.add(rate(units[i]).multiply(BigInteger.valueOf(end - position)));
				position = end;
			}
			return sum.add(rate(rest).multiply(BigInteger.valueOf(length - position)));
		}

		BigInteger rate(PriceUnit unit) {
			BigDecimal rate = this.tier.containsKey(unit) ? this.tier.get(unit) : this.base.get(unit);
			return (rate != null) ? rate.setScale(SCALE).unscaledValue() : rate(ELSE.get(unit));
		}

		private static long zero(Long count) {
			return (count != null) ? count : 0;
		}

	}

}
