package co.tokenr.attribution;

import org.jspecify.annotations.Nullable;

/**
 * How long what is said of a call may be, in UTF-16 units, and which characters every
 * store and every line of JSON can hold.
 */
final class TextLimits {

	static final int VALUE = 256;

	static final int KEY = 64;

	private static final char REPLACEMENT = '?';

	private TextLimits() {
	}

	/**
	 * Tells whether a text is cut.
	 */
	static boolean exceeds(@Nullable String text, int limit) {
		return text != null && text.length() > limit;
	}

	/**
	 * Cuts a text, never through a surrogate pair, and replaces the characters that a
	 * store or a line of JSON may choke on. Looks at no more than what is kept.
	 * @return the text, the same instance where it is fit already
	 */
	static @Nullable String fit(@Nullable String text, int limit) {
		return (text != null) ? fitText(text, limit) : null;
	}

	/**
	 * Fits a text that is there.
	 */
	static String fitText(String text, int limit) {
		int end = end(text, limit);
		char[] replaced = null;
		for (int position = 0; position < end; position++) {
			char character = text.charAt(position);
			if (Character.isHighSurrogate(character) && position + 1 < end
					&& Character.isLowSurrogate(text.charAt(position + 1))) {
				position++;
			}
			else if (isUnfit(character)) {
				replaced = (replaced != null) ? replaced : text.substring(0, end).toCharArray();
				replaced[position] = REPLACEMENT;
			}
		}
		return (replaced != null) ? new String(replaced) : text.substring(0, end);
	}

	private static int end(String text, int limit) {
		if (text.length() <= limit) {
			return text.length();
		}
		boolean splits = Character.isHighSurrogate(text.charAt(limit - 1))
				&& Character.isLowSurrogate(text.charAt(limit));
		return splits ? limit - 1 : limit;
	}

	// PostgreSQL refuses NUL, JavaScript takes the separators for ends of lines
	private static boolean isUnfit(char character) {
		return character == '\0' || character == '\u2028' || character == '\u2029' || Character.isSurrogate(character);
	}

}
