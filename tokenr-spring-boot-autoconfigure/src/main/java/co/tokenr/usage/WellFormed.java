package co.tokenr.usage;

/**
 * Text that is valid Unicode: U+FFFD stands in place of each surrogate that has lost its
 * other half.
 */
public final class WellFormed {

	private WellFormed() {
	}

	/**
	 * Makes a text well-formed.
	 * @param text any text
	 * @return the same text where nothing is broken
	 */
	public static String of(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return replaceLoneSurrogates(text);
			}
		}
		return text;
	}

	private static String replaceLoneSurrogates(String text) {
		StringBuilder result = new StringBuilder(text.length());
		text.codePoints().forEach((point) -> {
			boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
			result.appendCodePoint(lone ? 0xFFFD : point);
		});
		return result.toString();
	}

}
