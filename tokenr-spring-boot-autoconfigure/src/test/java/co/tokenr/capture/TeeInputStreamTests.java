package co.tokenr.capture;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import co.tokenr.SeededRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link TeeInputStream}.
 */
class TeeInputStreamTests {

	private final Heard heard = new Heard();

	@Test
	void hearsEveryByteOnceHoweverTheBodyIsRead() throws IOException {
		Random random = SeededRandom.create();
		for (int i = 0; i < 100; i++) {
			byte[] body = new byte[random.nextInt(30_000)];
			random.nextBytes(body);
			Heard all = new Heard();
			TeeInputStream tee = new TeeInputStream(new ByteArrayInputStream(body), all);
			while (!all.signals.contains("ended")) {
				switch (random.nextInt(5)) {
					case 0 -> tee.read();
					case 1 -> tee.read(new byte[50], 10, 1 + random.nextInt(40));
					case 2 -> tee.skip(random.nextInt(20_000));
					case 3 -> tee.readNBytes(random.nextInt(500));
					default -> tee.available();
				}
			}
			assertThat(all.bytes.toByteArray()).isEqualTo(body);
		}
	}

	@Test
	void givesTheBytesAsTheyAre() throws IOException {
		byte[] body = { 0, -1, 1, -128, 127 };
		assertThat(new TeeInputStream(new ByteArrayInputStream(body), this.heard).readAllBytes()).isEqualTo(body);
		TeeInputStream single = new TeeInputStream(new ByteArrayInputStream(body), this.heard);
		for (byte expected : body) {
			assertThat(single.read()).isEqualTo(expected & 0xFF);
		}
		assertThat(single.read()).isEqualTo(-1);
	}

	@Test
	void readsNoFurtherThanAsked() throws IOException {
		List<Integer> asked = new ArrayList<>();
		InputStream body = new ByteArrayInputStream(new byte[100]) {

			@Override
			public synchronized int read(byte[] bytes, int offset, int length) {
				asked.add(length);
				return super.read(bytes, offset, length);
			}

		};
		TeeInputStream tee = new TeeInputStream(body, this.heard);
		tee.read(new byte[7]);
		tee.read();
		tee.skip(3);
		assertThat(asked).containsExactly(7, 1, 3);
		assertThat(tee.available()).isEqualTo(89);
		assertThat(this.heard.bytes.size()).isEqualTo(11);
	}

	@Test
	void hasNoWayBack() {
		TeeInputStream tee = new TeeInputStream(new ByteArrayInputStream(new byte[9]), this.heard);
		assertThat(tee.markSupported()).isFalse();
		tee.mark(5);
		assertThatIOException().isThrownBy(tee::reset);
	}

	@Test
	void passesOnWhatIsThrown() throws IOException {
		IOException failure = new IOException("reset");
		TeeInputStream tee = new TeeInputStream(new InputStream() {

			@Override
			public int read() throws IOException {
				throw failure;
			}

		}, this.heard);
		assertThatIOException().isThrownBy(tee::read).isSameAs(failure);
		assertThat(this.heard.signals).containsExactly("failed");
		tee.close();
		assertThat(this.heard.signals).containsExactly("failed", "stopped");
	}

	@Test
	void closesTheBody() throws IOException {
		List<String> closed = new ArrayList<>();
		new TeeInputStream(new ByteArrayInputStream(new byte[9]) {

			@Override
			public void close() {
				closed.add("closed");
			}

		}, this.heard).close();
		assertThat(closed).hasSize(1);
	}

	private static final class Heard implements BodyListener {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final List<String> signals = new ArrayList<>();

		@Override
		public void read(byte[] bytes, int offset, int length) {
			this.bytes.write(bytes, offset, length);
		}

		@Override
		public void ended() {
			this.signals.add("ended");
		}

		@Override
		public void stopped() {
			this.signals.add("stopped");
		}

		@Override
		public void failed(Throwable failure) {
			this.signals.add("failed");
		}

	}

}
