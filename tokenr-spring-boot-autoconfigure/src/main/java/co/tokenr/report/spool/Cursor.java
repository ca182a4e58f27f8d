package co.tokenr.report.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * How far a spool was read, on disk: two slots that are written in turn, each with a
 * checksum, so that one survives whatever happens to the other. Where both are broken the
 * reading starts from the beginning, which repeats records and loses none. Used by one
 * thread at a time.
 */
final class Cursor implements Closeable {

	private static final long MAGIC = 0x544B4E5243555200L;

	private static final int VERSION = 1;

	private static final int SLOT = 64;

	private static final int CONTENT = 32;

	private final RandomAccessFile file;

	private State state;

	private Cursor(RandomAccessFile file, State state) {
		this.file = file;
		this.state = state;
	}

	static Cursor create(Path path) throws IOException {
		PrivateFiles.createFile(path);
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		// takes its place on the disk now, while there is some
		file.write(new byte[2 * SLOT]);
		return new Cursor(file, new State(0, 0, 0));
	}

	static Cursor open(Path path) throws IOException {
		if (!PrivateFiles.isFile(path)) {
			return create(path);
		}
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		try {
			byte[] bytes = new byte[2 * SLOT];
			int length = Math.max(0, file.read(bytes));
			State first = read(path, bytes, 0, length);
			State second = read(path, bytes, SLOT, length);
			return new Cursor(file, (second.generation() > first.generation()) ? second : first);
		}
		catch (IOException ex) {
			file.close();
			throw ex;
		}
	}

	private static State read(Path path, byte[] bytes, int offset, int length) throws IOException {
		ByteBuffer slot = ByteBuffer.wrap(bytes, offset, SLOT);
		long magic = slot.getLong();
		State state = new State(slot.getLong(), slot.getLong(), slot.getLong());
		boolean sound = offset + SLOT <= length && (magic & ~0xFFL) == MAGIC
				&& slot.getInt() == SegmentFormat.crc(bytes, offset, CONTENT);
		if (sound && (magic & 0xFF) > VERSION) {
			throw new FutureFormatException(path);
		}
		return sound ? state : new State(0, 0, 0);
	}

	long acknowledged() {
		return this.state.acknowledged();
	}

	/**
	 * Returns the last record of the batch that is in flight.
	 * @return its sequence number, or one that is acknowledged where there is none
	 */
	long inFlightTo() {
		return this.state.inFlightTo();
	}

	/**
	 * Writes the other slot.
	 * @param acknowledged the last record that is done with
	 * @param inFlightTo the last record of the batch that begins behind it, or the same
	 * number where none does
	 * @throws IOException if the slot cannot be written
	 */
	void write(long acknowledged, long inFlightTo) throws IOException {
		State next = new State(this.state.generation() + 1, acknowledged, inFlightTo);
		ByteBuffer slot = ByteBuffer.allocate(SLOT);
		slot.putLong(MAGIC | VERSION).putLong(next.generation()).putLong(acknowledged).putLong(inFlightTo);
		slot.putInt(SegmentFormat.crc(slot.array(), 0, CONTENT));
		this.file.seek(SLOT * (next.generation() % 2));
		this.file.write(slot.array());
		this.state = next;
	}

	void sync() throws IOException {
		this.file.getFD().sync();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	private record State(long generation, long acknowledged, long inFlightTo) {
	}

}
