package co.tokenr.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the disjoint parts of a usage by the rates of a card. A part that the card
 * does not name takes the rate of the unit it is part of, and the cost says so; reasoning
 * is billed as output by every provider that has it, so that is no such case.
 */
final class CostCalculator {

	private static final int MILLION = 6;

	private final PriceCard card;

	private final List<Cost.Item> items = new ArrayList<>(5);

	private BigDecimal sum = BigDecimal.ZERO;

	private boolean fallback;

	private CostCalculator(PriceCard card) {
		this.card = card;
	}

	static Cost calculate(PriceCard card, LlmCall call) {
		TokenCounts usage = call.usage();
		if (usage.input() == null && usage.output() == null) {
			return Cost.UNPRICED;
		}
		CostCalculator calculator = new CostCalculator(card);
		calculator.input(usage);
		calculator.output(usage);
		return calculator.cost(call.usageSource());
	}

	private void input(TokenCounts usage) {
		long creation = orZero(usage.cacheCreationInput());
		long oneHour = orZero(usage.cacheCreation1hInput());
		add("input", orZero(usage.uncachedInput()), this.card.input(), null);
		add("cache_read", orZero(usage.cacheReadInput()), this.card.cacheRead(), this.card.input());
		add("cache_creation", creation - oneHour, this.card.cacheWrite(), this.card.input());
		add("cache_creation_1h", oneHour, this.card.cacheWrite1h(),
				(this.card.cacheWrite() != null) ? this.card.cacheWrite() : this.card.input());
	}

	private void output(TokenCounts usage) {
		if (this.card.reasoning() == null) {
			add("output", orZero(usage.output()), this.card.output(), null);
			return;
		}
		add("output", orZero(usage.answerOutput()), this.card.output(), null);
		add("reasoning", orZero(usage.reasoningOutput()), this.card.reasoning(), null);
	}

	private void add(String unit, long count, @Nullable BigDecimal own, @Nullable BigDecimal parents) {
		if (count == 0) {
			return;
		}
		BigDecimal rate = (own != null) ? own : parents;
		if (rate == null) {
			throw new IllegalStateException("Unit '" + unit + "' has neither a rate nor a parent");
		}
		this.fallback |= (own == null);
		BigDecimal amount = rate.multiply(BigDecimal.valueOf(count)).movePointLeft(MILLION);
		this.items.add(new Cost.Item(unit, count, rate, amount));
		this.sum = this.sum.add(amount);
	}

	private Cost cost(UsageSource source) {
		return new Cost(amount(), this.card.currency(), status(source), this.card.id(), null, null, this.items);
	}

	/** Without trailing zeros, and without the exponent that stripping may leave. */
	private BigDecimal amount() {
		BigDecimal amount = this.sum.stripTrailingZeros();
		return (amount.scale() < 0) ? amount.setScale(0) : amount;
	}

	private CostStatus status(UsageSource source) {
		if (this.card.isFree()) {
			return CostStatus.FREE;
		}
		if (source != UsageSource.PROVIDER) {
			return CostStatus.ESTIMATED;
		}
		return this.fallback ? CostStatus.FALLBACK : CostStatus.EXACT;
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

}
