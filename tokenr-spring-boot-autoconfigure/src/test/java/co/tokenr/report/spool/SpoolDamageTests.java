package co.tokenr.report.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of a spool of thirty records after something happened to its files.
 */
class SpoolDamageTests {

	private static final int RECORDS = 30;

	@TempDir
	Path directory;

	private Path killed;

	private byte[] segment;

	private int round;

	@BeforeEach
	void leaveASpool() throws IOException {
		Path root = this.directory.resolve("original");
		try (Spool spool = SpoolFiles.in(root).create()) {
			spool.append(SpoolFiles.records(1, RECORDS));
			this.killed = SpoolFiles.killed(SpoolFiles.instance(root), this.directory.resolve("killed"));
			this.segment = Files.readAllBytes(SpoolFiles.segment(this.killed));
		}
	}

	@Test
	void aTailTornAtAnyByteLeavesExactlyTheRecordsBefore() throws Exception {
		for (int length = 0; length <= this.segment.length; length++) {
			List<Long> found = survivors(Arrays.copyOf(this.segment, length));
			assertThat(found).as("cut at %s", length).isEqualTo(SpoolFiles.range(1, wholeRecords(length)));
		}
	}

	@Test
	void aFlippedBitCostsTheRecordItIsInAndNoOther() throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 1000; i++) {
			int position = SegmentFormat.HEADER + random.nextInt(this.segment.length - SegmentFormat.HEADER);
			byte[] flipped = this.segment.clone();
			flipped[position] ^= (byte) (1 << random.nextInt(8));
			List<Long> expected = new ArrayList<>(SpoolFiles.range(1, RECORDS));
			expected.remove(Long.valueOf(wholeRecords(position) + 1));
			assertThat(survivors(flipped)).as("seed %s, byte %s", seed, position).isEqualTo(expected);
		}
	}

	@Test
	void aFlippedBitInTheHeaderCostsNothing() throws Exception {
		for (int bit = 0; bit < SegmentFormat.HEADER * 8; bit++) {
			byte[] flipped = this.segment.clone();
			flipped[bit / 8] ^= (byte) (1 << bit % 8);
			assertThat(survivors(flipped)).as("bit %s", bit).hasSize(RECORDS);
		}
	}

	@Test
	void aTailOfZerosIsNoRecord() throws Exception {
		assertThat(survivors(Arrays.copyOf(this.segment, this.segment.length + 200_000))).hasSize(RECORDS);
		assertThat(survivors(new byte[0])).isEmpty();
		assertThat(survivors(new byte[3_000_000])).isEmpty();
	}

	@Test
	void aLengthThatLiesCostsItsRecordOnly() throws Exception {
		for (int lie : new int[] { Integer.MAX_VALUE, -1, 0, SpoolRecord.MAX_BYTES, 100 }) {
			byte[] lying = this.segment.clone();
			ByteBuffer.wrap(lying).putInt(SegmentFormat.HEADER + 4, lie);
			assertThat(survivors(lying)).as("length %s", lie).isEqualTo(SpoolFiles.range(2, RECORDS));
		}
	}

	@Test
	void keepsAFileWhoseMiddleIsDamaged() throws Exception {
		this.segment[this.segment.length / 2] ^= 1;
		Path root = this.directory.resolve("kept");
		Path instance = SpoolFiles.killed(this.killed, root);
		Files.write(SpoolFiles.segment(instance), this.segment);
		// what is damaged is put aside once there is a segment behind it
		Path behind = instance.resolve(String.format("%020d.seg", 1000));
		Files.write(behind, SegmentFormat.header());
		Files.write(behind, SegmentFormat.encode(SpoolFiles.records(1000, 1000)), StandardOpenOption.APPEND);
		try (Spool adopted = SpoolFiles.in(root).adopt()) {
			assertThat(SpoolFiles.drain(adopted)).hasSize(RECORDS);
		}
		assertThat(SpoolFiles.list(instance)).singleElement().asString().endsWith(".seg.damaged");
		assertThat(SpoolFiles.in(root).adopt()).isNull();
	}

	@Test
	void aCursorThatIsBrokenInOneSlotGoesByTheOther() throws Exception {
		Path root = this.directory.resolve("cursor");
		try (Spool spool = SpoolFiles.in(root).create()) {
			spool.append(SpoolFiles.records(1, RECORDS));
			spool.take(10, Long.MAX_VALUE);
			spool.acknowledge(10);
			Path instance = SpoolFiles.instance(root);
			byte[] cursor = Files.readAllBytes(instance.resolve(FileSpool.CURSOR));
			for (int bit = 0; bit < 36 * 8; bit++) {
				for (int slot = 0; slot < 2; slot++) {
					Path copies = this.directory.resolve("slot-" + slot + "-" + bit);
					byte[] flipped = cursor.clone();
					flipped[slot * 64 + bit / 8] ^= (byte) (1 << bit % 8);
					Path copy = SpoolFiles.killed(instance, copies);
					Files.write(copy.resolve(FileSpool.CURSOR), flipped);
					// the second write, which acknowledged, went to the slot of even
					// numbers
					int first = (slot == 0) ? 1 : 11;
					try (Spool adopted = SpoolFiles.in(copies).adopt()) {
						assertThat(SpoolFiles.drain(adopted)).as("slot %s, bit %s", slot, bit)
							.isEqualTo(SpoolFiles.range(first, RECORDS));
					}
				}
			}
		}
	}

	@Test
	void leavesTheFilesOfALaterVersionAlone() throws Exception {
		byte[] later = this.segment.clone();
		ByteBuffer header = ByteBuffer.wrap(later);
		header.put(7, (byte) 2).putInt(8, SegmentFormat.crc(later, 0, 8));
		Path root = this.directory.resolve("later");
		Path instance = SpoolFiles.killed(this.killed, root);
		Files.write(SpoolFiles.segment(instance), later);
		SpoolDirectory store = SpoolFiles.in(root);
		assertThat(store.adopt()).isNull();
		assertThat(store.adopt()).isNull();
		assertThat(Files.readAllBytes(SpoolFiles.segment(instance))).isEqualTo(later);
		try (Spool own = store.create()) {
			assertThat(own.append(SpoolFiles.records(1, 1))).isEqualTo(1);
		}
	}

	@Test
	void aRecordThatGoesBadWhileItWaitsIsCountedAsLost() throws Exception {
		Path root = this.directory.resolve("live");
		try (Spool spool = new SpoolDirectory(new SpoolSettings(root, 64 * 1024, 0, SpoolSettings.Fsync.INTERVAL))
			.create()) {
			spool.append(SpoolFiles.records(1, 400));
			Path first = SpoolFiles.segment(SpoolFiles.instance(root));
			byte[] bytes = Files.readAllBytes(first);
			bytes[bytes.length / 2] ^= 4;
			Files.write(first, bytes);
			assertThat(SpoolFiles.drain(spool)).hasSize(399);
			assertThat(spool.lost()).isEqualTo(1);
			assertThat(spool.lost()).isZero();
			assertThat(spool.records()).isZero();
		}
	}

	private List<Long> survivors(byte[] bytes) throws IOException {
		Path root = this.directory.resolve("round-" + this.round++);
		Path instance = SpoolFiles.killed(this.killed, root);
		Files.write(SpoolFiles.segment(instance), bytes);
		try (Spool adopted = SpoolFiles.in(root).adopt()) {
			long count = adopted.records();
			List<Long> found = SpoolFiles.drain(adopted);
			assertThat(count).isEqualTo(found.size());
			return found;
		}
	}

	private static int wholeRecords(int length) {
		int end = SegmentFormat.HEADER;
		int count = 0;
		while (count < RECORDS && end + SegmentFormat.sizeOf(SpoolFiles.record(count + 1)) <= length) {
			end += SegmentFormat.sizeOf(SpoolFiles.record(++count));
		}
		return count;
	}

}
