package co.tokenr.pricing;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Reads decimals from text, to the last digit and within reason: a number of a million
 * digits is no price.
 */
public final class ExactDecimal {

	private static final int MAX_DIGITS = 40;

	private ExactDecimal() {
	}

	/**
	 * Reads a number.
	 * @param text such as {@code 2.50} or {@code 1.5e-07}
	 * @return the number, {@code null} where the text is none, or one with more than 40
	 * digits before or behind the point
	 */
	public static @Nullable BigDecimal parse(String text) {
		if (text.isEmpty() || text.length() > 2 * MAX_DIGITS) {
			return null;
		}
		try {
			BigDecimal number = new BigDecimal(text);
			boolean reasonable = Math.abs((long) number.scale()) <= MAX_DIGITS
					&& (long) number.precision() - number.scale() <= MAX_DIGITS;
			return reasonable ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
