package co.tokenr.report.target.jsonl;

import java.nio.file.Path;
import java.time.Duration;

import co.tokenr.report.Egress;

/**
 * Where and how events are written to a file. Immutable and valid.
 *
 * @param path the file; its directory is made where it is missing
 * @param maxSize size in bytes from which a new file is begun, at least 64 KiB. A batch
 * is never torn apart, so a file may be larger by one batch that is larger than this
 * @param rotationInterval a new file is begun when another interval has begun, counted
 * from midnight UTC of 1970-01-01; zero for never, else at least one second
 * @param maxHistory how many finished files are kept; 0 for all
 * @param fsync whether events count as delivered when they are on the disk, not when the
 * operating system has them
 * @param egress which attribution is written
 */
public record JsonlSettings(Path path, long maxSize, Duration rotationInterval, int maxHistory, boolean fsync,
		Egress egress) {

	private static final long SMALLEST = 64 * 1024;

	/**
	 * Checks the settings.
	 * @param path the file
	 * @param maxSize size in bytes from which a new file is begun
	 * @param rotationInterval when a new file is begun
	 * @param maxHistory how many finished files are kept
	 * @param fsync whether events are forced to the disk
	 * @param egress which attribution is written
	 * @throws IllegalArgumentException if one is out of range; names the property
	 */
	public JsonlSettings {
		check(path.getFileName() != null, "path", "the path of a file", path);
		check(maxSize >= SMALLEST, "max-size", "64KB or more", maxSize + "B");
		check(rotationInterval.isZero() || rotationInterval.compareTo(Duration.ofSeconds(1)) >= 0, "rotation-interval",
				"1s or more, or to 0", rotationInterval);
		check(maxHistory >= 0, "max-history", "0 or more", maxHistory);
	}

	/**
	 * Settings by which all is written as it is.
	 * @param path the file
	 * @param maxSize size in bytes from which a new file is begun
	 * @param rotationInterval when a new file is begun
	 * @param maxHistory how many finished files are kept
	 * @param fsync whether events are forced to the disk
	 * @throws IllegalArgumentException if one is out of range; names the property
	 */
	public JsonlSettings(Path path, long maxSize, Duration rotationInterval, int maxHistory, boolean fsync) {
		this(path, maxSize, rotationInterval, maxHistory, fsync, Egress.EVERYTHING);
	}

	private static void check(boolean valid, String property, String valids, Object value) {
		if (!valid) {
			throw new IllegalArgumentException(
					"Set 'tokenr.export.jsonl." + property + "' to " + valids + "; it is " + value);
		}
	}

}
