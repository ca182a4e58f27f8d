package co.tokenr.capture.okhttp;

import okio.Buffer;

/**
 * Looks at bytes in a buffer that someone else is going to read.
 */
final class BufferLook {

	private static final int CHUNK = 8192;

	private BufferLook() {
	}

	static void at(Buffer buffer, long offset, long count, Sink sink) {
		// a copy shares the segments
		Buffer copy = new Buffer();
		buffer.copyTo(copy, offset, count);
		byte[] chunk = new byte[(int) Math.min(CHUNK, count)];
		int length = copy.read(chunk, 0, chunk.length);
		while (length > 0) {
			sink.take(chunk, 0, length);
			length = copy.read(chunk, 0, chunk.length);
		}
	}

	/** Takes bytes; never throws. */
	interface Sink {

		void take(byte[] bytes, int offset, int length);

	}

}
