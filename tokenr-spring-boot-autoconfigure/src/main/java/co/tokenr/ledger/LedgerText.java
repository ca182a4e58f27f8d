package co.tokenr.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Makes text fit for every database: valid Unicode without NUL, at most 512 characters
 * (UTF-16 units). Events are kept whole beside what is counted by.
 */
final class LedgerText {

	private static final int MAX = 512;

	private static final char REPLACEMENT = '\uFFFD';

	private LedgerText() {
	}

	static @Nullable String fit(@Nullable String text) {
		if (text == null) {
			return null;
		}
		String cut = (text.length() > MAX) ? text.substring(0, end(text)) : text;
		for (int i = 0; i < cut.length(); i++) {
			if (cut.charAt(i) == 0 || Character.isSurrogate(cut.charAt(i))) {
				return replaced(cut);
			}
		}
		return cut;
	}

	private static int end(String text) {
		return Character.isHighSurrogate(text.charAt(MAX - 1)) ? MAX - 1 : MAX;
	}

	private static String replaced(String text) {
		StringBuilder result = new StringBuilder(text.length());
		text.codePoints().forEach((point) -> {
			boolean unfit = point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
			result.appendCodePoint(unfit ? REPLACEMENT : point);
		});
		return result.toString();
	}

}
