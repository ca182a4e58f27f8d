package co.tokenr.capture;

import co.tokenr.response.ResponseReader;
import co.tokenr.response.ResponseUsage;

/**
 * Reads the usage from the body of one answer while it passes, decoded where it comes
 * compressed. Thread-safe: a body may be closed by another thread than the one that reads
 * it.
 */
final class AnswerReading {

	/** What an OpenAI stream ends with; room for the white space behind it. */
	private static final String DONE = "[DONE]";

	private static final int TAIL = 16;

	private final Object lock = new Object();

	private final ResponseReader reader;

	private final ContentDecoder decoder;

	private final byte[] tail = new byte[TAIL];

	private boolean finished;

	AnswerReading(String provider) {
		this.reader = new ResponseReader(provider);
		this.decoder = new ContentDecoder(this::decoded);
	}

	/**
	 * Takes the next bytes as they came.
	 */
	void read(byte[] bytes, int offset, int length) {
		synchronized (this.lock) {
			if (!this.finished) {
				this.decoder.read(bytes, offset, length);
			}
		}
	}

	private void decoded(byte[] bytes, int offset, int length) {
		this.reader.read(bytes, offset, length);
		int kept = Math.min(length, TAIL);
		System.arraycopy(this.tail, kept, this.tail, 0, TAIL - kept);
		System.arraycopy(bytes, offset + length - kept, this.tail, TAIL - kept, kept);
	}

	/**
	 * Tells what was understood so far.
	 */
	ResponseUsage soFar() {
		synchronized (this.lock) {
			return this.reader.finish(false);
		}
	}

	/**
	 * Tells whether the answer said that a stream is at its end, which a caller that
	 * knows the format need not wait for. No usage follows after that.
	 */
	boolean isDone() {
		synchronized (this.lock) {
			int end = TAIL;
			while (end > 0 && this.tail[end - 1] <= ' ') {
				end--;
			}
			int start = end - DONE.length();
			for (int i = 0; i < DONE.length() && start >= 0; i++) {
				if (this.tail[start + i] != DONE.charAt(i)) {
					return false;
				}
			}
			return start >= 0;
		}
	}

	/**
	 * Ends the reading.
	 * @param whole whether the body was read to its end
	 * @return what was understood
	 */
	ResponseUsage finish(boolean whole) {
		synchronized (this.lock) {
			this.finished = true;
			this.decoder.close();
			return this.reader.finish(whole);
		}
	}

}
