package co.tokenr.usage;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * A sum of decimal amounts, exact to the last digit. Counts in whole units of its
 * smallest decimal place, so that adding makes no new number; what no longer fits into a
 * {@code long} is carried over. Not thread-safe.
 */
public final class ExactSum {

	/** As many digits are sure to fit. */
	private static final int DIGITS = 18;

	/** As many digits survive in a double, and a product of it. */
	private static final int EXACT_DIGITS = 15;

	private static final long[] POWERS = new long[DIGITS + 1];

	/** The most that with so many more places is at most half of what a long holds. */
	private static final long[] MOST = new long[DIGITS + 1];

	static {
		long power = 1;
		for (int i = 0; i < POWERS.length; i++) {
			POWERS[i] = power;
			MOST[i] = Long.MAX_VALUE / 2 / power;
			power *= 10;
		}
	}

	private @Nullable BigDecimal carried;

	private long units;

	private int scale;

	/**
	 * Creates a sum of zero.
	 */
	public ExactSum() {
	}

	/**
	 * Adds an amount of any size.
	 * @param amount the amount
	 */
	public void add(BigDecimal amount) {
		if (isCountable(amount)) {
			add(unitsOf(amount), amount.scale());
		}
		else {
			carry(amount);
		}
	}

	/**
	 * Adds what a number of things costs.
	 * @param rate the price of so many of them as {@code places} says
	 * @param count how many there are
	 * @param places of how many the rate is the price, as a power of ten
	 */
	public void add(BigDecimal rate, long count, int places) {
		if (isCountable(rate)) {
			long units = unitsOf(rate);
			long product = units * count;
			if (Math.multiplyHigh(units, count) == (product >> 63)) {
				add(product, rate.scale() + places);
				return;
			}
		}
		carry(rate.multiply(BigDecimal.valueOf(count)).movePointLeft(places));
	}

	private void add(long more, int places) {
		if (this.units == 0) {
			this.scale = places;
		}
		int common = Math.max(this.scale, places);
		if (fits(this.units, common - this.scale) && fits(more, common - places)) {
			this.units = this.units * POWERS[common - this.scale] + more * POWERS[common - places];
			this.scale = common;
		}
		else {
			carry(BigDecimal.valueOf(this.units, this.scale));
			carry(BigDecimal.valueOf(more, places));
			this.units = 0;
			this.scale = 0;
		}
	}

	private void carry(BigDecimal amount) {
		this.carried = (this.carried != null) ? this.carried.add(amount) : amount;
	}

	private static boolean fits(long value, int places) {
		return places <= DIGITS && value <= MOST[places] && value >= -MOST[places];
	}

	private static boolean isCountable(BigDecimal amount) {
		return amount.precision() <= DIGITS && amount.scale() >= 0;
	}

	/**
	 * Goes by a double where that is exact, since it makes no object: of the number and
	 * its product with a power of ten each is off by one part in 2^53 at the most, so
	 * that fifteen digits round to themselves.
	 */
	private static long unitsOf(BigDecimal amount) {
		if (amount.precision() <= EXACT_DIGITS && amount.scale() <= DIGITS) {
			return Math.round(amount.doubleValue() * POWERS[amount.scale()]);
		}
		return amount.movePointRight(amount.scale()).longValue();
	}

	/**
	 * Returns the sum without trailing zeros.
	 * @return the sum, with no negative scale
	 */
	public BigDecimal total() {
		while (this.scale > 0 && this.units % 10 == 0) {
			this.units /= 10;
			this.scale--;
		}
		BigDecimal counted = BigDecimal.valueOf(this.units, this.scale);
		return (this.carried != null) ? plain(this.carried.add(counted)) : counted;
	}

	/**
	 * Returns an amount without trailing zeros, and without the exponent that stripping
	 * may leave.
	 * @param amount the amount
	 * @return the same amount
	 */
	public static BigDecimal plain(BigDecimal amount) {
		BigDecimal stripped = amount.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

}
