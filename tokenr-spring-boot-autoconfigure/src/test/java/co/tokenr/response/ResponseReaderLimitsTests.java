package co.tokenr.response;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a hostile body can cost: measured as bytes that the reading thread allocated.
 */
class ResponseReaderLimitsTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int MEBIBYTE = 1024 * 1024;

	private static final String USAGE = "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":6}}";

	@ParameterizedTest
	@ValueSource(strings = { "{\"content\":\"|x|\",", "{\"id\":\"|x|\",", "{\"usage\":{\"a\":\"|x|\"},", "{\"|x|\":1,",
			"{\"content\":|[|[],", "{\"usage\":{\"a\":|1|},", "{\"error\":\"|\\n|\"," })
	void allocatesNoMoreForFiftyMebibytes(String shape) {
		String[] parts = shape.split("\\|", -1);
		byte[] chunk = parts[1].repeat(MEBIBYTE / parts[1].length()).getBytes(StandardCharsets.UTF_8);
		ResponseReader reader = new ResponseReader("openai");
		read(reader, parts[0]);
		reader.read(chunk, 0, chunk.length);
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (int i = 1; i < 50; i++) {
			reader.read(chunk, 0, chunk.length);
		}
		assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(64 * 1024);
		if (!parts[1].equals("[")) {
			read(reader, parts[2] + USAGE);
			assertThat(reader.finish(true).usage().input()).isEqualTo(5);
			assertThat(reader.finish(true).complete()).isTrue();
		}
	}

	@Test
	void readsTheUsageBehindAnyDepth() {
		int depth = 5_000_000;
		ResponseReader reader = new ResponseReader("openai");
		read(reader, "{\"a\":");
		read(reader, "[".repeat(depth));
		read(reader, "]".repeat(depth));
		read(reader, "," + USAGE);
		assertThat(reader.finish(true).usage().input()).isEqualTo(5);
	}

	@Test
	void keepsALimitedNumberOfFields() {
		StringBuilder body = new StringBuilder("{\"usage\":{\"prompt_tokens\":5");
		for (int i = 0; i < 100_000; i++) {
			body.append(",\"n").append(i).append("\":[{\"v\":").append(i).append("}]");
		}
		DocumentCollector collector = new DocumentCollector((fields) -> {
		});
		byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
		new JsonScanner(collector, false).read(bytes, 0, bytes.length);
		assertThat(collector.pending().size()).isBetween(100, 512);
		assertThat(collector.pending().count("usage.prompt_tokens")).isEqualTo(5);
	}

	@Test
	void keepsALimitedNumberOfFieldsAcrossDocuments() {
		ResponseReader reader = new ResponseReader("openai");
		for (int i = 0; i < 5000; i++) {
			read(reader, "data: {\"choices\":[],\"usage\":{\"n" + i + "\":1,\"completion_tokens\":" + i + "}}\n\n");
		}
		assertThat(reader.finish(true).usage().output()).isNotNull();
		assertThat(reader.keptFields()).isLessThanOrEqualTo(512);
	}

	@Test
	void readsEndlessLinesWithoutKeepingThem() {
		byte[] line = new byte[MEBIBYTE];
		Arrays.fill(line, (byte) 'd');
		ResponseReader reader = new ResponseReader("openai");
		reader.read(line, 0, line.length);
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (int i = 1; i < 50; i++) {
			reader.read(line, 0, line.length);
		}
		assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(64 * 1024);
		read(reader, "\ndata: {" + USAGE);
		assertThat(reader.finish(true).usage().input()).isEqualTo(5);
	}

	private static void read(ResponseReader reader, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		reader.read(bytes, 0, bytes.length);
	}

}
