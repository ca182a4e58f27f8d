package co.tokenr.pricing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

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
final class CostCalculator {

	private final LlmCall call;

	private final ModelMatch match;

	private final Function<String, @Nullable ModelMatch> others;

	private final CostSheet sheet;

	private boolean unratedTokens;

	private CostCalculator(LlmCall call, ModelMatch match, Function<String, @Nullable ModelMatch> others,
			boolean detailed) {
		this.call = call;
		this.match = match;
		this.others = others;
		this.sheet = new CostSheet(match.discount(), detailed);
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
		CardInForce card = CardInForce.choose(match.model(), Circumstances.of(call, match.region()));
		if (card == null || (!counted && call.counters().equals(UsageCounters.NONE))) {
			return Cost.UNPRICED;
		}
		return new CostCalculator(call, match, others, false).cost(card, counted, maxAge);
	}

	private Cost cost(CardInForce card, boolean counted, @Nullable Duration maxAge) {
		String currency = this.match.model().currency();
		walk(card);
		if (this.sheet.isEmpty() && this.sheet.hasNotPriced()) {
			return new Cost(null, currency, CostStatus.UNPRICED,
					CostDetails.of(null, List.of(), this.sheet.notPriced()), null, null);
		}
		BigDecimal amount = this.sheet.amount();
		return new Cost(amount, currency, status(card, amount, counted, maxAge),
				details(this.call, this.match, this.others, card), null, this.sheet.cacheSavings());
	}

	/** Holds on to the facts and the prices, not to this calculation. */
	private static CostDetails details(LlmCall call, ModelMatch match, Function<String, @Nullable ModelMatch> others,
			CardInForce card) {
		return CostDetails.later(() -> new CostCalculator(call, match, others, true).details(card));
	}

	/** Returns the highest tier that was reached. */
	private @Nullable ContextTier walk(CardInForce card) {
		ContextTier tier = this.call.iterations().isEmpty() ? tokens(this.call.usage(), card, null) : passes(card);
		singles(card);
		if (!card.ordinary()) {
			this.sheet.fallback();
		}
		return tier;
	}

	private @Nullable ContextTier passes(CardInForce own) {
		ContextTier highest = null;
		for (UsageIteration pass : this.call.iterations()) {
			if (pass.model() == null) {
				ContextTier tier = tokens(pass.usage(), own, own.card().id());
				highest = (tier != null && (highest == null || tier.above() > highest.above())) ? tier : highest;
				continue;
			}
			ModelMatch other = this.others.apply(pass.model());
			CardInForce card = (other != null && other.model().currency().equals(this.match.model().currency()))
					? CardInForce.choose(other.model(), Circumstances.of(this.call, other.region())) : null;
			if (card == null) {
				this.sheet.notPriced(pass.type() + " of " + pass.model());
				continue;
			}
			if (other.isGuess()) {
				this.sheet.fallback();
			}
			tokens(pass.usage(), card, card.card().id());
		}
		return highest;
	}

	/** Returns the highest tier that was reached. */
	private @Nullable ContextTier tokens(TokenCounts usage, CardInForce card, @Nullable String cardName) {
		TokenLeaves leaves = new TokenLeaves(usage);
		List<ContextTier> reached = card.reachedTiers(leaves.input());
		ContextTier highest = reached.isEmpty() ? null : reached.get(reached.size() - 1);
		if (card.rate(PriceUnit.REASONING, highest) == null) {
			leaves.countReasoningAsOutput();
		}
		if (highest == null || !highest.marginal()) {
			input(leaves, 0, leaves.input(), card, cardName, highest);
		}
		else {
			ContextTier tier = null;
			long start = 0;
			for (ContextTier next : reached) {
				input(leaves, start, next.below(), card, cardName, tier);
				start = next.below();
				tier = next;
			}
			input(leaves, start, leaves.input(), card, cardName, tier);
		}
		for (PriceUnit unit : TokenLeaves.OUTPUT_ORDER) {
			token(unit, leaves.get(unit), card, cardName, highest);
		}
		return highest;
	}

	/** Adds the input tokens of a prompt between two positions. */
	private void input(TokenLeaves leaves, long from, long to, CardInForce card, @Nullable String cardName,
			@Nullable ContextTier tier) {
		long position = 0;
		for (PriceUnit unit : TokenLeaves.INPUT_ORDER) {
			long end = position + leaves.get(unit);
			token(unit, Math.min(end, to) - Math.max(position, from), card, cardName, tier);
			position = end;
		}
	}

	private void token(PriceUnit unit, long count, CardInForce card, @Nullable String cardName,
			@Nullable ContextTier tier) {
		if (count <= 0) {
			return;
		}
		for (PriceUnit rated = unit; rated != null; rated = rated.parent()) {
			BigDecimal rate = card.rate(rated, tier);
			if (rate != null) {
				this.sheet.add(unit, count, rate, rated, cardName, tier);
				if (card.guesses(rated, tier)) {
					this.sheet.fallback();
				}
				BigDecimal uncached = unit.isCached() ? card.rate(PriceUnit.INPUT, tier) : null;
				if (uncached != null) {
					this.sheet.save(count, rate, uncached);
				}
				return;
			}
		}
		if (card.pricesTokens()) {
			this.sheet.notPriced(unit.value());
		}
		else {
			this.unratedTokens = true;
		}
	}

	/**
	 * Adds what is charged singly. Images, seconds, characters and search units are
	 * another measure of what tokens count too: where either has rates, the other is not
	 * missed.
	 */
	private void singles(CardInForce card) {
		UsageCounters counters = this.call.counters();
		boolean measured = card.pricesTokens() && !this.sheet.isEmpty();
		boolean charged = single(PriceUnit.IMAGE, counters.images(), card, !measured);
		charged |= single(PriceUnit.SECOND, counters.seconds(), card, !measured && !charged);
		charged |= single(PriceUnit.CHARACTER, counters.characters(), card, !measured && !charged);
		charged |= single(PriceUnit.SEARCH_UNIT, counters.searchUnits(), card, !measured && !charged);
		single(PriceUnit.WEB_SEARCH, counters.webSearches(), card, true);
		single(PriceUnit.TOOL_CALL, counters.toolCalls(), card, true);
		if (this.call.status() != CallStatus.ERROR) {
			single(PriceUnit.REQUEST, 1L, card, false);
		}
		if (this.unratedTokens && !charged) {
			this.sheet.notPriced("tokens");
		}
	}

	private boolean single(PriceUnit unit, @Nullable Number used, CardInForce card, boolean missed) {
		if (used == null) {
			return false;
		}
		BigDecimal count = (used instanceof BigDecimal decimal) ? decimal : BigDecimal.valueOf(used.longValue());
		if (count.signum() <= 0) {
			return false;
		}
		BigDecimal fee = card.rate(unit, null);
		if (fee != null) {
			this.sheet.addSingle(unit, count, fee);
		}
		else if (missed) {
			this.sheet.notPriced(unit.value());
		}
		return fee != null;
	}

	private CostDetails details(CardInForce card) {
		ContextTier tier = walk(card);
		ModelPrices model = this.match.model();
		Schedule schedule = card.card().when().schedule();
		Cost.Basis basis = new Cost.Basis(card.card().id(), model.key(), this.match.kind().value(),
				(schedule != null) ? schedule.description() : null, (tier != null) ? tier.description() : null,
				card.appliedMultiplier(), this.match.discount(), model.catalogue(),
				(model.asOf() != null) ? model.asOf().toString() : null);
		return CostDetails.of(basis, this.sheet.items(), this.sheet.notPriced());
	}

	private CostStatus status(CardInForce card, BigDecimal amount, boolean counted, @Nullable Duration maxAge) {
		if (amount.signum() == 0 && card.isFree() && !this.sheet.hasNotPriced()) {
			return CostStatus.FREE;
		}
		if (counted && this.call.usageSource() != UsageSource.PROVIDER) {
			return CostStatus.ESTIMATED;
		}
		if (isStale(maxAge)) {
			return CostStatus.STALE;
		}
		return (this.sheet.isFallback() || this.match.isGuess()) ? CostStatus.FALLBACK : CostStatus.EXACT;
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
