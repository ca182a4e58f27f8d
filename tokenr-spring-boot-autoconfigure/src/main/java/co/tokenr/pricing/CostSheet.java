package co.tokenr.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import co.tokenr.usage.Cost;
import co.tokenr.usage.ExactSum;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a cost are added up and, if anybody wants to read them, written
 * down.
 */
final class CostSheet {

	private static final int MILLION_DIGITS = 6;

	private final @Nullable List<Cost.Item> items;

	private final @Nullable BigDecimal share;

	private final ExactSum sum = new ExactSum();

	private @Nullable ExactSum cacheSavings;

	private @Nullable Set<String> notPriced;

	private boolean empty = true;

	private boolean fallback;

	private boolean unratedTokens;

	/**
	 * Creates a sheet.
	 * @param discount percentage that is taken off everything, or {@code null}
	 * @param detailed whether the parts are written down
	 */
	CostSheet(@Nullable BigDecimal discount, boolean detailed) {
		this.share = (discount != null) ? BigDecimal.ONE.subtract(discount.movePointLeft(2)) : null;
		this.items = detailed ? new ArrayList<>(5) : null;
	}

	/**
	 * Adds tokens.
	 * @param unit what was counted
	 * @param count how many
	 * @param listRate the price of a million before discounts
	 * @param rateOf the unit that the rate is of
	 * @param card the card, where the cost has several
	 * @param tier the tier of the rate, or {@code null}
	 */
	void add(PriceUnit unit, long count, BigDecimal listRate, PriceUnit rateOf, @Nullable String card,
			@Nullable ContextTier tier) {
		BigDecimal rate = discounted(listRate);
		this.sum.add(rate, count, MILLION_DIGITS);
		this.empty = false;
		this.fallback |= rateOf != unit;
		if (this.items != null) {
			BigDecimal exact = BigDecimal.valueOf(count);
			this.items.add(new Cost.Item(unit.value(), exact, ExactSum.plain(rate), unit.per(),
					ExactSum.plain(rate.multiply(exact).movePointLeft(MILLION_DIGITS)),
					(rateOf != unit) ? rateOf.value() : null, card, (tier != null) ? tier.description() : null));
		}
	}

	/**
	 * Adds what is charged singly.
	 * @param unit what was counted
	 * @param count how many
	 * @param listFee the price of one before discounts
	 */
	void addSingle(PriceUnit unit, BigDecimal count, BigDecimal listFee) {
		BigDecimal fee = discounted(listFee);
		BigDecimal amount = fee.multiply(count);
		this.sum.add(amount);
		this.empty = false;
		if (this.items != null) {
			this.items.add(new Cost.Item(unit.value(), ExactSum.plain(count), ExactSum.plain(fee), unit.per(),
					ExactSum.plain(amount), null, null, null));
		}
	}

	/**
	 * Adds up what a cache saved.
	 * @param count how many tokens it had or took
	 * @param listRate their rate before discounts
	 * @param uncachedRate the rate of plain input before discounts
	 */
	void save(long count, BigDecimal listRate, BigDecimal uncachedRate) {
		this.cacheSavings = (this.cacheSavings != null) ? this.cacheSavings : new ExactSum();
		this.cacheSavings.add(discounted(uncachedRate), count, MILLION_DIGITS);
		this.cacheSavings.add(discounted(listRate), -count, MILLION_DIGITS);
	}

	private BigDecimal discounted(BigDecimal listRate) {
		return (this.share != null) ? listRate.multiply(this.share) : listRate;
	}

	/** Notes what was used and has no rate. */
	void notPriced(String what) {
		this.notPriced = (this.notPriced != null) ? this.notPriced : new LinkedHashSet<>(2);
		this.notPriced.add(what);
	}

	/** Notes that there were tokens where the card knows none. */
	void unratedTokens() {
		this.unratedTokens = true;
	}

	boolean hasUnratedTokens() {
		return this.unratedTokens;
	}

	/** Notes that a price stands in for one that is not known. */
	void fallback() {
		this.fallback = true;
	}

	boolean isFallback() {
		return this.fallback || hasNotPriced();
	}

	boolean hasNotPriced() {
		return this.notPriced != null;
	}

	boolean isEmpty() {
		return this.empty;
	}

	BigDecimal amount() {
		return this.sum.total();
	}

	@Nullable BigDecimal cacheSavings() {
		return (this.cacheSavings != null) ? this.cacheSavings.total() : null;
	}

	List<Cost.Item> items() {
		return (this.items != null) ? this.items : List.of();
	}

	List<String> notPriced() {
		return (this.notPriced != null) ? List.copyOf(this.notPriced) : List.of();
	}

}
