package co.tokenr.response;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Remembers some texts by their bytes: the chunks of a stream say the same id, model and
 * names over and over, which are made once. Bounded: a text takes the place of another.
 */
final class TextMemory {

	private static final int SLOTS = 32;

	private final @Nullable String[] texts = new String[SLOTS];

	String of(byte[] bytes, int from, int length) {
		int hash = 0;
		for (int at = from; at < from + length; at++) {
			hash = 31 * hash + bytes[at];
		}
		int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
		String known = this.texts[slot];
		if (known != null && says(known, bytes, from, length)) {
			return known;
		}
		String text = new String(bytes, from, length, StandardCharsets.UTF_8);
		this.texts[slot] = text;
		return text;
	}

	/** Texts beyond ASCII are never found equal, and made anew. */
	private static boolean says(String text, byte[] bytes, int from, int length) {
		if (text.length() != length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (text.charAt(i) != bytes[from + i]) {
				return false;
			}
		}
		return true;
	}

}
