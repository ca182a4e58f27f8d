package co.tokenr.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import co.tokenr.SeededRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContentDecoder}.
 */
class ContentDecoderTests {

	private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();

	private final Random random = SeededRandom.create();

	@Test
	void decodesGzipHoweverItIsCut() throws IOException {
		byte[] text = text(50_000);
		for (int i = 0; i < 50; i++) {
			decode(gzip(text));
			assertThat(this.decoded.toByteArray()).isEqualTo(text);
		}
	}

	@Test
	void stepsOverEveryFieldOfAHeader() throws IOException {
		byte[] text = text(100);
		for (int flags = 0; flags < 32; flags++) {
			decode(gzip(text, flags));
			assertThat(this.decoded.toByteArray()).as("flags %s", flags).isEqualTo(text);
		}
	}

	@Test
	void leavesOtherBodiesAsTheyAre() {
		for (byte[] body : new byte[][] { {}, { 0x1F }, { 0x1F, 0x1F }, { 0x1F, 0x20, 3 }, text(1000) }) {
			decode(body);
			assertThat(this.decoded.toByteArray()).isEqualTo((body.length == 1) ? new byte[0] : body);
		}
	}

	@Test
	void givesUpOnDamage() throws IOException {
		for (int i = 0; i < 200; i++) {
			byte[] damaged = gzip(text(1000));
			damaged[this.random.nextInt(damaged.length)] ^= (byte) (1 + this.random.nextInt(255));
			decode(Arrays.copyOf(damaged, this.random.nextInt(damaged.length)));
		}
		assertThat(this.decoded.size()).isLessThan(10_000_000);
	}

	@Test
	void takesNothingAfterItsEnd() throws IOException {
		byte[] body = gzip(text(1000));
		ContentDecoder decoder = new ContentDecoder(this.decoded::write);
		decoder.read(body, 0, 100);
		decoder.close();
		int before = this.decoded.size();
		decoder.read(body, 100, body.length - 100);
		assertThat(this.decoded.size()).isEqualTo(before);
	}

	private void decode(byte[] body) {
		this.decoded.reset();
		try (ContentDecoder decoder = new ContentDecoder(this.decoded::write)) {
			int start = 0;
			while (start < body.length) {
				int count = Math.min(body.length - start, 1 + this.random.nextInt(700));
				decoder.read(body, start, count);
				start += count;
			}
		}
	}

	private byte[] text(int length) {
		byte[] text = new byte[length];
		for (int i = 0; i < length; i++) {
			text[i] = (byte) ('a' + this.random.nextInt(8));
		}
		return text;
	}

	private static byte[] gzip(byte[] text) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(text);
		}
		return bytes.toByteArray();
	}

	private static byte[] gzip(byte[] text, int flags) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(new byte[] { 0x1F, (byte) 0x8B, 8, (byte) flags, 0, 0, 0, 0, 0, 3 });
		if ((flags & 4) != 0) {
			bytes.write(new byte[] { 3, 0, 'a', 0, 'b' });
		}
		if ((flags & 8) != 0) {
			bytes.write(new byte[] { 'n', 0 });
		}
		if ((flags & 16) != 0) {
			bytes.write(new byte[] { 'c', 'o', 0 });
		}
		if ((flags & 2) != 0) {
			bytes.write(new byte[] { 1, 2 });
		}
		Deflater deflater = new Deflater(5, true);
		deflater.setInput(text);
		deflater.finish();
		byte[] buffer = new byte[text.length + 100];
		bytes.write(buffer, 0, deflater.deflate(buffer));
		deflater.end();
		CRC32 checksum = new CRC32();
		checksum.update(text);
		for (int i = 0; i < 4; i++) {
			bytes.write((int) (checksum.getValue() >> (8 * i)));
		}
		for (int i = 0; i < 4; i++) {
			bytes.write(text.length >> (8 * i));
		}
		return bytes.toByteArray();
	}

}
