package co.tokenr.report.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Spools of files for tests, and what a killed process leaves of them.
 */
final class SpoolFiles {

	private SpoolFiles() {
	}

	static SpoolSettings settings(Path directory) {
		return new SpoolSettings(directory, 64 * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL);
	}

	static SpoolDirectory in(Path directory) {
		return new SpoolDirectory(settings(directory));
	}

	static SpoolDirectory in(Path directory, LongSupplier nanoTime) {
		return new SpoolDirectory(settings(directory), nanoTime);
	}

	static List<SpoolRecord> records(long from, long to) {
		return LongStream.rangeClosed(from, to).mapToObj(SpoolFiles::record).toList();
	}

	static SpoolRecord record(long sequence) {
		return new SpoolRecord(sequence, ("{\"record\":" + sequence + "}").getBytes(StandardCharsets.UTF_8));
	}

	static List<Long> sequences(List<SpoolRecord> records) {
		return records.stream().map(SpoolRecord::sequence).toList();
	}

	static List<Long> range(long from, long to) {
		return LongStream.rangeClosed(from, to).boxed().toList();
	}

	/** Takes all there is, and checks that each is what was put in. */
	static List<Long> drain(Spool spool) {
		List<Long> found = new ArrayList<>();
		List<SpoolRecord> batch = spool.take(100, Long.MAX_VALUE);
		while (!batch.isEmpty()) {
			for (SpoolRecord record : batch) {
				if (!new String(record.bytes(), StandardCharsets.UTF_8)
					.equals("{\"record\":" + record.sequence() + "}")) {
					throw new AssertionError("Record " + record.sequence() + " is not what was put in");
				}
				found.add(record.sequence());
			}
			spool.acknowledge(found.get(found.size() - 1));
			batch = spool.take(100, Long.MAX_VALUE);
		}
		return found;
	}

	static Path instance(Path root) throws IOException {
		try (DirectoryStream<Path> children = Files.newDirectoryStream(root, "inst-*")) {
			return children.iterator().next();
		}
	}

	static List<Path> list(Path directory) throws IOException {
		List<Path> found = new ArrayList<>();
		if (Files.exists(directory)) {
			try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
				children.forEach(found::add);
			}
		}
		return found;
	}

	static Path segment(Path instance) throws IOException {
		return FileSpool.segments(instance).get(0);
	}

	/** What is on the disk of a process that is killed now: all but its lock. */
	static Path killed(Path instance, Path root) throws IOException {
		Path copy = Files.createDirectories(root.resolve(instance.getFileName()));
		for (Path file : list(instance)) {
			if (!file.endsWith(".owner")) {
				Files.copy(file, copy.resolve(file.getFileName()));
			}
		}
		return copy;
	}

}
