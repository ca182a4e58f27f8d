package co.tokenr.capture;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the copy of a body that some clients hand on as the server sent it, compressed
 * by gzip. Told by the magic bytes, since other clients decompress and keep the header.
 * Bounded: holds one small buffer, and gives up where a body swells beyond reason. Not
 * thread-safe.
 */
final class ContentDecoder implements AutoCloseable {

	private static final int BUFFER = 8192;

	/** Far beyond any answer of a model; less than a bomb needs. */
	private static final long MAX_DECODED = 256L * 1024 * 1024;

	private final Sink sink;

	private final GzipHeader header = new GzipHeader();

	private int magic;

	private boolean plain;

	private boolean done;

	private @Nullable Inflater inflater;

	private byte @Nullable [] buffer;

	private long decoded;

	ContentDecoder(Sink sink) {
		this.sink = sink;
	}

	/**
	 * Takes the next bytes as they came.
	 */
	void read(byte[] bytes, int offset, int length) {
		int start = offset;
		int end = offset + length;
		while (!this.plain && this.magic < 2 && start < end) {
			byte next = bytes[start];
			if (next != (byte) ((this.magic == 0) ? 0x1F : 0x8B)) {
				this.plain = true;
				if (this.magic == 1) {
					this.sink.read(new byte[] { 0x1F }, 0, 1);
				}
				break;
			}
			this.magic++;
			start++;
		}
		if (this.plain) {
			this.sink.read(bytes, start, end - start);
			return;
		}
		while (start < end && !this.header.isRead()) {
			this.header.take(bytes[start++]);
		}
		if (start < end && !this.done) {
			inflate(bytes, start, end - start);
		}
	}

	private void inflate(byte[] bytes, int offset, int length) {
		if (this.inflater == null || this.buffer == null) {
			this.inflater = new Inflater(true);
			this.buffer = new byte[BUFFER];
		}
		this.inflater.setInput(bytes, offset, length);
		try {
			int count = this.inflater.inflate(this.buffer);
			while (count > 0 && this.decoded < MAX_DECODED) {
				this.decoded += count;
				this.sink.read(this.buffer, 0, count);
				count = this.inflater.inflate(this.buffer);
			}
			this.done = this.inflater.finished() || this.decoded >= MAX_DECODED;
		}
		catch (DataFormatException ex) {
			this.done = true;
		}
		// the array is the caller's
		this.inflater.setInput(new byte[0]);
	}

	@Override
	public void close() {
		this.done = true;
		if (this.inflater != null) {
			this.inflater.end();
		}
	}

	/** Takes decoded bytes. */
	interface Sink {

		void read(byte[] bytes, int offset, int length);

	}

}
