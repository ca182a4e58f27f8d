package co.tokenr.response;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads server-sent events, as the HTML standard defines them: lines end in CR, LF or
 * both, data may come in several lines, comments and unknown fields are passed over. A
 * document counts as soon as it is closed, so that neither a missing last blank line nor
 * a missing {@code [DONE]} loses it, and ends with its event, however broken it is.
 */
final class EventStreamScanner {

	private static final byte[] BLANK = { '\n' };

	private static final byte[] DATA = { 'd', 'a', 't', 'a' };

	private static final byte[] EVENT = { 'e', 'v', 'e', 'n', 't' };

	private static final byte[] ERROR = { 'e', 'r', 'r', 'o', 'r' };

	/** A one in each byte. */
	private static final long EACH = 0x0101010101010101L;

	/** The upper bit of each byte. */
	private static final long UPPER = 0x8080808080808080L;

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int MAX_FIELD = 8;

	private static final int MAX_NAME = 16;

	private enum State {

		FIELD, SPACE, DATA, EVENT, IGNORED

	}

	private final JsonScanner json;

	private final Runnable errorEvents;

	private final byte[] buffer = new byte[MAX_NAME];

	private int length;

	private State state = State.FIELD;

	private boolean isData;

	private boolean carriageReturn;

	/**
	 * Creates a scanner.
	 * @param json reads the data
	 * @param errorEvents is told of each event that is named {@code error}
	 */
	EventStreamScanner(JsonScanner json, Runnable errorEvents) {
		this.json = json;
		this.errorEvents = errorEvents;
	}

	void read(byte[] bytes, int from, int to) {
		int at = from;
		while (at < to) {
			byte next = bytes[at];
			if (next == '\n' || next == '\r') {
				if (next == '\r' || !this.carriageReturn) {
					endLine();
				}
				this.carriageReturn = next == '\r';
				at++;
				continue;
			}
			this.carriageReturn = false;
			if (this.state == State.SPACE) {
				startValue();
				if (next == ' ') {
					at++;
					continue;
				}
			}
			if (this.state == State.DATA) {
				int end = endOfLine(bytes, at, to);
				this.json.read(bytes, at, end);
				at = end;
			}
			else {
				accept(next);
				at++;
			}
		}
	}

	/** The body is over: a last line that nothing ended may name the event. */
	void finish() {
		if (this.state == State.EVENT) {
			endLine();
		}
	}

	private void accept(byte next) {
		if (this.state == State.EVENT) {
			append(next, MAX_NAME);
		}
		else if (this.state == State.FIELD) {
			if (next == ':') {
				startField();
			}
			else {
				append(next, MAX_FIELD);
			}
		}
	}

	private void append(byte next, int max) {
		if (this.length < max) {
			this.buffer[this.length++] = next;
		}
	}

	private boolean holds(byte[] name) {
		return Arrays.equals(this.buffer, 0, this.length, name, 0, name.length);
	}

	private void startField() {
		this.isData = holds(DATA);
		this.state = (this.isData || holds(EVENT)) ? State.SPACE : State.IGNORED;
		this.length = 0;
	}

	private void startValue() {
		this.state = this.isData ? State.DATA : State.EVENT;
	}

	private void endLine() {
		if (this.state == State.FIELD && this.length == 0) {
			this.json.reset();
		}
		else if (this.state == State.EVENT && holds(ERROR)) {
			this.errorEvents.run();
		}
		else if (this.state == State.DATA) {
			this.json.read(BLANK, 0, 1);
		}
		this.state = State.FIELD;
		this.length = 0;
	}

	private static int endOfLine(byte[] bytes, int from, int to) {
		int at = from;
		while (at + Long.BYTES <= to && !holdsEnd((long) LONGS.get(bytes, at))) {
			at += Long.BYTES;
		}
		while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
			at++;
		}
		return at;
	}

	/** Whether one of eight bytes ends a line, or may do so. */
	private static boolean holdsEnd(long eight) {
		return (holdsZero(eight ^ '\n' * EACH) | holdsZero(eight ^ '\r' * EACH)) != 0;
	}

	/** Not zero where a byte is: only then it borrows from its upper bit. */
	private static long holdsZero(long eight) {
		return (eight - EACH) & ~eight & UPPER;
	}

}
