package co.tokenr.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Rates of a model under some circumstances. A unit that a card does not name takes the
 * rate of the model's plain card in force.
 *
 * @param id names the card in the costs that it makes
 * @param from the first instant at which the card holds, {@code null} for always
 * @param to the first instant at which it holds no more, {@code null} for never
 * @param when under what circumstances it holds
 * @param rates its rates and fees
 * @param multiply by what the rates that it inherits are multiplied, zero or more; fees
 * are not
 * @param tiers its context tiers, from the lowest threshold to the highest; where empty
 * those of the plain card hold
 */
public record PriceCard(String id, @Nullable Instant from, @Nullable Instant to, CardCondition when, Rates rates,
		BigDecimal multiply, List<ContextTier> tiers) {

	/**
	 * Creates a card.
	 */
	public PriceCard {
		if (multiply.signum() < 0) {
			throw new IllegalArgumentException(
					"The card '" + id + "' multiplies by a negative number: " + multiply.toPlainString());
		}
		if (from != null && to != null && !from.isBefore(to)) {
			throw new IllegalArgumentException("The card '" + id + "' ends before it begins");
		}
		Set<Long> thresholds = new HashSet<>();
		if (!tiers.stream().allMatch((tier) -> thresholds.add(tier.above()))) {
			throw new IllegalArgumentException("The card '" + id + "' has two tiers of one threshold");
		}
		if (tiers.stream().map(ContextTier::marginal).distinct().count() > 1) {
			throw new IllegalArgumentException(
					"The card '" + id + "' mixes tiers for the whole round trip with marginal ones");
		}
		tiers = tiers.stream().sorted(Comparator.comparingLong(ContextTier::above)).toList();
	}

	static PriceCard plain(String id, Rates rates) {
		return new PriceCard(id, null, null, CardCondition.ALWAYS, rates, BigDecimal.ONE, List.of());
	}

	boolean holdsAt(Instant instant) {
		return (this.from == null || !instant.isBefore(this.from)) && (this.to == null || instant.isBefore(this.to));
	}

	boolean isPlain() {
		return this.when.count() == 0;
	}

	/** Whether this card, later in its file, goes before another one that holds too. */
	boolean goesBefore(PriceCard earlier) {
		if (this.when.count() != earlier.when.count()) {
			return this.when.count() > earlier.when.count();
		}
		return earlier.from == null || (this.from != null && !this.from.isBefore(earlier.from));
	}

}
