package co.tokenr.report.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a segment in order, passing over what is damaged. The segment may
 * grow meanwhile. Used by one thread.
 */
final class SegmentReader implements Closeable {

	private static final int WINDOW = 64 * 1024;

	private static final int LARGEST_WINDOW = SegmentFormat.RECORD_HEADER + SpoolRecord.MAX_BYTES;

	private final RandomAccessFile file;

	private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);

	private long windowStart = SegmentFormat.HEADER;

	private @Nullable SpoolRecord peeked;

	private long passed;

	private long skipped;

	SegmentReader(Path path) throws IOException {
		this.file = new RandomAccessFile(path.toFile(), "r");
	}

	byte[] header() throws IOException {
		byte[] header = new byte[(int) Math.min(SegmentFormat.HEADER, this.file.length())];
		this.file.seek(0);
		this.file.readFully(header);
		return header;
	}

	long length() throws IOException {
		return this.file.length();
	}

	/**
	 * Returns the next record without taking it.
	 * @param end how much of the segment is written
	 * @return the record, or {@code null} where there is none up to there
	 * @throws IOException if the segment cannot be read
	 */
	@Nullable SpoolRecord peek(long end) throws IOException {
		while (this.peeked == null) {
			this.peeked = SegmentFormat.next(this.window);
			if (this.peeked == null && !fill(end)) {
				return null;
			}
		}
		return this.peeked;
	}

	/**
	 * Takes the record that was looked at.
	 */
	void pass() {
		if (this.peeked != null) {
			this.passed += SegmentFormat.sizeOf(this.peeked);
			this.skipped = this.windowStart + this.window.position() - SegmentFormat.HEADER - this.passed;
			this.peeked = null;
		}
	}

	/**
	 * Returns how much was passed over to reach the last record.
	 * @return the size of what is damaged in the middle, in bytes
	 */
	long skipped() {
		return this.skipped;
	}

	private boolean fill(long end) throws IOException {
		long start = this.windowStart + this.window.position();
		long windowEnd = this.windowStart + this.window.limit();
		long available = Math.min(end, this.file.length());
		if (windowEnd >= available) {
			return false;
		}
		boolean stuck = this.window.position() == 0 && this.window.limit() == this.window.capacity();
		if (stuck && this.window.capacity() < LARGEST_WINDOW) {
			this.window = ByteBuffer.allocate(LARGEST_WINDOW);
		}
		int length = (int) Math.min(this.window.capacity(), available - start);
		this.file.seek(start);
		this.file.readFully(this.window.array(), 0, length);
		this.window.position(0).limit(length);
		this.windowStart = start;
		return true;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
