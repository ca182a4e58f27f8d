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
 * Processes the sample ahead of time, as Spring Boot's build plugins do: generates in a
 * JVM of its own, and compiles.
 */
final class AheadOfTime {

	private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

	private AheadOfTime() {
	}

	/**
	 * Processes the sample.
	 * @param folder an empty folder
	 * @return the class path of the processed sample
	 */
	static TestClassPath process(Path folder) throws Exception {
		Path sources = folder.resolve("sources");
		Path resources = folder.resolve("resources");
		Path classes = folder.resolve("classes");
		Files.createDirectories(classes);
		TestClassPath classPath = SampleApplication.classPath();
		try (ChildJvm processor = ChildJvm.start(classPath, PROCESSOR, SampleApplication.MAIN, sources.toString(),
				resources.toString(), classes.toString(), "com.example", "sample-app")) {
			assertThat(processor.exitCode()).as(processor.output()).isZero();
		}
		compile(sources, classes, classPath.before(classes));
		return classPath.before(classes, resources);
	}

	private static void compile(Path sources, Path classes, TestClassPath classPath) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter complaints = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> found = Files.walk(sources)) {
			List<Path> generated = found.filter((path) -> path.toString().endsWith(".java")).toList();
			List<String> options = List.of("-cp", classPath.toString(), "-d", classes.toString(), "-proc:none",
					"-parameters", "-nowarn", "-Xlint:none");
			boolean compiled = compiler
				.getTask(complaints, files, null, options, null, files.getJavaFileObjectsFromPaths(generated))
				.call();
			assertThat(compiled).as(complaints.toString()).isTrue();
		}
	}

}
