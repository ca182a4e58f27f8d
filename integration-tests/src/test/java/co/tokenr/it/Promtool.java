package co.tokenr.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/**
 * Prometheus' own tool, where it is installed.
 */
final class Promtool {

	private Promtool() {
	}

	/** Skips the test where it is not installed, but never where all tests must run. */
	static void assumeInstalled() throws Exception {
		try {
			run("--version");
		}
		catch (IOException ex) {
			String missing = "promtool is not installed, so that the rules are not tested"
					+ " (Debian has it in the package prometheus)";
			if ("true".equals(System.getenv("CI"))) {
				throw new IllegalStateException(missing, ex);
			}
			Assumptions.abort(missing);
		}
	}

	/**
	 * Runs it.
	 * @return what it said
	 */
	static Answer run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("promtool"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			process.waitFor(ChildJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			return new Answer(process.exitValue(), output);
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * What it said.
	 *
	 * @param exitCode zero where all is well
	 * @param output its text
	 */
	record Answer(int exitCode, String output) {
	}

}
