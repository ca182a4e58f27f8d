package co.tokenr.report.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One file of a spool. Written by one thread at a time and read by another; what both
 * need to know of it changes under its monitor.
 */
final class Segment {

	private static final Log logger = LogFactory.getLog(FileSpool.class);

	private final Path path;

	private long damaged;

	private @Nullable RandomAccessFile file;

	private long size = SegmentFormat.HEADER;

	private int count;

	private long lastSequence;

	private Segment(Path path) {
		this.path = path;
	}

	static Segment create(Path path) throws IOException {
		PrivateFiles.createFile(path);
		Segment segment = new Segment(path);
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		segment.file = file;
		try {
			file.write(SegmentFormat.header());
		}
		catch (IOException ex) {
			segment.seal();
			Files.deleteIfExists(path);
			throw ex;
		}
		return segment;
	}

	/**
	 * Looks through a segment that is there.
	 * @param path the file
	 * @param acknowledged the last record that is done with
	 * @return the segment, whose count is of the records behind that one
	 * @throws IOException if it cannot be read, or only by a later version
	 */
	static Segment open(Path path, long acknowledged) throws IOException {
		Segment segment = new Segment(path);
		try (SegmentReader reader = new SegmentReader(path)) {
			if (SegmentFormat.isOfTheFuture(reader.header())) {
				throw new FutureFormatException(path);
			}
			segment.size = reader.length();
			SpoolRecord next = reader.peek(segment.size);
			while (next != null) {
				segment.lastSequence = next.sequence();
				segment.count += (next.sequence() > acknowledged) ? 1 : 0;
				reader.pass();
				next = reader.peek(segment.size);
			}
		}
		return segment;
	}

	/**
	 * Writes records behind the others, all or none of them.
	 * @param records the records
	 * @param sync whether they are to outlive the machine at once
	 * @throws IOException if they were not written, as on a full disk
	 */
	void append(List<SpoolRecord> records, boolean sync) throws IOException {
		RandomAccessFile target = this.file;
		if (target == null) {
			throw new IOException("Sealed");
		}
		byte[] bytes = SegmentFormat.encode(records);
		try {
			target.seek(this.size);
			target.write(bytes);
			if (sync) {
				target.getFD().sync();
			}
		}
		catch (IOException ex) {
			target.setLength(this.size);
			throw ex;
		}
		synchronized (this) {
			this.size += bytes.length;
			this.count += records.size();
			this.lastSequence = records.get(records.size() - 1).sequence();
		}
	}

	void sync() throws IOException {
		RandomAccessFile target = this.file;
		if (target != null) {
			target.getFD().sync();
		}
	}

	/**
	 * Ends the writing.
	 * @throws IOException if the file cannot be closed
	 */
	void seal() throws IOException {
		RandomAccessFile target = this.file;
		synchronized (this) {
			this.file = null;
		}
		if (target != null) {
			target.close();
		}
	}

	synchronized boolean isSealed() {
		return this.file == null;
	}

	/**
	 * Says that a part could not be read, which keeps the file for whoever wants to see.
	 * @param bytes how much
	 */
	void damaged(long bytes) {
		this.damaged += bytes;
	}

	/** Deletes the file, or puts it aside where a part of it is damaged. */
	void remove() {
		try {
			if (this.damaged > 0) {
				Path aside = this.path.resolveSibling(this.path.getFileName() + ".damaged");
				logger.warn(this.damaged + " bytes of spooled usage events were damaged; the file is kept as " + aside);
				Files.move(this.path, aside);
			}
			else {
				Files.deleteIfExists(this.path);
			}
		}
		catch (IOException ex) {
			logger.debug("A segment could not be removed", ex);
		}
	}

	boolean isGone() {
		return !Files.exists(this.path);
	}

	Path path() {
		return this.path;
	}

	synchronized long size() {
		return this.size;
	}

	synchronized int count() {
		return this.count;
	}

	synchronized long lastSequence() {
		return this.lastSequence;
	}

}
