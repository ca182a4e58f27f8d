package co.tokenr.it;

import java.nio.file.Files;
import java.nio.file.Path;

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
		SourceCompiler.compile(sources, classes, classPath.before(classes));
		return classPath.before(classes, resources);
	}

}
