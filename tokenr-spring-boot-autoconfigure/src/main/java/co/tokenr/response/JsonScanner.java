package co.tokenr.response;

import java.nio.charset.StandardCharsets;

/**
 * Reads JSON documents from whatever bytes come, one after the other or as the elements
 * of one array. Holds a name or a short text at most, whatever comes: what its collector
 * does not want is skipped without being kept, at any length and depth. A document that
 * is no JSON is given up, not reported. A parser of a library would hold every text
 * whole, or fail at the first that is too long.
 */
final class JsonScanner {

	/** Deeper than anything that is kept. */
	static final int MAX_DEPTH = 16;

	private static final int MAX_TEXT = 256;

	private enum State {

		BETWEEN, MEMBER, NAME, COLON, VALUE, TEXT, BARE, AFTER, SKIP, SKIP_TEXT, GIVEN_UP

	}

	private final DocumentCollector collector;

	/** Whether a line break ends a document, however broken it is. */
	private final boolean lines;

	/** A text that came in pieces or with escapes. */
	private final byte[] text = new byte[MAX_TEXT];

	private final TextMemory texts = new TextMemory();

	private int length;

	private boolean tooLong;

	private State state = State.BETWEEN;

	private int depth;

	/** One bit for each level: whether it is an array. */
	private int arrays;

	private boolean rootArray;

	private boolean first;

	private long skipped;

	/** Characters of an escape still to come, with what they said so far. */
	private int escape;

	private int escaped;

	private boolean skippedEscape;

	/**
	 * Creates a scanner.
	 * @param lines whether a body of several documents has one on each line, so that a
	 * broken one does not take the next with it
	 */
	JsonScanner(DocumentCollector collector, boolean lines) {
		this.collector = collector;
		this.lines = lines;
	}

	/** Gives up the document at hand and begins anew. */
	void reset() {
		this.collector.reset();
		this.state = State.BETWEEN;
		this.depth = 0;
		this.rootArray = false;
		this.skippedEscape = false;
	}

	/** Whether the documents are the elements of an array. */
	boolean isArray() {
		return this.rootArray;
	}

	void read(byte[] bytes, int from, int to) {
		int at = from;
		while (at < to) {
			at = switch (this.state) {
				case NAME, TEXT -> readText(bytes, at, to);
				case SKIP_TEXT -> skipText(bytes, at, to);
				case SKIP -> skip(bytes, at, to);
				case BARE -> readBare(bytes, at, to);
				default -> {
					if (bytes[at] != '\n' || !endsWithLine()) {
						accept(bytes[at]);
					}
					// what is bare begins with the byte that tells so
					yield (this.state == State.BARE) ? at : at + 1;
				}
			};
		}
	}

	/** Ends a broken document with its line, where lines do. */
	private boolean endsWithLine() {
		boolean ends = this.lines && !this.rootArray && this.collector.count() > 0;
		if (ends) {
			reset();
		}
		return ends;
	}

	private void accept(byte next) {
		if (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
			return;
		}
		switch (this.state) {
			case BETWEEN -> between(next);
			case MEMBER -> {
				if (next == '"') {
					startText(State.NAME);
				}
				else {
					closeOrGiveUp(next, this.first);
				}
			}
			case COLON -> this.state = (next == ':') ? State.VALUE : State.GIVEN_UP;
			case VALUE -> value(next);
			case GIVEN_UP -> {
			}
			default -> {
				if (next == ',') {
					this.first = false;
					this.state = inArray() ? State.VALUE : State.MEMBER;
				}
				else {
					closeOrGiveUp(next, true);
				}
			}
		}
	}

	private void between(byte next) {
		if (next == '{') {
			open(false);
		}
		else if (next == '[' && !this.rootArray) {
			this.rootArray = true;
		}
		else if (!this.rootArray || (next != ',' && next != ']')) {
			this.state = State.GIVEN_UP;
		}
	}

	private void value(byte next) {
		if (inArray()) {
			if (next == ']') {
				closeOrGiveUp(next, this.first);
				return;
			}
			this.collector.element();
		}
		switch (next) {
			case '{' -> open(false);
			case '[' -> open(true);
			case '"' -> {
				if (this.collector.text()) {
					startText(State.TEXT);
				}
				else {
					this.skipped = 0;
					this.state = State.SKIP_TEXT;
				}
			}
			case ',', ':', '}', ']' -> this.state = State.GIVEN_UP;
			default -> startText(State.BARE);
		}
	}

	private void open(boolean array) {
		if (this.depth == MAX_DEPTH || !this.collector.enter(array)) {
			this.skipped = 1;
			this.state = State.SKIP;
			return;
		}
		this.depth++;
		this.arrays = array ? this.arrays | 1 << this.depth : this.arrays & ~(1 << this.depth);
		this.first = true;
		this.state = array ? State.VALUE : State.MEMBER;
	}

	private void closeOrGiveUp(byte next, boolean allowed) {
		if (!allowed || next != (inArray() ? ']' : '}')) {
			this.state = State.GIVEN_UP;
			return;
		}
		this.depth--;
		this.state = (this.depth > 0) ? State.AFTER : State.BETWEEN;
		this.collector.leave();
	}

	private boolean inArray() {
		return (this.arrays & 1 << this.depth) != 0;
	}

	/** Passes over a text. */
	private int skipText(byte[] bytes, int from, int to) {
		int at = from;
		while (at < to) {
			byte next = bytes[at++];
			if (next == '\n' && endsWithLine()) {
				return at;
			}
			if (this.skippedEscape) {
				this.skippedEscape = false;
			}
			else if (next == '\\') {
				this.skippedEscape = true;
			}
			else if (next == '"') {
				this.state = (this.skipped > 0) ? State.SKIP : State.AFTER;
				return at;
			}
		}
		return at;
	}

	/** Passes over an object or array. */
	private int skip(byte[] bytes, int from, int to) {
		int at = from;
		while (at < to) {
			switch (bytes[at++]) {
				case '"' -> {
					this.state = State.SKIP_TEXT;
					return at;
				}
				case '{', '[' -> this.skipped++;
				case '}', ']' -> {
					this.skipped--;
					if (this.skipped == 0) {
						this.state = State.AFTER;
						return at;
					}
				}
				case '\n' -> {
					if (endsWithLine()) {
						return at;
					}
				}
				default -> {
				}
			}
		}
		return at;
	}

	private void startText(State kind) {
		this.length = 0;
		this.tooLong = false;
		this.escape = 0;
		this.state = kind;
	}

	private void append(int next) {
		if (this.length == MAX_TEXT) {
			this.tooLong = true;
		}
		else {
			this.text[this.length++] = (byte) next;
		}
	}

	private void append(byte[] bytes, int from, int to) {
		int length = Math.min(to - from, MAX_TEXT - this.length);
		System.arraycopy(bytes, from, this.text, this.length, length);
		this.length += length;
		this.tooLong |= length < to - from;
	}

	/** The byte behind it is left for what comes next. */
	private int readBare(byte[] bytes, int from, int to) {
		int end = from;
		while (end < to && !endsBare(bytes[end])) {
			end++;
		}
		boolean whole = end < to && this.length == 0 && end - from <= MAX_TEXT;
		if (!whole) {
			append(bytes, from, end);
		}
		if (end < to) {
			switch (bytes[end]) {
				case '"', '{', '[', ':' -> this.state = State.GIVEN_UP;
				default -> endBare(whole ? bytes : this.text, whole ? from : 0, whole ? end - from : this.length);
			}
		}
		return end;
	}

	private static boolean endsBare(byte next) {
		return switch (next) {
			case ',', '}', ']', ' ', '\n', '\r', '\t', '"', '{', '[', ':' -> true;
			default -> false;
		};
	}

	private void endBare(byte[] bytes, int from, int length) {
		boolean number = "-0123456789".indexOf(bytes[from]) != -1;
		boolean wanted = this.collector.isWanted() && !this.tooLong;
		String value = (wanted || !number) ? this.texts.of(bytes, from, length) : "";
		this.state = State.AFTER;
		if (number || value.equals("true") || value.equals("false")) {
			if (wanted) {
				this.collector.value(value);
			}
		}
		else if (!value.equals("null")) {
			this.state = State.GIVEN_UP;
		}
	}

	/** A text that is there as a whole is not copied. */
	private int readText(byte[] bytes, int from, int to) {
		if (this.escape > 0) {
			if (bytes[from] != '\n' || !endsWithLine()) {
				readEscape(bytes[from]);
			}
			return from + 1;
		}
		int end = from;
		while (end < to && bytes[end] != '"' && bytes[end] != '\\' && bytes[end] != '\n') {
			end++;
		}
		if (end < to && bytes[end] == '"' && this.length == 0 && end - from <= MAX_TEXT) {
			endText(bytes, from, end - from);
			return end + 1;
		}
		append(bytes, from, end);
		if (end == to) {
			return to;
		}
		switch (bytes[end]) {
			case '"' -> endText(this.text, 0, this.length);
			case '\\' -> this.escape = 5;
			default -> {
				if (!endsWithLine()) {
					append('\n');
				}
			}
		}
		return end + 1;
	}

	private void endText(byte[] bytes, int from, int length) {
		if (this.state == State.NAME) {
			if (this.tooLong) {
				this.collector.unknownMember();
			}
			else {
				this.collector.member(bytes, from, length, this.texts);
			}
			this.state = State.COLON;
			return;
		}
		if (this.tooLong) {
			this.collector.tooLong();
		}
		else {
			this.collector.value(this.texts.of(bytes, from, length));
		}
		this.state = State.AFTER;
	}

	private void readEscape(byte next) {
		if (this.escape < 5) {
			this.escaped = this.escaped << 4 | (Character.digit(next, 16) & 0xF);
			this.escape--;
			if (this.escape == 0) {
				for (byte part : String.valueOf((char) this.escaped).getBytes(StandardCharsets.UTF_8)) {
					append(part);
				}
			}
		}
		else if (next == 'u') {
			this.escaped = 0;
			this.escape--;
		}
		else {
			this.escape = 0;
			switch (next) {
				case 'n', 'r', 't', 'b', 'f' -> append(' ');
				default -> append(next);
			}
		}
	}

}
