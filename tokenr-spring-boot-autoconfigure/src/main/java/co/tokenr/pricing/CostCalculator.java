package co.tokenr.pricing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostDetails;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageIteration;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies what a round trip used by the rates of the cards in force. A part without a
 * rate takes that of the unit it is part of, and the cost says so; reasoning is billed as
 * output by every provider, so that is no such case. What has no rate at all is named. A
 * round trip of several passes is the sum of its passes, each with its own model and
 * context tier.
 */
final class CostCalculator implements Supplier<CostDetails> {

	private final LlmCall call;

	private final ModelMatch match;

	private final Function<String, @Nullable ModelMatch> others;

	private final CardInForce card;

	private CostCalculator(LlmCall call, ModelMatch match, Function<String, @Nullable ModelMatch> others,
			CardInForce card) {
		this.call = call;
		this.match = match;
		this.others = others;
		this.card = card;
	}

	/**
	 * Calculates a cost.
	 * @param call what happened
	 * @param match the prices of its model
	 * @param others finds the prices of another model, for passes that say theirs
	 * @param maxAge how old figures may be when the call begins, {@code null} for any age
	 * @return the cost, unpriced where nothing was counted or no card holds
	 */
	static Cost calculate(LlmCall call, ModelMatch match, Function<String, @Nullable ModelMatch> others,
			@Nullable Duration maxAge) {
		boolean counted = TokenLeaves.isReported(call.usage()) || !call.iterations().isEmpty();
		CardInForce card = CardInForce.choose(match.model(), new Circumstances(call, match.region()));
		if (card == null || (!counted && call.counters().equals(UsageCounters.NONE))) {
			return Cost.UNPRICED;
		}
		return new CostCalculator(call, match, others, card).cost(counted, maxAge);
	}

	private Cost cost(boolean counted, @Nullable Duration maxAge) {
		String currency = this.match.model().currency();
		CostSheet sheet = new CostSheet(this.match.discount(), false);
		fill(sheet);
		if (sheet.isEmpty() && sheet.hasNotPriced()) {
			return new Cost(null, currency, CostStatus.UNPRICED, CostDetails.of(null, List.of(), sheet.notPriced()),
					null, null);
		}
		BigDecimal amount = sheet.amount();
		return new Cost(amount, currency, status(sheet, amount, counted, maxAge), CostDetails.later(this), null,
				sheet.cacheSavings());
	}

	/** Writes the parts down, for whoever asks: by then the sheet is gone. */
	@Override
	public CostDetails get() {
		CostSheet sheet = new CostSheet(this.match.discount(), true);
		ContextTier tier = fill(sheet);
		ModelPrices model = this.match.model();
		Schedule schedule = this.card.card().when().schedule();
		Cost.Basis basis = new Cost.Basis(this.card.card().id(), model.key(), this.match.kind().value(),
				(schedule != null) ? schedule.description() : null, (tier != null) ? tier.description() : null,
				this.card.appliedMultiplier(), this.match.discount(), model.catalogue(),
				(model.asOf() != null) ? model.asOf().toString() : null);
		return CostDetails.of(basis, sheet.items(), sheet.notPriced());
	}

	/** Returns the highest tier that was reached. */
	private @Nullable ContextTier fill(CostSheet sheet) {
		ContextTier tier = this.call.iterations().isEmpty() ? tokens(this.call.usage(), this.card, null, sheet)
				: passes(sheet);
		singles(sheet);
		if (!this.card.ordinary()) {
			sheet.fallback();
		}
		return tier;
	}

	private @Nullable ContextTier passes(CostSheet sheet) {
		ContextTier highest = null;
		for (UsageIteration pass : this.call.iterations()) {
			if (pass.model() == null) {
				ContextTier tier = tokens(pass.usage(), this.card, this.card.card().id(), sheet);
				highest = (tier != null && (highest == null || tier.above() > highest.above())) ? tier : highest;
				continue;
			}
			ModelMatch other = this.others.apply(pass.model());
			CardInForce card = (other != null && other.model().currency().equals(this.match.model().currency()))
					? CardInForce.choose(other.model(), new Circumstances(this.call, other.region())) : null;
			if (card == null) {
				sheet.notPriced(pass.type() + " of " + pass.model());
				continue;
			}
			if (other.isGuess()) {
				sheet.fallback();
			}
			tokens(pass.usage(), card, card.card().id(), sheet);
		}
		return highest;
	}

	/** Returns the highest tier that was reached. */
	private @Nullable ContextTier tokens(TokenCounts usage, CardInForce card, @Nullable String cardName,
			CostSheet sheet) {
		TokenLeaves leaves = new TokenLeaves(usage);
		List<ContextTier> reached = card.reachedTiers(leaves.input());
		ContextTier highest = reached.isEmpty() ? null : reached.get(reached.size() - 1);
		if (card.rate(PriceUnit.REASONING, highest) == null) {
			leaves.countReasoningAsOutput();
		}
		if (highest == null || !highest.marginal()) {
			input(leaves, 0, leaves.input(), card, cardName, highest, sheet);
		}
		else {
			ContextTier tier = null;
			long start = 0;
			for (ContextTier next : reached) {
				input(leaves, start, next.below(), card, cardName, tier, sheet);
				start = next.below();
				tier = next;
			}
			input(leaves, start, leaves.input(), card, cardName, tier, sheet);
		}
		for (PriceUnit unit : TokenLeaves.OUTPUT_ORDER) {
			token(unit, leaves.get(unit), card, cardName, highest, sheet);
		}
		return highest;
	}

	/** Adds the input tokens of a prompt between two positions. */
	private void input(TokenLeaves leaves, long from, long to, CardInForce card, @Nullable String cardName,
			@Nullable ContextTier tier, CostSheet sheet) {
		long position = 0;
		for (PriceUnit unit : TokenLeaves.INPUT_ORDER) {
			long end = position + leaves.get(unit);
			token(unit, Math.min(end, to) - Math.max(position, from), card, cardName, tier, sheet);
			position = end;
		}
	}

	private void token(PriceUnit unit, long count, CardInForce card, @Nullable String cardName,
			@Nullable ContextTier tier, CostSheet sheet) {
		if (count <= 0) {
			return;
		}
		for (PriceUnit rated = unit; rated != null; rated = rated.parent()) {
			BigDecimal rate = card.rate(rated, tier);
			if (rate != null) {
				sheet.add(unit, count, rate, rated, cardName, tier);
				if (card.guesses(rated, tier)) {
					sheet.fallback();
				}
				BigDecimal uncached = unit.isCached() ? card.rate(PriceUnit.INPUT, tier) : null;
				if (uncached != null) {
					sheet.save(count, rate, uncached);
				}
				return;
			}
		}
		if (card.pricesTokens()) {
			sheet.notPriced(unit.value());
		}
		else {
			sheet.unratedTokens();
		}
	}

	/**
	 * Adds what is charged singly. Images, seconds, characters and search units are
	 * another measure of what tokens count too: where either has rates, the other is not
	 * missed.
	 */
	private void singles(CostSheet sheet) {
		UsageCounters counters = this.call.counters();
		boolean measured = this.card.pricesTokens() && !sheet.isEmpty();
		boolean charged = single(PriceUnit.IMAGE, counters.images(), !measured, sheet);
		charged |= single(PriceUnit.SECOND, counters.seconds(), !measured && !charged, sheet);
		charged |= single(PriceUnit.CHARACTER, counters.characters(), !measured && !charged, sheet);
		charged |= single(PriceUnit.SEARCH_UNIT, counters.searchUnits(), !measured && !charged, sheet);
		single(PriceUnit.WEB_SEARCH, counters.webSearches(), true, sheet);
		single(PriceUnit.TOOL_CALL, counters.toolCalls(), true, sheet);
		if (this.call.status() != CallStatus.ERROR) {
			single(PriceUnit.REQUEST, 1L, false, sheet);
		}
		if (sheet.hasUnratedTokens() && !charged) {
			sheet.notPriced("tokens");
		}
	}

	private boolean single(PriceUnit unit, @Nullable Number used, boolean missed, CostSheet sheet) {
		if (used == null) {
			return false;
		}
		BigDecimal count = (used instanceof BigDecimal decimal) ? decimal : BigDecimal.valueOf(used.longValue());
		if (count.signum() <= 0) {
			return false;
		}
		BigDecimal fee = this.card.rate(unit, null);
		if (fee != null) {
			sheet.addSingle(unit, count, fee);
		}
		else if (missed) {
			sheet.notPriced(unit.value());
		}
		return fee != null;
	}

	private CostStatus status(CostSheet sheet, BigDecimal amount, boolean counted, @Nullable Duration maxAge) {
		if (amount.signum() == 0 && this.card.isFree() && !sheet.hasNotPriced()) {
			return CostStatus.FREE;
		}
		if (counted && this.call.usageSource() != UsageSource.PROVIDER) {
			return CostStatus.ESTIMATED;
		}
		if (isStale(maxAge)) {
			return CostStatus.STALE;
		}
		return (sheet.isFallback() || this.match.isGuess()) ? CostStatus.FALLBACK : CostStatus.EXACT;
	}

	private boolean isStale(@Nullable Duration maxAge) {
		return maxAge != null && this.match.model().asOf() != null
				&& this.match.model()
					.asOf()
					.atStartOfDay()
					.toInstant(ZoneOffset.UTC)
					.plus(maxAge)
					.isBefore(this.call.occurredAt());
	}

}
