package co.tokenr.pricing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
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

	private final @Nullable Duration maxAge;

	private final CostSheet sheet;

	private CostCalculator(LlmCall call, ModelMatch match, @Nullable Duration maxAge) {
		this.call = call;
		this.match = match;
		this.maxAge = maxAge;
		this.sheet = new CostSheet(match.discount());
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
		return new CostCalculator(call, match, maxAge).calculate(others);
	}

	private Cost calculate(Function<String, @Nullable ModelMatch> others) {
		boolean counted = TokenLeaves.isReported(this.call.usage()) || !this.call.iterations().isEmpty();
		CardInForce card = CardInForce.choose(this.match.model(), Circumstances.of(this.call, this.match.region()));
		if (card == null || (!counted && this.call.counters().equals(UsageCounters.NONE))) {
			return Cost.UNPRICED;
		}
		ContextTier tier = this.call.iterations().isEmpty() ? tokens(this.call.usage(), card, null)
				: passes(others, card);
		singles(card);
		if (!card.ordinary()) {
			this.sheet.fallback();
		}
		return cost(card, tier, counted);
	}

	private @Nullable ContextTier passes(Function<String, @Nullable ModelMatch> others, CardInForce own) {
		ContextTier highest = null;
		for (UsageIteration pass : this.call.iterations()) {
			if (pass.model() == null) {
				ContextTier tier = tokens(pass.usage(), own, own.card().id());
				highest = (tier != null && (highest == null || tier.above() > highest.above())) ? tier : highest;
				continue;
			}
			ModelMatch other = others.apply(pass.model());
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
		TokenLeaves leaves = TokenLeaves.of(usage);
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
				this.sheet.add(unit, BigDecimal.valueOf(count), rate, rated, cardName, tier);
				if (card.guesses(rated, tier)) {
					this.sheet.fallback();
				}
				BigDecimal uncached = unit.isCached() ? card.rate(PriceUnit.INPUT, tier) : null;
				if (uncached != null) {
					this.sheet.save(BigDecimal.valueOf(count), rate, uncached);
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

	private boolean unratedTokens;

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
		BigDecimal count = (used instanceof BigDecimal decimal) ? decimal
				: BigDecimal.valueOf((used != null) ? used.longValue() : 0);
		if (count.signum() <= 0) {
			return false;
		}
		BigDecimal fee = card.rate(unit, null);
		if (fee != null) {
			this.sheet.add(unit, count, fee, unit, null, null);
		}
		else if (missed) {
			this.sheet.notPriced(unit.value());
		}
		return fee != null;
	}

	private Cost cost(CardInForce card, @Nullable ContextTier tier, boolean counted) {
		ModelPrices model = this.match.model();
		List<String> notPriced = this.sheet.notPriced();
		if (this.sheet.isEmpty() && !notPriced.isEmpty()) {
			return new Cost(null, model.currency(), CostStatus.UNPRICED, null, List.of(), notPriced, null, null);
		}
		Schedule schedule = card.card().when().schedule();
		Cost.Basis basis = new Cost.Basis(card.card().id(), model.key(), this.match.kind().value(),
				(schedule != null) ? schedule.description() : null, (tier != null) ? tier.description() : null,
				card.appliedMultiplier(), this.match.discount(), model.catalogue(),
				(model.asOf() != null) ? model.asOf().toString() : null);
		return new Cost(this.sheet.amount(), model.currency(), status(card, counted), basis, this.sheet.items(),
				notPriced, null, this.sheet.cacheSavings());
	}

	private CostStatus status(CardInForce card, boolean counted) {
		if (card.isFree() && this.sheet.notPriced().isEmpty() && this.sheet.amount().signum() == 0) {
			return CostStatus.FREE;
		}
		if (counted && this.call.usageSource() != UsageSource.PROVIDER) {
			return CostStatus.ESTIMATED;
		}
		if (isStale()) {
			return CostStatus.STALE;
		}
		return (this.sheet.isFallback() || this.match.isGuess()) ? CostStatus.FALLBACK : CostStatus.EXACT;
	}

	private boolean isStale() {
		return this.maxAge != null && this.match.model().asOf() != null
				&& this.match.model()
					.asOf()
					.atStartOfDay()
					.toInstant(ZoneOffset.UTC)
					.plus(this.maxAge)
					.isBefore(this.call.occurredAt());
	}

}
