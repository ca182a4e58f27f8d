package co.tokenr.capture;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Finds the field {@code model} in a multipart form while its bytes pass, as uploads of
 * audio have it, often behind the file. Not thread-safe.
 */
final class FormLook {

	private static final byte[] FIELD = "name=\"model\"".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_TEXT = 256;

	private byte[] expected = FIELD;

	private int matched;

	private final byte[] text = new byte[MAX_TEXT];

	private int length;

	private boolean found;

	private boolean whole;

	void read(byte[] bytes, int offset, int length) {
		for (int i = offset; i < offset + length && !this.whole; i++) {
			take(bytes[i]);
		}
	}

	private void take(byte next) {
		if (this.found) {
			this.whole = next == '\r' || this.length == MAX_TEXT;
			if (!this.whole) {
				this.text[this.length++] = next;
			}
			return;
		}
		if (next == this.expected[this.matched]) {
			this.matched++;
		}
		else {
			this.matched = (next == this.expected[0]) ? 1 : 0;
		}
		if (this.matched == this.expected.length) {
			this.matched = 0;
			this.found = this.expected == BLANK_LINE;
			this.expected = BLANK_LINE;
		}
	}

	@Nullable String model() {
		return (this.whole && this.length < MAX_TEXT) ? new String(this.text, 0, this.length, StandardCharsets.UTF_8)
				: null;
	}

}
