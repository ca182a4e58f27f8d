package co.tokenr.usage;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a round trip costs by list price: an estimate of the bill, exact to the last digit
 * of its rates and never rounded. Holds all that explains it, so that it can be explained
 * long after the prices have changed.
 *
 * @param amount the amount in {@code currency}, {@code null} exactly when unpriced
 * @param currency ISO 4217 code, such as {@code USD}
 * @param status how far the amount can be trusted
 * @param details what explains it
 * @param calculated what the prices make of the round trip, where the amount is the
 * provider's own; otherwise {@code null}
 * @param cacheSavings what the tokens that a cache had or took would have cost as plain
 * input by the same prices, less what they cost by them; below zero where writing cost
 * more than reading saved, {@code null} where no such tokens were priced
 */
public record Cost(@Nullable BigDecimal amount, String currency, CostStatus status, CostDetails details,
		@Nullable BigDecimal calculated, @Nullable BigDecimal cacheSavings) {

	/** No price is known. */
	public static final Cost UNPRICED = new Cost(null, "USD", CostStatus.UNPRICED, CostDetails.NONE, null, null);

	/**
	 * Creates a cost.
	 */
	public Cost {
		if ((amount == null) != (status == CostStatus.UNPRICED)) {
			throw new IllegalArgumentException("A cost has an amount unless it is unpriced, but status is " + status
					+ " and the amount " + amount);
		}
	}

	/**
	 * Creates a cost by one card without adjustments.
	 * @param amount the amount in {@code currency}, {@code null} exactly when unpriced
	 * @param currency ISO 4217 code
	 * @param status how far the amount can be trusted
	 * @param card the price card that was applied
	 * @param schedule the schedule of the card that was in force, or {@code null}
	 * @param catalogue the version of the prices, or {@code null}
	 * @param breakdown the parts whose sum is the amount
	 */
	public Cost(@Nullable BigDecimal amount, String currency, CostStatus status, String card, @Nullable String schedule,
			@Nullable String catalogue, List<Item> breakdown) {
		this(amount, currency, status, CostDetails
			.of(new Basis(card, null, null, schedule, null, null, null, catalogue, null), breakdown, List.of()), null,
				null);
	}

	/**
	 * Returns the prices that were applied.
	 * @return the prices, {@code null} where none were known
	 */
	public @Nullable Basis basis() {
		return this.details.basis();
	}

	/**
	 * Returns the parts that were priced.
	 * @return the parts, whose sum is the amount; empty when unpriced. Where the amount
	 * is the provider's own, their sum is {@link #calculated()}
	 */
	public List<Item> breakdown() {
		return this.details.breakdown();
	}

	/**
	 * Returns what was used and has no price.
	 * @return names such as {@code web_search}; where there are any the amount is too low
	 */
	public List<String> notPriced() {
		return this.details.notPriced();
	}

	/**
	 * Returns the price card that was applied.
	 * @return the id of the card, {@code null} where there was none
	 */
	public @Nullable String card() {
		Basis basis = basis();
		return (basis != null) ? basis.card() : null;
	}

	/**
	 * Returns the schedule of the card that was in force.
	 * @return the schedule, or {@code null}
	 */
	public @Nullable String schedule() {
		Basis basis = basis();
		return (basis != null) ? basis.schedule() : null;
	}

	/**
	 * Returns the version of the prices.
	 * @return the version, or {@code null}
	 */
	public @Nullable String catalogue() {
		Basis basis = basis();
		return (basis != null) ? basis.catalogue() : null;
	}

	/**
	 * The prices that a cost was made by, as they were then.
	 *
	 * @param card the price card
	 * @param model the entry of the catalogue that priced the model, such as
	 * {@code openai/gpt-4o}, or {@code null}
	 * @param matchedBy how the model's name led to that entry, such as {@code snapshot},
	 * or {@code null}
	 * @param schedule the schedule of the card that was in force, or {@code null}
	 * @param tier the context tier that the input reached, or {@code null}
	 * @param multiplier by what the rates were multiplied, {@code null} for one
	 * @param discount percentage that was taken off, above 0 and up to 100, or
	 * {@code null}
	 * @param catalogue the version of the prices, or {@code null}
	 * @param asOf date of the figures, as {@code 2026-08-01}, or {@code null}
	 */
	public record Basis(String card, @Nullable String model, @Nullable String matchedBy, @Nullable String schedule,
			@Nullable String tier, @Nullable BigDecimal multiplier, @Nullable BigDecimal discount,
			@Nullable String catalogue, @Nullable String asOf) {

	}

	/**
	 * One part of a cost.
	 *
	 * @param unit what was counted, such as {@code input} or {@code cache_read}
	 * @param count how many, zero or more
	 * @param rate price of {@code per} of them, zero or more, multipliers and discounts
	 * included
	 * @param per 1,000,000 for tokens, 1 for what is charged singly
	 * @param amount count times rate divided by {@code per}
	 * @param rateOf the unit whose rate this one took for want of its own, or
	 * {@code null}
	 * @param card the card of the rate where the cost has several, otherwise {@code null}
	 * @param tier the context tier of the rate, or {@code null}
	 */
	public record Item(String unit, BigDecimal count, BigDecimal rate, long per, BigDecimal amount,
			@Nullable String rateOf, @Nullable String card, @Nullable String tier) {

	}

}
