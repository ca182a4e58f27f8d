package co.tokenr.usage;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a round trip costs by list price: an estimate of the bill, exact to the last digit
 * of its rates and never rounded.
 *
 * @param amount the amount in {@code currency}, {@code null} exactly when unpriced
 * @param currency ISO 4217 code, such as {@code USD}
 * @param status how far the amount can be trusted
 * @param card the price card that was applied, {@code null} when unpriced
 * @param schedule the schedule of the card that was in force, or {@code null}
 * @param catalogue the version of the prices, or {@code null}
 * @param breakdown the parts whose sum is the amount; empty when unpriced
 */
public record Cost(@Nullable BigDecimal amount, String currency, CostStatus status, @Nullable String card,
		@Nullable String schedule, @Nullable String catalogue, List<Item> breakdown) {

	/** No price is known. */
	public static final Cost UNPRICED = new Cost(null, "USD", CostStatus.UNPRICED, null, null, null, List.of());

	/**
	 * Creates a cost whose breakdown is a copy of the one given.
	 */
	public Cost {
		if ((amount == null) != (status == CostStatus.UNPRICED)) {
			throw new IllegalArgumentException("A cost has an amount unless it is unpriced, but status is " + status
					+ " and the amount " + amount);
		}
		breakdown = List.copyOf(breakdown);
	}

	/**
	 * One part of a cost.
	 *
	 * @param unit what was counted, such as {@code input} or {@code cache_read}
	 * @param count how many, zero or more
	 * @param rate price of one million, zero or more
	 * @param amount count times rate divided by one million
	 */
	public record Item(String unit, long count, BigDecimal rate, BigDecimal amount) {
	}

}
