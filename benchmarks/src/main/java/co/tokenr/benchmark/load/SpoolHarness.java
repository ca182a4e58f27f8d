package co.tokenr.benchmark.load;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import co.tokenr.benchmark.report.Figure;
import co.tokenr.benchmark.report.FigureTable;
import co.tokenr.benchmark.report.Goal;
import co.tokenr.report.spool.Spool;
import co.tokenr.report.spool.SpoolDirectory;
import co.tokenr.report.spool.SpoolRecord;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.report.spool.SpoolSettings.Fsync;

import org.springframework.util.Assert;
import org.springframework.util.FileSystemUtils;

/**
 * How many records a second the spool of files takes, 500 at a time, and how many it
 * finds again.
 */
final class SpoolHarness implements Harness {

	private static final int BATCH = 500;

	private static final int SIZE = 376;

	private static final long PLENTY = 4L * 1024 * 1024 * 1024;

	private final Median appended = new Median();

	private final Median synced = new Median();

	private final Median recovered = new Median();

	private final Median bare = new Median();

	@Override
	public void run(Scale scale) throws Exception {
		int records = scale.of(1_000_000, 100_000);
		Path folder = Files.createTempDirectory("tokenr-spool");
		try {
			List<List<SpoolRecord>> batches = batches(records);
			for (int round = -1; round < scale.of(5, 3); round++) {
				append(folder.resolve("plain-" + round), Fsync.INTERVAL, batches, (round >= 0) ? this.appended : null);
				append(folder.resolve("synced-" + round), Fsync.ALWAYS, batches, (round >= 0) ? this.synced : null);
				write(folder.resolve("bare-" + round), batches.size(), (round >= 0) ? this.bare : null);
			}
			FileStore store = Files.getFileStore(folder);
			new FigureTable("spool", "Spool on " + store.type() + ", records of %d bytes".formatted(SIZE), "rate")
				.row("append", Figure.of(this.appended.value(), "records/s", Goal.atLeast(750_000)))
				.row("append with an fsync per %d".formatted(BATCH),
						Figure.of(this.synced.value(), "records/s", Goal.atLeast(350_000)))
				.row("the same bytes and fsyncs with nothing else, the most this disk gives",
						Figure.of(this.bare.value(), "records/s"))
				.row("recovery", Figure.of(this.recovered.value(), "records/s", Goal.atLeast(1_200_000)))
				.write();
		}
		finally {
			FileSystemUtils.deleteRecursively(folder);
		}
	}

	private void append(Path folder, Fsync fsync, List<List<SpoolRecord>> batches, Median figures) throws IOException {
		SpoolDirectory directory = new SpoolDirectory(new SpoolSettings(folder, PLENTY, 0, fsync));
		int count = batches.size() * BATCH;
		try (Spool spool = directory.create()) {
			long start = System.nanoTime();
			for (List<SpoolRecord> batch : batches) {
				Assert.state(spool.append(batch) == BATCH, "No room");
			}
			add(figures, count, start);
		}
		long start = System.nanoTime();
		try (Spool spool = directory.adopt()) {
			add((figures != null) ? this.recovered : null, count, start);
			requireAll(spool, batches);
		}
		FileSystemUtils.deleteRecursively(folder);
	}

	private static void write(Path file, int batches, Median figures) throws IOException {
		byte[] bytes = new byte[BATCH * SIZE];
		new Random(42).nextBytes(bytes);
		try (RandomAccessFile bare = new RandomAccessFile(file.toFile(), "rw")) {
			long start = System.nanoTime();
			for (int i = 0; i < batches; i++) {
				bare.write(bytes);
				bare.getFD().sync();
			}
			add(figures, batches * BATCH, start);
		}
		Files.delete(file);
	}

	private static void add(Median figures, int count, long start) {
		double seconds = (System.nanoTime() - start) / 1e9;
		if (figures != null) {
			figures.add(count / seconds);
		}
	}

	private static void requireAll(Spool spool, List<List<SpoolRecord>> batches) {
		for (List<SpoolRecord> batch : batches) {
			List<SpoolRecord> found = spool.take(BATCH, PLENTY);
			for (int i = 0; i < BATCH; i++) {
				Assert.state(Arrays.equals(found.get(i).bytes(), batch.get(i).bytes()), "Not what was kept");
			}
			spool.acknowledge(found.get(BATCH - 1).sequence());
		}
		Assert.state(spool.records() == 0 && spool.lost() == 0, "Neither more nor less was kept");
	}

	private static List<List<SpoolRecord>> batches(int records) {
		Random random = new Random(42);
		List<byte[]> contents = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			byte[] content = new byte[SIZE];
			random.nextBytes(content);
			contents.add(content);
		}
		List<List<SpoolRecord>> batches = new ArrayList<>();
		for (int i = 0; i < records / BATCH; i++) {
			List<SpoolRecord> batch = new ArrayList<>(BATCH);
			for (int j = 0; j < BATCH; j++) {
				int number = i * BATCH + j;
				batch.add(new SpoolRecord(number + 1, contents.get(number % contents.size())));
			}
			batches.add(batch);
		}
		return batches;
	}

}
