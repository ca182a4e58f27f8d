package co.tokenr.report.spool;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * How records stand in a segment: a header of {@code "TKNRSPL"}, the version and its
 * CRC-32C, and then for each record a marker, its length, its sequence number, a CRC-32C
 * over these two and the content, and the content. The marker is no part of any text in
 * UTF-8, so that the next record behind a damaged one is found. A checksum finds
 * accidents; it is no protection against somebody who may write to the directory.
 */
final class SegmentFormat {

	static final int VERSION = 1;

	static final int HEADER = 12;

	static final int RECORD_HEADER = 20;

	private static final long MAGIC = 0x544B4E5253504C00L;

	private static final int MARKER = 0xFFFE544B;

	/** Where the length of a record stands in it, before the sequence number. */
	private static final int LENGTH = 4;

	/** Where its checksum does. */
	private static final int CHECKSUM = 16;

	private SegmentFormat() {
	}

	static byte[] header() {
		ByteBuffer header = ByteBuffer.allocate(HEADER).putLong(MAGIC | VERSION);
		return header.putInt(crc(header.array(), 0, 8)).array();
	}

	/**
	 * Tells whether a segment was written by a later version of this class. A header that
	 * is damaged is not: its records say for themselves whether they are sound.
	 * @param header the first bytes of the segment
	 * @return whether it must be left alone
	 */
	static boolean isOfTheFuture(byte[] header) {
		if (header.length < HEADER) {
			return false;
		}
		ByteBuffer buffer = ByteBuffer.wrap(header);
		long magic = buffer.getLong();
		return buffer.getInt() == crc(header, 0, 8) && (magic & ~0xFFL) == MAGIC && (magic & 0xFF) > VERSION;
	}

	static int sizeOf(SpoolRecord record) {
		return RECORD_HEADER + record.bytes().length;
	}

	static byte[] encode(List<SpoolRecord> records) {
		int size = 0;
		for (SpoolRecord record : records) {
			size += sizeOf(record);
		}
		ByteBuffer buffer = ByteBuffer.allocate(size);
		CRC32C crc = new CRC32C();
		for (SpoolRecord record : records) {
			int start = buffer.position();
			byte[] bytes = record.bytes();
			buffer.putInt(MARKER).putInt(bytes.length).putLong(record.sequence()).putInt(0).put(bytes);
			buffer.putInt(start + CHECKSUM, crc(crc, buffer.array(), start, bytes.length));
		}
		return buffer.array();
	}

	/**
	 * Finds the first sound record.
	 * @param buffer a part of a segment; left behind the record, or at the place where
	 * one may begin that is not all there yet
	 * @return the record, or {@code null} where there is none in this part
	 */
	static @Nullable SpoolRecord next(ByteBuffer buffer) {
		int start = buffer.position();
		int cut = -1;
		while (buffer.limit() - start >= RECORD_HEADER) {
			if (buffer.getInt(start) == MARKER) {
				int length = buffer.getInt(start + 4);
				if (length > 0 && length <= SpoolRecord.MAX_BYTES) {
					if (length > buffer.limit() - start - RECORD_HEADER) {
						cut = (cut < 0) ? start : cut;
					}
					else if (isSound(buffer, start, length)) {
						return read(buffer, start, length);
					}
				}
			}
			start++;
		}
		buffer.position((cut >= 0) ? cut : Math.max(start, buffer.position()));
		return null;
	}

	private static boolean isSound(ByteBuffer buffer, int start, int length) {
		return buffer.getInt(start + CHECKSUM) == crc(new CRC32C(), buffer.array(), buffer.arrayOffset() + start,
				length);
	}

	private static SpoolRecord read(ByteBuffer buffer, int start, int length) {
		byte[] bytes = new byte[length];
		buffer.get(start + RECORD_HEADER, bytes);
		buffer.position(start + RECORD_HEADER + length);
		return new SpoolRecord(buffer.getLong(start + 8), bytes);
	}

	static int crc(byte[] bytes, int offset, int length) {
		CRC32C crc = new CRC32C();
		crc.update(bytes, offset, length);
		return (int) crc.getValue();
	}

	/**
	 * Of a record as it stands there: its length and sequence number, and the content.
	 */
	private static int crc(CRC32C crc, byte[] bytes, int start, int length) {
		crc.reset();
		crc.update(bytes, start + LENGTH, CHECKSUM - LENGTH);
		crc.update(bytes, start + RECORD_HEADER, length);
		return (int) crc.getValue();
	}

}
