package co.tokenr.benchmark.load;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs in JVMs of their own, each of which has to end by itself, in time and
 * without an error.
 *
 * @param folder where they work, and leave what they leave
 */
record ChildJvm(Path folder) {

	/** Many times what a start takes on a machine that is left alone. */
	private static final Duration LIMIT = Duration.ofMinutes(2);

	/**
	 * Runs a program.
	 * @param classPath its class path
	 * @param options options of the JVM
	 * @param main its main class
	 * @param arguments its arguments
	 * @throws IllegalStateException with the end of its output if it fails or does not
	 * end
	 */
	void run(List<String> classPath, List<String> options, String main, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx512m", "-Djava.io.tmpdir=" + this.folder, "-cp",
				String.join(File.pathSeparator, classPath)));
		command.addAll(options);
		command.add(main);
		command.addAll(List.of(arguments));
		Path output = this.folder.resolve("output.txt");
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.directory(this.folder.toFile())
			.start();
		try {
			if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException(
						main + " has not ended in " + LIMIT.toSeconds() + " s:\n" + end(output));
			}
			if (process.exitValue() != 0) {
				throw new IllegalStateException(main + " has ended with " + process.exitValue() + ":\n" + end(output));
			}
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String end(Path output) throws IOException {
		List<String> lines = Files.readAllLines(output);
		return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
	}

}
