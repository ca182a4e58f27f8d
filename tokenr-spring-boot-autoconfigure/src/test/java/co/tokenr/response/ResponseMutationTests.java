package co.tokenr.response;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

import co.tokenr.SeededRandom;
import co.tokenr.usage.TokenCounts;
import com.sun.management.ThreadMXBean;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads bodies that something on the way damaged: {@code -Dtokenr.mutations} says how
 * many, {@code -Dtest.seed} repeats a run.
 */
class ResponseMutationTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final long MAX_ALLOCATED = 4 * 1024 * 1024;

	private static final String[] INSERTIONS = { "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "\n", "\r", "\n\n",
			"data: ", "data:{", "event: error\n", "null", "-", "1e999999999", "9".repeat(60), "\"usage\":",
			"\"usage\":null,", "{\"usage\":{\"prompt_tokens\":\"", "[[[[[[[[[[[[[[[[[[[[", "\0", "\u00ff", "🐻" };

	private final List<ResponseFixture> fixtures = ResponseFixture.all();

	private final SeededRandom random = SeededRandom.create();

	@Test
	void readsDamagedBodiesWithoutFailing() {
		int mutations = Integer.getInteger("tokenr.mutations", 20_000);
		long started = System.nanoTime();
		long worst = 0;
		for (int i = 0; i < mutations; i++) {
			ResponseFixture fixture = this.fixtures.get(this.random.nextInt(this.fixtures.size()));
			byte[] body = mutate(fixture.body());
			long before = THREADS.getCurrentThreadAllocatedBytes();
			ResponseUsage usage = read(fixture, body);
			worst = Math.max(worst, THREADS.getCurrentThreadAllocatedBytes() - before);
			check(usage, fixture, i);
		}
		assertThat(worst).as(this.random.toString()).isLessThan(MAX_ALLOCATED);
		LogFactory.getLog(getClass())
			.info(mutations + " damaged bodies in " + (System.nanoTime() - started) / 1_000_000
					+ " ms, at most allocated for one: " + worst + " bytes, " + this.random);
	}

	/** Reads through the parts that contain no failure: what they would catch is seen. */
	private ResponseUsage read(ResponseFixture fixture, byte[] body) {
		ResponseReader reader = new ResponseReader(fixture.provider());
		int at = 0;
		while (at < body.length) {
			int length = Math.min(1 + this.random.nextInt(2 * body.length), body.length - at);
			reader.readContent(body, at, at + length);
			at += length;
		}
		return reader.tell(this.random.nextBoolean());
	}

	private void check(ResponseUsage usage, ResponseFixture fixture, int mutation) {
		TokenCounts counts = usage.usage();
		boolean sound = isSound(counts.input()) && isSound(counts.output()) && isSound(counts.uncachedInput())
				&& isSound(counts.answerOutput()) && isShort(usage.responseId()) && isShort(usage.responseModel())
				&& isShort(usage.serviceTier()) && isShort(usage.errorType()) && usage.iterations().size() <= 64;
		assertThat(sound).as("%s, mutation %d of %s: %s", this.random, mutation, fixture, usage).isTrue();
	}

	private static boolean isSound(Long count) {
		return count == null || (count >= 0 && count <= 1_000_000_000_000L);
	}

	private static boolean isShort(String text) {
		return text == null || text.length() <= 256;
	}

	private byte[] mutate(byte[] body) {
		byte[] mutated = body;
		for (int times = 1 + this.random.nextInt(4); times > 0; times--) {
			mutated = mutateOnce(mutated);
		}
		return mutated;
	}

	private byte[] mutateOnce(byte[] body) {
		int from = this.random.nextInt(body.length + 1);
		int to = Math.min(body.length, from + this.random.nextInt(this.random.nextBoolean() ? 8 : 400));
		return switch (this.random.nextInt(6)) {
			case 0 -> flip(body);
			case 1 -> join(body, 0, from, "", body, to, body.length);
			case 2 -> join(body, 0, from, INSERTIONS[this.random.nextInt(INSERTIONS.length)], body, from, body.length);
			case 3 -> join(body, 0, to, "", body, from, body.length);
			case 4 -> join(body, 0, from, "", body, 0, 0);
			default -> {
				byte[] other = this.fixtures.get(this.random.nextInt(this.fixtures.size())).body();
				yield join(body, 0, from, "\n\n", other, this.random.nextInt(other.length), other.length);
			}
		};
	}

	private byte[] flip(byte[] body) {
		byte[] flipped = body.clone();
		if (flipped.length > 0) {
			flipped[this.random.nextInt(flipped.length)] ^= (byte) (1 << this.random.nextInt(8));
		}
		return flipped;
	}

	private static byte[] join(byte[] head, int from, int to, String between, byte[] tail, int tailFrom, int tailTo) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		joined.write(head, from, to - from);
		joined.writeBytes(between.getBytes(StandardCharsets.UTF_8));
		joined.write(tail, tailFrom, tailTo - tailFrom);
		return joined.toByteArray();
	}

}
