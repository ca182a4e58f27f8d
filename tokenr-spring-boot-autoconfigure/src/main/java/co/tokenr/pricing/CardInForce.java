package co.tokenr.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The card of a model that holds for a round trip, over the plain card that it inherits
 * from, and the multipliers that hold with it.
 *
 * @param card the card
 * @param plain the model's plain card in force, {@code null} where there is none
 * @param multiplier by what rates are multiplied, fees are not
 * @param ordinary whether the prices are for the circumstances of the round trip, not for
 * ordinary ones in place of a service tier or speed of which nothing is known
 */
record CardInForce(PriceCard card, @Nullable PriceCard plain, BigDecimal multiplier, boolean ordinary) {

	/**
	 * Chooses: of the cards that hold the one with the most conditions, then the one that
	 * holds since the latest instant, then the last one of its file.
	 * @param model the model
	 * @param circumstances those of the round trip
	 * @return the choice, {@code null} where no card holds
	 */
	static @Nullable CardInForce choose(ModelPrices model, Circumstances circumstances) {
		PriceCard chosen = null;
		PriceCard base = null;
		for (PriceCard each : model.cards()) {
			if (!each.holdsAt(circumstances.started()) || !each.when().holds(circumstances)) {
				continue;
			}
			chosen = (chosen == null || each.goesBefore(chosen)) ? each : chosen;
			base = (each.isPlain() && (base == null || each.goesBefore(base))) ? each : base;
		}
		if (chosen == null) {
			return null;
		}
		boolean tierKnown = !circumstances.hasSpecialServiceTier() || !chosen.when().serviceTiers().isEmpty();
		boolean speedKnown = !circumstances.hasSpecialSpeed() || !chosen.when().speeds().isEmpty();
		BigDecimal factor = BigDecimal.ONE;
		for (PriceMultiplier each : model.multipliers()) {
			if (each.when().holds(circumstances)) {
				factor = factor.multiply(each.by());
				tierKnown |= !each.when().serviceTiers().isEmpty();
				speedKnown |= !each.when().speeds().isEmpty();
			}
		}
		return new CardInForce(chosen, base, factor, tierKnown && speedKnown);
	}

	/** The tiers that an input reaches, from the lowest to the highest. */
	List<ContextTier> reachedTiers(long input) {
		List<ContextTier> tiers = tiers();
		if (tiers.isEmpty() || !tiers.get(0).isReachedBy(input)) {
			return List.of();
		}
		List<ContextTier> reached = new ArrayList<>(2);
		for (ContextTier tier : tiers) {
			if (tier.isReachedBy(input)) {
				reached.add(tier);
			}
		}
		return reached;
	}

	private List<ContextTier> tiers() {
		return (this.card.tiers().isEmpty() && this.plain != null) ? this.plain.tiers() : this.card.tiers();
	}

	/**
	 * Returns the rate of exactly a unit.
	 * @param unit the unit
	 * @param tier the tier that holds, or {@code null}
	 * @return the rate with multipliers, {@code null} where the unit has none of its own
	 */
	@Nullable BigDecimal rate(PriceUnit unit, @Nullable ContextTier tier) {
		BigDecimal own = (tier != null && !inherits(tier)) ? tier.rates().of(unit) : null;
		if (own == null && tier != null && inherits(tier)) {
			own = inherited(tier.rates().of(unit), unit);
		}
		if (own == null) {
			own = this.card.rates().of(unit);
		}
		if (own == null && this.plain != null) {
			own = inherited(this.plain.rates().of(unit), unit);
		}
		return (own != null && unit.isToken()) ? times(own, this.multiplier) : own;
	}

	private @Nullable BigDecimal inherited(@Nullable BigDecimal rate, PriceUnit unit) {
		return (rate != null && unit.isToken()) ? times(rate, this.card.multiply()) : rate;
	}

	private static BigDecimal times(BigDecimal rate, BigDecimal factor) {
		return (factor == BigDecimal.ONE) ? rate : rate.multiply(factor);
	}

	private boolean inherits(ContextTier tier) {
		return !this.card.tiers().contains(tier);
	}

	/**
	 * Tells whether the rate of a tier is that of the plain card although the card has a
	 * rate of its own for the unit, so that nobody said what the two together cost.
	 */
	boolean guesses(PriceUnit unit, @Nullable ContextTier tier) {
		return tier != null && inherits(tier) && tier.rates().of(unit) != null && this.card.rates().of(unit) != null;
	}

	/** All that multiplies the rates of the plain card. */
	@Nullable BigDecimal appliedMultiplier() {
		BigDecimal applied = this.multiplier.multiply(this.card.multiply());
		return (applied.compareTo(BigDecimal.ONE) != 0) ? applied.stripTrailingZeros() : null;
	}

	boolean pricesTokens() {
		return this.card.rates().priceTokens() || (this.plain != null && this.plain.rates().priceTokens());
	}

	boolean isFree() {
		return isZero(this.card) && (this.plain == null || isZero(this.plain));
	}

	private static boolean isZero(PriceCard card) {
		return card.rates().isZero() && card.tiers().stream().allMatch((tier) -> tier.rates().isZero());
	}

}
