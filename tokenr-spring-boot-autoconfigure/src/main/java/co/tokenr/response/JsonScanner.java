package co.tokenr.response;

import java.nio.charset.StandardCharsets;

/**
 * Reads JSON documents byte by byte, one after the other or as the elements of one array.
 * Holds a name or a short text at most, whatever comes: what its collector does not want
 * is skipped without being kept, at any length and depth. A document that is no JSON is
 * given up, not reported. A parser of a library would hold every text whole, or fail at
 * the first that is too long.
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

	private final byte[] text = new byte[MAX_TEXT];

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
		for (int at = from; at < to; at++) {
			byte next = bytes[at];
			if (next == '\n' && this.lines && !this.rootArray && this.collector.count() > 0) {
				reset();
			}
			else if (this.state == State.SKIP || this.state == State.SKIP_TEXT) {
				skip(next);
			}
			else {
				accept(next);
			}
		}
	}

	private void accept(byte next) {
		switch (this.state) {
			case NAME, TEXT -> readText(next);
			case BARE -> readBare(next);
			case GIVEN_UP -> {
			}
			default -> {
				if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
					acceptToken(next);
				}
			}
		}
	}

	private void acceptToken(byte next) {
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
			default -> {
				startText(State.BARE);
				append(next);
			}
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

	private void skip(byte next) {
		if (this.state == State.SKIP_TEXT) {
			if (this.skippedEscape) {
				this.skippedEscape = false;
			}
			else if (next == '\\') {
				this.skippedEscape = true;
			}
			else if (next == '"') {
				this.state = (this.skipped > 0) ? State.SKIP : State.AFTER;
			}
			return;
		}
		switch (next) {
			case '"' -> this.state = State.SKIP_TEXT;
			case '{', '[' -> this.skipped++;
			case '}', ']' -> {
				this.skipped--;
				if (this.skipped == 0) {
					this.state = State.AFTER;
				}
			}
			default -> {
			}
		}
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

	private String text() {
		return new String(this.text, 0, this.length, StandardCharsets.UTF_8);
	}

	private void readBare(byte next) {
		switch (next) {
			case ',', '}', ']', ' ', '\n', '\r', '\t' -> {
				endBare();
				accept(next);
			}
			case '"', '{', '[', ':' -> this.state = State.GIVEN_UP;
			default -> append(next);
		}
	}

	private void endBare() {
		String value = text();
		this.state = State.AFTER;
		if (value.equals("true") || value.equals("false") || "-0123456789".indexOf(value.charAt(0)) != -1) {
			if (!this.tooLong) {
				this.collector.value(value);
			}
		}
		else if (!value.equals("null")) {
			this.state = State.GIVEN_UP;
		}
	}

	private void readText(byte next) {
		if (this.escape > 0) {
			readEscape(next);
		}
		else if (next == '\\') {
			this.escape = 5;
		}
		else if (next != '"') {
			append(next);
		}
		else if (this.state == State.NAME) {
			this.collector.member(this.tooLong ? null : text());
			this.state = State.COLON;
		}
		else {
			if (this.tooLong) {
				this.collector.tooLong();
			}
			else {
				this.collector.value(text());
			}
			this.state = State.AFTER;
		}
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
