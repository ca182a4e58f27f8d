package co.tokenr.report.spool;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What both kinds of spools have in common.
 */
class SpoolTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "memory", "files" })
	void givesRecordsInOrderAndOnce(String kind) throws Exception {
		try (Spool spool = spool(kind)) {
			assertThat(spool.append(SpoolFiles.records(1, 250))).isEqualTo(250);
			assertThat(spool.records()).isEqualTo(250);
			assertThat(SpoolFiles.drain(spool)).isEqualTo(SpoolFiles.range(1, 250));
			assertThat(spool.records()).isZero();
			assertThat(spool.take(1, 1)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "files" })
	void givesNoMoreThanIsAskedForButAtLeastOne(String kind) throws Exception {
		try (Spool spool = spool(kind)) {
			spool.append(SpoolFiles.records(1, 9));
			int size = SpoolFiles.record(1).bytes().length;
			assertThat(SpoolFiles.sequences(spool.take(2, Long.MAX_VALUE))).containsExactly(1L, 2L);
			assertThat(SpoolFiles.sequences(spool.take(100, 3L * size))).containsExactly(3L, 4L, 5L);
			assertThat(SpoolFiles.sequences(spool.take(100, 1))).containsExactly(6L);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "files" })
	void keepsWhatIsTakenUntilItIsAcknowledged(String kind) throws Exception {
		try (Spool spool = spool(kind)) {
			spool.append(SpoolFiles.records(1, 10));
			spool.take(5, Long.MAX_VALUE);
			assertThat(spool.records()).isEqualTo(10);
			spool.acknowledge(3);
			assertThat(spool.records()).isEqualTo(7);
			spool.acknowledge(5);
			assertThat(spool.records()).isEqualTo(5);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "files" })
	void saysHowManyFoundRoomAndHasRoomAgainLater(String kind) throws Exception {
		try (Spool spool = (kind.equals("memory")) ? MemorySpool.store(Integer.MAX_VALUE, 64 * 1024).create()
				: new SpoolDirectory(new SpoolSettings(this.directory, 64 * 1024, 0, SpoolSettings.Fsync.INTERVAL))
					.create()) {
			int kept = spool.append(SpoolFiles.records(1, 10_000));
			assertThat(kept).isBetween(1000, 9999);
			assertThat(spool.append(SpoolFiles.records(10_001, 10_001))).isZero();
			assertThat(spool.bytes()).isLessThanOrEqualTo(64 * 1024);
			assertThat(SpoolFiles.drain(spool)).isEqualTo(SpoolFiles.range(1, kept));
			assertThat(spool.append(SpoolFiles.records(20_001, 20_100))).isEqualTo(100);
			assertThat(SpoolFiles.drain(spool)).isEqualTo(SpoolFiles.range(20_001, 20_100));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "files" })
	void doesAsAModelDoesWhateverComes(String kind) throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		try (Spool spool = (kind.equals("memory")) ? spool(kind)
				: new SpoolDirectory(new SpoolSettings(this.directory, 512 * 1024, 0, SpoolSettings.Fsync.INTERVAL))
					.create()) {
			long appended = 0;
			long taken = 0;
			long acknowledged = 0;
			for (int i = 0; i < 3000; i++) {
				switch (random.nextInt(4)) {
					case 0, 1 ->
						appended += spool.append(SpoolFiles.records(appended + 1, appended + 1 + random.nextInt(40)));
					case 2 -> {
						int most = 1 + random.nextInt(60);
						List<Long> batch = SpoolFiles.sequences(spool.take(most, Long.MAX_VALUE));
						long expected = Math.min(most, appended - taken);
						assertThat(batch).as("seed %s", seed).isEqualTo(SpoolFiles.range(taken + 1, taken + expected));
						taken += expected;
					}
					default -> {
						acknowledged += random.nextInt((int) (taken - acknowledged) + 1);
						spool.acknowledge(acknowledged);
					}
				}
				assertThat(spool.records()).as("seed %s", seed).isEqualTo(appended - acknowledged);
			}
			assertThat(spool.lost()).isZero();
		}
	}

	private Spool spool(String kind) throws Exception {
		return kind.equals("memory") ? MemorySpool.store(100_000, Long.MAX_VALUE).create()
				: SpoolFiles.in(this.directory).create();
	}

}
