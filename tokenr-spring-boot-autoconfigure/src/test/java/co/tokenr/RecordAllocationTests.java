package co.tokenr;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many bytes the recording of a call allocates on the caller's thread: attributed
 * with five tags, priced with a cache, metered, summed up and handed to the reporter.
 * Counted by the JVM, not timed, so that a busy machine does not change it; compilers do,
 * and therefore the least of many rounds holds.
 */
class RecordAllocationTests {

	/** In bytes: what was last measured here and is written down in the documents. */
	private static final long COMMITTED = 456;

	/** In bytes: what nobody is to pay more than. */
	private static final long GOAL = 512;

	private static final long LIMIT = Math.min(GOAL, COMMITTED * 11 / 10);

	private static final Pattern BYTES = Pattern.compile("bytes=(\\d+)");

	@Test
	void recordingACallAllocatesNoMoreThanItDid() throws Exception {
		long bytes = measure();
		LogFactory.getLog(RecordAllocationTests.class).info("recording a call allocates " + bytes + " bytes");
		assertThat(bytes).isBetween(1L, LIMIT);
	}

	@Test
	void aKilobyteMoreWouldBeSeen() throws Exception {
		assertThat(measure("1024")).isGreaterThan(1024);
	}

	private static long measure(String... args) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), RecordedBytes.class.getName()));
		command.addAll(List.of(args));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(printed).isZero();
		Matcher bytes = BYTES.matcher(printed);
		assertThat(bytes.find()).as(printed).isTrue();
		return Long.parseLong(bytes.group(1));
	}

}
