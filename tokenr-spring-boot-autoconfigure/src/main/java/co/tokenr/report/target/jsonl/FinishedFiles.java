package co.tokenr.report.target.jsonl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files beside the one that is written to: {@code usage-20260304T050607089Z.jsonl}
 * beside {@code usage.jsonl}. The time is that of the end, in UTC, so that names sort as
 * the files were written; a name is never given twice.
 */
final class FinishedFiles {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final Path path;

	private final String stem;

	private final String extension;

	FinishedFiles(Path path) {
		this.path = path.toAbsolutePath();
		String name = String.valueOf(path.getFileName());
		int dot = name.lastIndexOf('.');
		this.stem = (dot > 0) ? name.substring(0, dot) : name;
		this.extension = (dot > 0) ? name.substring(dot) : "";
	}

	/**
	 * Gives the file a name of its own, never that of another.
	 * @param now the time
	 * @throws IOException if that is not possible
	 */
	void add(Instant now) throws IOException {
		Instant time = now;
		Path target = named(time);
		while (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
			time = time.plusMillis(1);
			target = named(time);
		}
		Files.move(this.path, target);
	}

	private Path named(Instant time) {
		return this.path.resolveSibling(this.stem + "-" + TIME.format(time) + this.extension);
	}

	/**
	 * Deletes the oldest.
	 * @param kept how many stay
	 * @throws IOException if that is not possible
	 */
	void prune(int kept) throws IOException {
		List<Path> files = list();
		for (Path file : files.subList(0, Math.max(0, files.size() - kept))) {
			Files.deleteIfExists(file);
		}
	}

	/**
	 * Returns the files.
	 * @return the oldest first
	 * @throws IOException if the directory cannot be read
	 */
	List<Path> list() throws IOException {
		Pattern names = Pattern.compile(Pattern.quote(this.stem) + "-\\d{8}T\\d{9}Z" + Pattern.quote(this.extension));
		Path directory = this.path.resolveSibling("");
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> names.matcher(String.valueOf(file.getFileName())).matches())
				.sorted(Comparator.naturalOrder())
				.toList();
		}
	}

}
