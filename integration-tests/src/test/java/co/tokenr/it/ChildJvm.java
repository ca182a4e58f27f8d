package co.tokenr.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/**
 * An application that is really started: in a JVM of its own, of the same Java as this
 * one, without what the environment says of tokens and keys.
 */
public final class ChildJvm implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofMinutes(3);

	private final Process process;

	private final StringBuffer output = new StringBuffer();

	private final Thread reader;

	private ChildJvm(Process process) {
		this.process = process;
		this.reader = new Thread(this::read, "output-of-" + process.pid());
		this.reader.setDaemon(true);
		this.reader.start();
	}

	static ChildJvm start(TestClassPath classPath, String main, String... arguments) {
		return start(classPath, List.of(), main, arguments);
	}

	static ChildJvm start(TestClassPath classPath, List<String> options, String main, String... arguments) {
		return start(classPath, options, Map.of(), main, arguments);
	}

	static ChildJvm start(TestClassPath classPath, List<String> options, Map<String, String> variables, String main,
			String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m", "-Dfile.encoding=UTF-8"));
		command.addAll(options);
		command.addAll(List.of("-cp", classPath.toString(), main));
		command.addAll(Arrays.asList(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		Map<String, String> environment = builder.environment();
		environment.keySet()
			.removeIf((name) -> name.startsWith("TOKENR_") || name.endsWith("_API_KEY") || name.startsWith("SPRING_"));
		environment.remove("JAVA_TOOL_OPTIONS");
		environment.putAll(variables);
		try {
			return new ChildJvm(builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits for the end.
	 * @return the exit code
	 */
	int exitCode() throws InterruptedException {
		if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			throw new IllegalStateException("Still running after " + PATIENCE + ":\n" + this.output);
		}
		this.reader.join(PATIENCE.toMillis());
		return this.process.exitValue();
	}

	/**
	 * Waits for a text in the output.
	 * @return the first group of the pattern
	 */
	public String awaitOutput(Pattern pattern) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.failFast("The application has ended", () -> !this.process.isAlive())
			.until(() -> pattern.matcher(output()), Matcher::find)
			.group(1);
	}

	String output() {
		return this.output.toString();
	}

	private void read() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				this.output.append(line).append('\n');
			}
		}
		catch (IOException ex) {
			this.output.append(ex).append('\n');
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
