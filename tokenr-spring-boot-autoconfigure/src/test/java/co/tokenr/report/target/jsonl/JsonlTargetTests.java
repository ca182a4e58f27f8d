package co.tokenr.report.target.jsonl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import co.tokenr.SeededRandom;
import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.RetryableDeliveryException;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.TestEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class JsonlTargetTests {

	private static final Instant EVENING = Instant.parse("2026-03-04T23:59:50.123Z");

	@TempDir
	Path directory;

	private Path path;

	private Instant now = EVENING;

	private Runnable meanwhile = () -> {
	};

	private final List<JsonlTarget> targets = new ArrayList<>();

	@AfterEach
	void close() {
		this.targets.forEach(JsonlTarget::close);
	}

	@Test
	void appendsEachEventAsItIsStoredOnALineOfItsOwn() throws Exception {
		JsonlTarget target = target(64 * 1024, 0);
		List<StoredEvent> events = TestEvents.stored(TestEvents.numbered(3));
		assertAccepted(target.deliver(events.subList(0, 2)), 2);
		assertAccepted(target.deliver(events.subList(2, 3)), 1);
		assertThat(Files.readString(this.path)).isEqualTo(text(events));
	}

	@Test
	void makesTheFileAndItsDirectoryForTheOwnerOnly() throws Exception {
		target(64 * 1024, 0).deliver(TestEvents.stored(TestEvents.event()));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path.getParent())))
			.isEqualTo("rwx------");
	}

	@Test
	void goesOnBehindWhatIsThere() throws Exception {
		List<StoredEvent> events = TestEvents.stored(TestEvents.numbered(2));
		JsonlTarget first = target(64 * 1024, 0);
		first.deliver(events.subList(0, 1));
		first.close();
		target(64 * 1024, 0).deliver(events.subList(1, 2));
		assertThat(Files.readString(this.path)).isEqualTo(text(events));
	}

	@Test
	void losesNothingByRotationWhateverTheSizes() throws Exception {
		Random random = SeededRandom.create();
		JsonlTarget target = target(64 * 1024, 0);
		List<StoredEvent> all = new ArrayList<>();
		while (all.size() < 2000) {
			List<StoredEvent> batch = TestEvents.stored(TestEvents.numbered(1 + random.nextInt(150)));
			assertAccepted(target.deliver(batch), batch.size());
			all.addAll(batch);
			// often within the same millisecond, and sometimes on the next day
			this.now = this.now.plusSeconds((random.nextInt(5) == 0) ? 30_000 : 0);
		}
		List<Path> files = files();
		assertThat(files).hasSizeGreaterThan(10);
		assertThat(lines(files)).containsExactlyElementsOf(all.stream().map(JsonlTargetTests::line).toList());
		assertThat(files).allSatisfy((file) -> assertThat(Files.size(file)).isLessThanOrEqualTo(128 * 1024));
	}

	@Test
	void beginsANewFileWithTheDay() throws Exception {
		JsonlTarget target = target(64 * 1024, 0);
		List<StoredEvent> events = TestEvents.stored(TestEvents.numbered(3));
		target.deliver(events.subList(0, 1));
		this.now = EVENING.plusSeconds(5);
		target.deliver(events.subList(1, 2));
		this.now = EVENING.plusSeconds(20);
		target.deliver(events.subList(2, 3));
		assertThat(Files.readString(this.path)).isEqualTo(text(events.subList(2, 3)));
		assertThat(this.path.resolveSibling("usage-20260305T000010123Z.jsonl")).hasContent(text(events.subList(0, 2)));
	}

	@Test
	void knowsYesterdaysFileAfterARestart() throws Exception {
		JsonlTarget first = target(64 * 1024, 0);
		first.deliver(TestEvents.stored(TestEvents.event()));
		first.close();
		this.now = Instant.now().plus(Duration.ofDays(1));
		target(64 * 1024, 0).deliver(TestEvents.stored(TestEvents.event()));
		assertThat(files()).hasSize(2);
	}

	@Test
	void keepsAsManyFinishedFilesAsAskedAndNoForeignOneIsTouched() throws Exception {
		JsonlTarget target = target(64 * 1024, 2);
		Path foreign = this.path.resolveSibling("usage-notes.jsonl");
		target.deliver(TestEvents.stored(TestEvents.event()));
		Files.writeString(foreign, "mine");
		for (int i = 1; i < 6; i++) {
			this.now = EVENING.plus(Duration.ofDays(i));
			target.deliver(TestEvents.stored(TestEvents.event()));
		}
		assertThat(names()).containsExactlyInAnyOrder("usage.jsonl", "usage-notes.jsonl",
				"usage-20260308T235950123Z.jsonl", "usage-20260309T235950123Z.jsonl");
	}

	@Test
	void makesTheFileAgainWhereItWasRemovedAndCountsThat() throws Exception {
		JsonlTarget target = target(64 * 1024, 0);
		List<StoredEvent> events = TestEvents.stored(TestEvents.numbered(3));
		target.deliver(events.subList(0, 1));
		Files.delete(this.path);
		target.deliver(events.subList(1, 2));
		assertThat(Files.readString(this.path)).isEqualTo(text(events.subList(1, 2)));
		Files.move(this.path, this.path.resolveSibling("moved"));
		Files.writeString(this.path, "");
		target.deliver(events.subList(2, 3));
		assertThat(Files.readString(this.path)).isEqualTo(text(events.subList(2, 3)));
		assertThat(target.reopened()).isEqualTo(2);
	}

	@Test
	void writesABatchAgainWhoseFileWasRemovedInThatMoment() throws Exception {
		JsonlTarget target = target(64 * 1024, 0);
		List<StoredEvent> events = TestEvents.stored(TestEvents.numbered(2));
		target.deliver(events.subList(0, 1));
		this.meanwhile = () -> {
			// after the file was found to be there, and before it is written to
			this.meanwhile = () -> {
			};
			assertThat(this.path.toFile().delete()).isTrue();
		};
		assertAccepted(target.deliver(events.subList(1, 2)), 1);
		assertThat(Files.readString(this.path)).isEqualTo(text(events.subList(1, 2)));
	}

	@Test
	void cutsAnUnfinishedLineOfOursAtEveryByte() throws Exception {
		List<StoredEvent> events = TestEvents.stored(TestEvents.numbered(2));
		byte[] whole = text(events).getBytes(StandardCharsets.UTF_8);
		int first = events.get(0).json().length + 1;
		JsonlTarget target = target(64 * 1024, 0);
		target.deliver(events);
		for (int length = first; length < whole.length; length += (length < first + 10) ? 1 : 37) {
			target.close();
			Files.write(this.path, Arrays.copyOf(whole, length));
			target.deliver(events.subList(1, 2));
			assertThat(Files.readString(this.path)).as("cut at " + length).isEqualTo(text(events));
		}
	}

	@Test
	void leavesAnUnfinishedLineOfSomebodyElse() throws Exception {
		JsonlTarget target = target(64 * 1024, 0);
		Files.createDirectories(this.path.getParent());
		Files.writeString(this.path, "a note");
		List<StoredEvent> events = TestEvents.stored(TestEvents.event());
		target.deliver(events);
		assertThat(Files.readString(this.path)).isEqualTo("a note\n" + text(events));
	}

	@Test
	void waitsWhileAnotherContextWritesTheFile() throws Exception {
		JsonlTarget first = target(64 * 1024, 0);
		JsonlTarget second = target(64 * 1024, 0);
		first.deliver(TestEvents.stored(TestEvents.event()));
		assertThatExceptionOfType(BlockedDeliveryException.class)
			.isThrownBy(() -> second.deliver(TestEvents.stored(TestEvents.event())))
			.withMessage("file_in_use");
		first.close();
		assertAccepted(second.deliver(TestEvents.stored(TestEvents.event())), 1);
	}

	@Test
	void followsNoSymbolicLink() throws Exception {
		Path victim = Files.writeString(this.directory.resolve("victim"), "mine");
		JsonlTarget target = target(64 * 1024, 0);
		Files.createDirectories(this.path.getParent());
		Files.createSymbolicLink(this.path, victim);
		assertRetryable(target);
		assertThat(victim).hasContent("mine");
	}

	@Test
	void keepsEventsWhereTheDirectoryCannotBeMade() throws Exception {
		Files.writeString(this.directory.resolve("logs"), "a file");
		JsonlTarget target = target(64 * 1024, 0);
		assertRetryable(target);
		Files.delete(this.directory.resolve("logs"));
		assertAccepted(target.deliver(TestEvents.stored(TestEvents.event())), 1);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void keepsEventsWhileTheDiskIsFull() {
		JsonlTarget target = new JsonlTarget(
				new JsonlSettings(Path.of("/dev/full"), 64 * 1024, Duration.ZERO, 0, true));
		this.targets.add(target);
		assertRetryable(target);
		assertRetryable(target);
	}

	@Test
	void obeysAnInterruptAndTearsNothingByIt() throws Exception {
		JsonlTarget target = target(64 * 1024, 0);
		List<StoredEvent> events = TestEvents.stored(TestEvents.numbered(2));
		target.deliver(events.subList(0, 1));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> target.deliver(events.subList(1, 2)));
		assertThat(Thread.interrupted()).isFalse();
		target.deliver(events.subList(1, 2));
		assertThat(Set.copyOf(Files.readAllLines(this.path)))
			.isEqualTo(Set.copyOf(events.stream().map(JsonlTargetTests::line).toList()));
	}

	private JsonlTarget target(long maxSize, int maxHistory) {
		this.path = this.directory.resolve("logs/usage.jsonl");
		JsonlTarget target = new JsonlTarget(
				new JsonlSettings(this.path, maxSize, Duration.ofDays(1), maxHistory, true), new Clock() {

					@Override
					public ZoneOffset getZone() {
						return ZoneOffset.UTC;
					}

					@Override
					public Clock withZone(ZoneId zone) {
						return this;
					}

					@Override
					public Instant instant() {
						JsonlTargetTests.this.meanwhile.run();
						return JsonlTargetTests.this.now;
					}

				});
		this.targets.add(target);
		return target;
	}

	private static void assertRetryable(JsonlTarget target) {
		assertThatExceptionOfType(RetryableDeliveryException.class)
			.isThrownBy(() -> target.deliver(TestEvents.stored(TestEvents.event())));
	}

	private static void assertAccepted(DeliveryResult result, int size) {
		assertThat(result.size()).isEqualTo(size);
		for (int i = 0; i < size; i++) {
			assertThat(result.outcome(i)).isEqualTo(EventOutcome.ACCEPTED);
		}
	}

	private List<Path> files() throws IOException {
		List<Path> files = new ArrayList<>(new FinishedFiles(this.path).list());
		files.add(this.path);
		return files;
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.path.getParent())) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private static List<String> lines(List<Path> files) throws IOException {
		List<String> lines = new ArrayList<>();
		for (Path file : files) {
			lines.addAll(Files.readAllLines(file));
		}
		return lines;
	}

	private static String text(List<StoredEvent> events) {
		StringBuilder text = new StringBuilder();
		events.forEach((event) -> text.append(line(event)).append('\n'));
		return text.toString();
	}

	private static String line(StoredEvent event) {
		return new String(event.json(), StandardCharsets.UTF_8);
	}

}
