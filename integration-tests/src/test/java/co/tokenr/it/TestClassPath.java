package co.tokenr.it;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The class path of these tests, to be handed to JVMs of their own.
 *
 * @param entries files and folders in their order
 */
record TestClassPath(List<String> entries) {

	private static final Pattern BOOT_WITHOUT_EXTRAS = Pattern
		.compile("(spring-boot|spring-boot-autoconfigure|spring-(core|context|beans|aop|expression)|commons-logging"
				+ "|micrometer-(observation|commons)|spring-retry|jackson-core|jspecify|slf4j-api|logback-(classic|core)"
				+ "|snakeyaml|tokenr-spring-boot-autoconfigure)-\\d.*\\.jar");

	static TestClassPath full() {
		return new TestClassPath(Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
	}

	/**
	 * Spring Boot, Tokenr and what they cannot do without: no actuator, no micrometer, no
	 * Spring AI, no web, no Reactor. And the classes of these tests.
	 */
	static TestClassPath withoutExtras() {
		return full().only((path) -> BOOT_WITHOUT_EXTRAS.matcher(path.getFileName().toString()).matches()
				|| path.endsWith(Path.of("tokenr-spring-boot-autoconfigure", "target", "classes"))
				|| path.endsWith("test-classes"));
	}

	TestClassPath only(Predicate<Path> wanted) {
		return new TestClassPath(this.entries.stream().filter((entry) -> wanted.test(Path.of(entry))).toList());
	}

	/**
	 * Leaves out jars and folders by the beginning of their names.
	 */
	TestClassPath without(String... beginnings) {
		return only((path) -> Arrays.stream(beginnings).noneMatch(path.getFileName().toString()::startsWith));
	}

	TestClassPath before(Path... first) {
		List<String> all = new ArrayList<>();
		Arrays.stream(first).map(Path::toString).forEach(all::add);
		all.addAll(this.entries);
		return new TestClassPath(all);
	}

	@Override
	public String toString() {
		return this.entries.stream().collect(Collectors.joining(File.pathSeparator));
	}

}
