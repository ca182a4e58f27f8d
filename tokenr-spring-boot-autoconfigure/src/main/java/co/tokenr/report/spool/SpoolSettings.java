package co.tokenr.report.spool;

import java.nio.file.Path;

/**
 * How records are kept in files.
 *
 * @param directory where they are; made where it is missing, readable for its owner only
 * @param maxBytes how much of the disk they take at most; at least 64 KiB
 * @param reservedBytes how much of the disk is left to others; zero or more
 * @param fsync when records outlive not only the process but the machine
 */
public record SpoolSettings(Path directory, long maxBytes, long reservedBytes, Fsync fsync) {

	/** What is left to others unless something else is said: 64 MiB. */
	public static final long RESERVED = 64L * 1024 * 1024;

	private static final long LARGEST_SEGMENT = 4L * 1024 * 1024;

	private static final long SEGMENTS = 8;

	/**
	 * Checks the settings.
	 * @param directory where records are
	 * @param maxBytes how much of the disk they take at most
	 * @param reservedBytes how much of the disk is left to others
	 * @param fsync when records outlive the machine
	 * @throws IllegalArgumentException if one is out of range; names the property
	 */
	public SpoolSettings {
		if (maxBytes < 64 * 1024) {
			throw new IllegalArgumentException(
					"Set 'tokenr.reporter.spool.max-size' to a value of 64KB or more; it is " + maxBytes + "B");
		}
	}

	/**
	 * Returns these settings for a directory below.
	 * @param child name of the directory
	 * @return the settings
	 */
	public SpoolSettings in(String child) {
		return new SpoolSettings(this.directory.resolve(child), this.maxBytes, this.reservedBytes, this.fsync);
	}

	long segmentBytes() {
		return Math.min(LARGEST_SEGMENT, this.maxBytes / SEGMENTS);
	}

	/**
	 * When records outlive the machine.
	 */
	public enum Fsync {

		/** Once a second, at the end of a segment and at shutdown. */
		INTERVAL,

		/** Before a record counts as kept. */
		ALWAYS

	}

}
