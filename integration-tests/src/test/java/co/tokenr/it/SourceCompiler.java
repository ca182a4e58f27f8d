package co.tokenr.it;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles what only comes into being during a test.
 */
final class SourceCompiler {

	private SourceCompiler() {
	}

	static void compile(Path sources, Path classes, TestClassPath classPath) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter complaints = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> found = Files.walk(sources)) {
			List<Path> java = found.filter((path) -> path.toString().endsWith(".java")).toList();
			List<String> options = List.of("-cp", classPath.toString(), "-d", classes.toString(), "-proc:none",
					"-parameters", "-nowarn", "-Xlint:none");
			boolean compiled = compiler
				.getTask(complaints, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
				.call();
			assertThat(compiled).as(complaints.toString()).isTrue();
		}
	}

}
