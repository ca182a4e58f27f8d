package co.tokenr.capture.webclient;

import java.nio.ByteBuffer;

import co.tokenr.capture.HttpCallRecorder;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Looks at a buffer that someone else is going to read: moves no position and releases
 * nothing.
 */
final class BufferLook {

	private static final int CHUNK = 8192;

	private final HttpCallRecorder calls;

	BufferLook(HttpCallRecorder calls) {
		this.calls = calls;
	}

	void at(DataBuffer buffer, Sink sink) {
		try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
			while (parts.hasNext()) {
				ByteBuffer part = parts.next();
				byte[] chunk = new byte[Math.min(CHUNK, part.remaining())];
				while (part.hasRemaining()) {
					int count = Math.min(chunk.length, part.remaining());
					part.get(chunk, 0, count);
					sink.take(chunk, 0, count);
				}
			}
		}
		catch (Throwable ex) {
			this.calls.swallow("look at a buffer", ex);
		}
	}

	/** Takes bytes. */
	interface Sink {

		void take(byte[] bytes, int offset, int length);

	}

}
