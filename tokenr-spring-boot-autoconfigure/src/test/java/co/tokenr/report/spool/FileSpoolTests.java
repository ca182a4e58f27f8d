package co.tokenr.report.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FileSpoolTests {

	@TempDir
	Path root;

	@Test
	void leavesWhatWaitsToTheNextAndNothingElse() throws Exception {
		try (Spool spool = SpoolFiles.in(this.root).create()) {
			spool.append(SpoolFiles.records(1, 100));
			spool.take(40, Long.MAX_VALUE);
			spool.acknowledge(30);
		}
		try (Spool adopted = SpoolFiles.in(this.root).adopt()) {
			assertThat(adopted.records()).isEqualTo(70);
			assertThat(SpoolFiles.drain(adopted)).isEqualTo(SpoolFiles.range(31, 100));
		}
		assertThat(SpoolFiles.list(this.root)).isEmpty();
	}

	@Test
	void givesTheBatchThatWasInFlightAgainExactlyAsItWas() throws Exception {
		Path other = this.root.resolve("other");
		Path mine = this.root.resolve("mine");
		try (Spool spool = SpoolFiles.in(other).create()) {
			spool.append(SpoolFiles.records(1, 100));
			spool.take(10, Long.MAX_VALUE);
			spool.acknowledge(10);
			spool.take(17, Long.MAX_VALUE);
			SpoolFiles.killed(SpoolFiles.instance(other), mine);
		}
		try (Spool adopted = SpoolFiles.in(mine).adopt()) {
			assertThat(SpoolFiles.sequences(adopted.take(5, 1))).isEqualTo(SpoolFiles.range(11, 27));
			assertThat(SpoolFiles.sequences(adopted.take(5, Long.MAX_VALUE))).isEqualTo(SpoolFiles.range(28, 32));
		}
	}

	@Test
	void keepsABatchThatIsLeftTwice() throws Exception {
		try (Spool spool = SpoolFiles.in(this.root).create()) {
			spool.append(SpoolFiles.records(1, 100));
			spool.take(17, Long.MAX_VALUE);
		}
		try (Spool adopted = SpoolFiles.in(this.root).adopt()) {
			adopted.take(5, 1);
			adopted.acknowledge(3);
		}
		try (Spool adopted = SpoolFiles.in(this.root).adopt()) {
			assertThat(SpoolFiles.sequences(adopted.take(5, 1))).isEqualTo(SpoolFiles.range(4, 17));
		}
	}

	@Test
	void deletesSegmentsOnceAllInThemIsAcknowledged() throws Exception {
		try (Spool spool = new SpoolDirectory(new SpoolSettings(this.root, 256 * 1024, 0, SpoolSettings.Fsync.INTERVAL))
			.create()) {
			spool.append(SpoolFiles.records(1, 4000));
			Path instance = SpoolFiles.instance(this.root);
			int before = FileSpool.segments(instance).size();
			assertThat(before).isGreaterThan(3);
			SpoolFiles.drain(spool);
			assertThat(FileSpool.segments(instance)).hasSize(1);
			assertThat(spool.bytes()).isLessThan(64 * 1024);
		}
	}

	@Test
	void leavesRoomOnTheDisk() throws Exception {
		try (Spool spool = new SpoolDirectory(
				new SpoolSettings(this.root, 256 * 1024, Long.MAX_VALUE, SpoolSettings.Fsync.INTERVAL))
			.create()) {
			assertThat(spool.append(SpoolFiles.records(1, 1))).isZero();
			assertThat(spool.records()).isZero();
		}
	}

	@Test
	void isForItsOwnerOnly() throws Exception {
		try (Spool spool = SpoolFiles.in(this.root.resolve("a/b")).create()) {
			spool.append(SpoolFiles.records(1, 1));
			Path instance = SpoolFiles.instance(this.root.resolve("a/b"));
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(instance))).isEqualTo("rwx------");
			for (Path file : SpoolFiles.list(instance)) {
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			}
		}
	}

	@Test
	void followsNoLinks() throws Exception {
		Path real = Files.createDirectory(this.root.resolve("real"));
		Path link = Files.createSymbolicLink(this.root.resolve("link"), real);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> SpoolFiles.in(link).create());
		try (Spool spool = SpoolFiles.in(this.root.resolve("other")).create()) {
			spool.append(SpoolFiles.records(1, 3));
			Path killed = SpoolFiles.killed(SpoolFiles.instance(this.root.resolve("other")), real);
			Path inviting = Files.createDirectory(this.root.resolve("inviting"));
			Files.createSymbolicLink(inviting.resolve("inst-x"), killed);
			assertThat(SpoolFiles.in(inviting).adopt()).isNull();
		}
	}

	@Test
	void goesOnWhenTheDirectoryIsDeletedWhileItRuns() throws Exception {
		try (Spool spool = SpoolFiles.in(this.root).create()) {
			spool.append(SpoolFiles.records(1, 10));
			Path instance = SpoolFiles.instance(this.root);
			for (Path file : SpoolFiles.list(instance)) {
				Files.delete(file);
			}
			Files.delete(instance);
			assertThat(spool.append(SpoolFiles.records(11, 20))).isEqualTo(10);
			assertThat(FileSpool.segments(instance)).hasSize(1);
			assertThat(SpoolFiles.drain(spool)).isEqualTo(SpoolFiles.range(11, 20));
			assertThat(spool.lost()).isEqualTo(10);
			assertThat(spool.records()).isZero();
		}
		assertThat(SpoolFiles.list(this.root)).isEmpty();
	}

	@Test
	void keepsNothingOnceItIsClosed() throws Exception {
		Spool spool = SpoolFiles.in(this.root).create();
		spool.append(SpoolFiles.records(1, 1));
		spool.close();
		spool.close();
		assertThat(spool.append(SpoolFiles.records(2, 2))).isZero();
		assertThat(spool.take(1, 1)).isEmpty();
		spool.acknowledge(1);
		spool.sync();
		try (Spool adopted = SpoolFiles.in(this.root).adopt()) {
			assertThat(SpoolFiles.drain(adopted)).containsExactly(1L);
		}
	}

	@Test
	void refusesASizeThatHoldsNothing() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SpoolSettings(this.root, 1000, 0, SpoolSettings.Fsync.INTERVAL))
			.withMessageContaining("tokenr.reporter.spool.max-size");
	}

	@Test
	void clearsAwayWhatProcessesLeftThatWereKilledAtTheirBeginningOrEnd() throws IOException {
		Path begun = Files.createDirectories(this.root.resolve("inst-begun"));
		Files.writeString(begun.resolve(".owner"), "1@1");
		Path ended = Files.createDirectories(this.root.resolve("inst-ended"));
		Path strange = Files.createDirectories(this.root.resolve("inst-strange"));
		Files.writeString(strange.resolve("note.txt"), "mine");
		AtomicLong nanoTime = new AtomicLong();
		SpoolDirectory store = SpoolFiles.in(this.root, nanoTime::get);
		assertThat(store.adopt()).isNull();
		nanoTime.addAndGet(Duration.ofSeconds(29).toNanos());
		assertThat(store.adopt()).isNull();
		assertThat(begun).exists();
		assertThat(ended).exists();
		Path fresh = Files.createDirectories(this.root.resolve("inst-fresh"));
		nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(store.adopt()).isNull();
		assertThat(begun).doesNotExist();
		assertThat(ended).doesNotExist();
		assertThat(strange.resolve("note.txt")).exists();
		assertThat(fresh).exists();
	}

}
