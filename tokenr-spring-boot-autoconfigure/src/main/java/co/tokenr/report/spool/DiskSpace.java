package co.tokenr.report.spool;

import java.io.File;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the spools of one target take of the disk together, and whether they may take
 * more. Thread-safe.
 */
final class DiskSpace {

	private final File directory;

	private final long maxBytes;

	private final long reservedBytes;

	private final AtomicLong bytes = new AtomicLong();

	DiskSpace(SpoolSettings settings) {
		this.directory = settings.directory().toFile();
		this.maxBytes = settings.maxBytes();
		this.reservedBytes = settings.reservedBytes();
	}

	/**
	 * Returns how much may be written.
	 * @return the size in bytes, zero or less for nothing
	 */
	long room() {
		return Math.min(this.maxBytes - this.bytes.get(), this.directory.getUsableSpace() - this.reservedBytes);
	}

	void taken(long size) {
		this.bytes.addAndGet(size);
	}

	void given(long size) {
		this.bytes.addAndGet(-size);
	}

}
