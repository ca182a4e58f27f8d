package co.tokenr.capture;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A small look at the body of a request while its bytes pass: the few top-level values
 * that say what is asked for, and how long the text to be spoken is. Ends after a bounded
 * number of bytes and keeps nothing else. Of a form it takes the model only; what is
 * neither says nothing. Thread-safe, since an answer may come while its request is still
 * being written.
 */
final class RequestLook {

	/** Names of what is asked for; the text to be spoken is measured, not kept. */
	private static final Set<String> NAMES = Set.of("model", "stream", "service_tier", "speed", "input");

	private static final String MEASURED = "input";

	private static final int MAX_BYTES = 64 * 1024;

	private static final int MAX_TEXT = 256;

	private final Map<String, String> values = new HashMap<>();

	private final byte[] text = new byte[MAX_TEXT];

	private int textLength;

	private long characters;

	private long measured = -1;

	private int seen;

	private int depth;

	private boolean inString;

	private boolean escaped;

	/** Hexadecimal digits of an escaped character that are still to come. */
	private int digits;

	private boolean afterColon;

	private @Nullable String name;

	private @Nullable FormLook form;

	/**
	 * Takes the next bytes of the body.
	 */
	synchronized void read(byte[] bytes, int offset, int length) {
		if (this.seen == 0 && length > 0 && bytes[offset] == '-') {
			this.form = new FormLook();
		}
		if (this.form != null) {
			this.seen = 1;
			this.form.read(bytes, offset, length);
			return;
		}
		int end = offset + Math.min(length, MAX_BYTES - this.seen);
		for (int i = offset; i < end; i++) {
			take(bytes[i]);
		}
		this.seen += Math.max(0, end - offset);
	}

	private void take(byte next) {
		if (this.inString) {
			inString(next);
			return;
		}
		switch (next) {
			case '"' -> {
				this.inString = true;
				this.textLength = 0;
				this.characters = 0;
			}
			case '{', '[' -> this.depth++;
			case '}', ']' -> {
				endOfValue();
				this.depth--;
			}
			case ',' -> endOfValue();
			case ':' -> {
				if (this.depth == 1) {
					this.name = text();
					this.afterColon = true;
					this.textLength = 0;
				}
			}
			case ' ', '\t', '\n', '\r' -> {
			}
			default -> keep(next);
		}
	}

	private void inString(byte next) {
		if (this.digits > 0) {
			this.digits--;
		}
		else if (this.escaped) {
			this.escaped = false;
			this.characters++;
			this.digits = (next == 'u') ? 4 : 0;
			keep(next);
		}
		else if (next == '\\') {
			this.escaped = true;
		}
		else if (next == '"') {
			this.inString = false;
			if (this.depth == 1 && this.afterColon && MEASURED.equals(this.name)) {
				this.measured = this.characters;
			}
		}
		else {
			// the first byte of each UTF-8 sequence counts
			this.characters += ((next & 0xC0) != 0x80) ? 1 : 0;
			keep(next);
		}
	}

	private void keep(byte next) {
		if (this.depth == 1 && this.textLength < MAX_TEXT) {
			this.text[this.textLength++] = next;
		}
	}

	private void endOfValue() {
		if (this.depth == 1) {
			if (this.afterColon && this.name != null && NAMES.contains(this.name) && !this.name.equals(MEASURED)
					&& this.textLength > 0 && this.textLength < MAX_TEXT) {
				this.values.put(this.name, text());
			}
			this.afterColon = false;
			this.name = null;
			this.textLength = 0;
		}
	}

	private String text() {
		return new String(this.text, 0, this.textLength, StandardCharsets.UTF_8);
	}

	synchronized @Nullable String model() {
		return (this.form != null) ? this.form.model() : this.values.get("model");
	}

	synchronized boolean isStream() {
		return "true".equals(this.values.get("stream"));
	}

	/**
	 * Returns the tier that is asked for, {@code null} where any will do.
	 */
	synchronized @Nullable String serviceTier() {
		String tier = this.values.get("service_tier");
		return ("auto".equals(tier) || "null".equals(tier)) ? null : tier;
	}

	synchronized @Nullable String speed() {
		String speed = this.values.get("speed");
		// OpenAI's speech has a number of that name
		return (speed != null && Character.isLetter(speed.charAt(0)) && !speed.equals("null")) ? speed : null;
	}

	/**
	 * Returns the length of the text in {@code input}, {@code null} where that is no text
	 * or goes beyond the look.
	 */
	synchronized @Nullable Long inputCharacters() {
		return (this.measured != -1) ? this.measured : null;
	}

}
