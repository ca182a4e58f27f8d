package co.tokenr.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import co.tokenr.usage.Cost;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a cost are written down and added up.
 */
final class CostSheet {

	private static final int MILLION_DIGITS = 6;

	private final List<Cost.Item> items = new ArrayList<>(5);

	private final Set<String> notPriced = new LinkedHashSet<>(2);

	private final BigDecimal share;

	private BigDecimal sum = BigDecimal.ZERO;

	private @Nullable BigDecimal cacheSavings;

	private boolean fallback;

	/**
	 * Creates a sheet.
	 * @param discount percentage that is taken off everything, or {@code null}
	 */
	CostSheet(@Nullable BigDecimal discount) {
		this.share = (discount != null) ? BigDecimal.ONE.subtract(discount.movePointLeft(2)) : BigDecimal.ONE;
	}

	/**
	 * Writes a part down.
	 * @param unit what was counted
	 * @param count how many
	 * @param listRate its rate before discounts
	 * @param rateOf the unit that the rate is of
	 * @param card the card, where the cost has several
	 * @param tier the tier of the rate, or {@code null}
	 */
	void add(PriceUnit unit, BigDecimal count, BigDecimal listRate, PriceUnit rateOf, @Nullable String card,
			@Nullable ContextTier tier) {
		BigDecimal rate = listRate.multiply(this.share);
		BigDecimal amount = rate.multiply(count);
		amount = unit.isToken() ? amount.movePointLeft(MILLION_DIGITS) : amount;
		this.items.add(new Cost.Item(unit.value(), plain(count), plain(rate), unit.per(), plain(amount),
				(rateOf != unit) ? rateOf.value() : null, card, (tier != null) ? tier.description() : null));
		this.sum = this.sum.add(amount);
		this.fallback |= rateOf != unit;
	}

	/**
	 * Writes down what a cache saved.
	 * @param count how many tokens it had or took
	 * @param listRate their rate before discounts
	 * @param uncachedRate the rate of plain input before discounts
	 */
	void save(BigDecimal count, BigDecimal listRate, BigDecimal uncachedRate) {
		BigDecimal saving = uncachedRate.subtract(listRate)
			.multiply(this.share)
			.multiply(count)
			.movePointLeft(MILLION_DIGITS);
		this.cacheSavings = (this.cacheSavings != null) ? this.cacheSavings.add(saving) : saving;
	}

	/** Notes what was used and has no rate. */
	void notPriced(String what) {
		this.notPriced.add(what);
	}

	/** Notes that a price stands in for one that is not known. */
	void fallback() {
		this.fallback = true;
	}

	boolean isFallback() {
		return this.fallback || !this.notPriced.isEmpty();
	}

	boolean isEmpty() {
		return this.items.isEmpty();
	}

	BigDecimal amount() {
		return plain(this.sum);
	}

	@Nullable BigDecimal cacheSavings() {
		return (this.cacheSavings != null) ? plain(this.cacheSavings) : null;
	}

	List<Cost.Item> items() {
		return this.items;
	}

	List<String> notPriced() {
		return List.copyOf(this.notPriced);
	}

	/** Without trailing zeros, and without the exponent that stripping may leave. */
	static BigDecimal plain(BigDecimal amount) {
		BigDecimal stripped = amount.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

}
