package co.tokenr.response;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Reads numbers as providers write them: {@code 28}, {@code 28.0}, {@code 2.8e1} and
 * {@code "28"} are the same. Safe for numbers made to hurt: an exponent of a thousand
 * million is never written out.
 */
final class ReportedNumber {

	/** Further from zero than any true count, and no sum of some of them overflows. */
	static final long LIMIT = 1_000_000_000_000_000L;

	private static final int MAX_LENGTH = 48;

	private static final int MAX_SCALE = 40;

	private ReportedNumber() {
	}

	/**
	 * Reads a count.
	 * @return the count without its fraction, cut to the {@link #LIMIT} on either side,
	 * {@code null} where the text is no number
	 */
	static @Nullable Long count(@Nullable String text) {
		if (text != null && isPlain(text)) {
			return Long.parseLong(text);
		}
		BigDecimal number = parse(text);
		if (number == null) {
			return null;
		}
		long digits = (long) number.precision() - number.scale();
		if (digits > 15) {
			return (number.signum() == 0) ? 0 : number.signum() * LIMIT;
		}
		return (digits <= 0) ? 0 : number.longValue();
	}

	/**
	 * Reads an amount, exactly.
	 * @return the amount, {@code null} where the text is no number or one of absurd size
	 */
	static @Nullable BigDecimal decimal(@Nullable String text) {
		BigDecimal number = parse(text);
		return (number != null && Math.abs((long) number.scale()) <= MAX_SCALE) ? number : null;
	}

	/** Whether a number is written as nearly all counts are: by some digits. */
	private static boolean isPlain(String text) {
		if (text.isEmpty() || text.length() > 15) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

	private static @Nullable BigDecimal parse(@Nullable String text) {
		if (text == null || text.length() > MAX_LENGTH) {
			return null;
		}
		String trimmed = text.trim();
		if (trimmed.isEmpty() || "+-.0123456789".indexOf(trimmed.charAt(0)) == -1) {
			return null;
		}
		try {
			return new BigDecimal(trimmed);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
