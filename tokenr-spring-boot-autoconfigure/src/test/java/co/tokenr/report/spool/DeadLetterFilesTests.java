package co.tokenr.report.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterFilesTests {

	@TempDir
	Path directory;

	@Test
	void readsTheLatestFirstAndThoseOfEarlierProcesses() {
		store(10_000).keep(letters("a", "b"));
		DeadLetterFiles next = store(10_000);
		next.keep(letters("c"));
		next.keep(letters("d"));
		assertThat(read(next)).containsExactly("d", "c", "b", "a");
		assertThat(next.discarded()).isZero();
	}

	@Test
	void keepsTheOrderOfFilesThatAreMadeInOneMillisecond() {
		List<String> kept = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			kept.add(0, Integer.toString(i));
			// a new store begins a new file
			store(10_000).keep(letters(Integer.toString(i)));
		}
		assertThat(read(store(10_000))).isEqualTo(kept);
	}

	@Test
	void keepsTheOrderOfFilesWhileTheClockIsPutBack() throws IOException {
		store(10_000).keep(letters("tomorrow"));
		long tomorrow = System.currentTimeMillis() + 86_400_000;
		Files.move(files().get(0),
				this.directory.resolve("dead").resolve(String.format("%012x-0000000000000000.jsonl", tomorrow)));
		for (int i = 0; i < 20; i++) {
			store(10_000).keep(letters("today " + i));
		}
		assertThat(read(store(10_000))).hasSize(21).startsWith("today 19", "today 18").endsWith("today 0", "tomorrow");
	}

	@Test
	void keepsItsBoundAndCountsWhatItGivesUp() throws IOException {
		DeadLetterFiles store = store(16_000);
		for (int i = 0; i < 500; i++) {
			store.keep(letters(String.format("%099d", i)));
			assertThat(size()).isLessThanOrEqualTo(16_000);
		}
		List<String> kept = read(store);
		assertThat(kept).hasSizeGreaterThan(130);
		assertThat(kept.size() + store.discarded()).isEqualTo(500);
		assertThat(kept)
			.isEqualTo(IntStream.range(0, kept.size()).mapToObj((i) -> String.format("%099d", 499 - i)).toList());
	}

	@Test
	void leavesOutTheHalfLineOfAKilledProcess() throws IOException {
		store(10_000).keep(letters("whole"));
		Files.writeString(files().get(0), "{\"ha", StandardOpenOption.APPEND);
		DeadLetterFiles next = store(10_000);
		next.keep(letters("next"));
		assertThat(read(next)).containsExactly("next", "whole");
	}

	@Test
	void goesOnAfterItsFilesWereDeleted() throws IOException {
		DeadLetterFiles store = store(10_000);
		store.keep(letters("a"));
		Files.delete(files().get(0));
		Files.delete(this.directory.resolve("dead"));
		store.keep(letters("b"));
		assertThat(read(store)).containsExactly("b");
	}

	@Test
	void countsWhatFindsNoPlace() throws IOException {
		Files.createFile(this.directory.resolve("dead"));
		DeadLetterFiles store = store(10_000);
		store.keep(letters("a", "b"));
		assertThat(read(store)).isEmpty();
		assertThat(store.discarded()).isEqualTo(2);
	}

	@Test
	void leavesTheReserveOfTheDiskToOthers() {
		DeadLetterFiles store = new DeadLetterFiles(
				new SpoolSettings(this.directory, 64 * 1024, Long.MAX_VALUE / 2, SpoolSettings.Fsync.INTERVAL));
		store.keep(letters("a"));
		assertThat(store.discarded()).isOne();
	}

	@Test
	void writesForItsOwnerOnlyAndFollowsNoLink() throws IOException {
		store(10_000).keep(letters("a"));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0)))).isEqualTo("rw-------");
		Path elsewhere = Files.createDirectory(this.directory.resolve("elsewhere"));
		Path linked = Files.createDirectory(this.directory.resolve("linked"));
		Files.createSymbolicLink(linked.resolve("dead"), elsewhere);
		DeadLetterFiles store = new DeadLetterFiles(
				new SpoolSettings(linked, 64 * 1024, 0, SpoolSettings.Fsync.INTERVAL));
		store.keep(letters("a"));
		assertThat(elsewhere).isEmptyDirectory();
		assertThat(store.discarded()).isOne();
	}

	private DeadLetterFiles store(long maxBytes) {
		return new DeadLetterFiles(new SpoolSettings(this.directory, 64 * 1024, 0, SpoolSettings.Fsync.INTERVAL),
				maxBytes);
	}

	private static List<byte[]> letters(String... letters) {
		return Stream.of(letters).map((letter) -> letter.getBytes(StandardCharsets.US_ASCII)).toList();
	}

	private static List<String> read(DeadLetterStore store) {
		List<String> letters = new ArrayList<>();
		store.read((letter) -> letters.add(new String(letter, StandardCharsets.US_ASCII)));
		return letters;
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory.resolve("dead"))) {
			return files.sorted().toList();
		}
	}

	private long size() throws IOException {
		long size = 0;
		for (Path file : files()) {
			size += Files.size(file);
		}
		return size;
	}

}
