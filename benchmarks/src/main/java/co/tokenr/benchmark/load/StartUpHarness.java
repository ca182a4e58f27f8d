package co.tokenr.benchmark.load;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import co.tokenr.benchmark.report.FigureTable;
import co.tokenr.benchmark.report.Goal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.util.Assert;
import org.springframework.util.FileSystemUtils;

/**
 * What the starter adds to the start of an application. Each start has a JVM of its own,
 * all kinds take turns, and what is added is the median of what a start takes more than
 * the one without the starter of the same turn, so that a machine that is busier at times
 * does not tell for one of them. Where the machine is so busy that the turns take more
 * than their time, there are fewer of them.
 */
final class StartUpHarness implements Harness {

	private static final Log logger = LogFactory.getLog(StartUpHarness.class);

	private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

	private static final List<String> STARTER = List.of("tokenr-", "spring-retry-", "chart.js-");

	private static final List<String> COMMON = List.of("-Dserver.port=0",
			"-Dmanagement.endpoints.web.exposure.include=*", "-Dspring.main.banner-mode=off",
			"-Dlogging.level.root=error", "-Dspring.application.name=start-up", "-Dtokenr.token=loopback",
			"-Dtokenr.url=http://127.0.0.1:9");

	private static final Goal GOAL = Goal.atMost(30);

	private static final Duration TURNS_TIME = Duration.ofMinutes(6);

	private static final int LEAST_TURNS = 1;

	@Override
	public void run(Scale scale) throws Exception {
		Path folder = Files.createTempDirectory("tokenr-start");
		try {
			measure(folder, scale);
		}
		finally {
			FileSystemUtils.deleteRecursively(folder);
		}
	}

	private static void measure(Path folder, Scale scale) throws Exception {
		ChildJvm jvm = new ChildJvm(folder);
		List<String> with = classPath(folder, List.of());
		List<String> without = classPath(folder, STARTER);
		Assert.state(with.size() > without.size(), "The starter is not among the libraries beside Spring Boot");
		List<String> leaves = List.of("-Dtokenr.ledger.type=jdbc",
				"-Dtokenr.reporter.spool.directory=" + folder.resolve("spool"), "-Dtokenr.tags.a=1",
				"-Dtokenr.tags.b=2");
		StartUpKind plain = new StartUpKind(without, List.of());
		StartUpKind starter = new StartUpKind(with, List.of());
		StartUpKind all = new StartUpKind(with, leaves);
		StartUpKind plainAot = processed(jvm, folder.resolve("plain"), plain);
		StartUpKind allAot = processed(jvm, folder.resolve("all"), all);
		int turns = takeTurns(jvm, List.of(plain, starter, all, plainAot, allAot), scale.of(20, 3));
		FigureTable table = new FigureTable("start-up", "Start, median of %d".formatted(turns), "CPU until ready",
				"CPU a second later", "half are within ±", "classes loaded");
		plain.row(table, "without the starter");
		starter.addedRow(table, "added by the starter", plain, GOAL);
		all.addedRow(table, "added with all leaves on", plain, GOAL);
		plainAot.row(table, "without the starter, AOT-processed");
		allAot.addedRow(table, "added with all leaves on, AOT-processed", plainAot, GOAL);
		table.write();
	}

	/** Returns how many turns there were. The first one is not counted. */
	private static int takeTurns(ChildJvm jvm, List<StartUpKind> kinds, int turns) throws Exception {
		long start = 0;
		for (int turn = 0; turn <= turns; turn++) {
			if (turn > LEAST_TURNS && System.nanoTime() - start > TURNS_TIME.toNanos()) {
				logger.warn("The machine is too busy: " + (turn - 1) + " turns instead of " + turns);
				return turn - 1;
			}
			start = (turn == 1) ? System.nanoTime() : start;
			for (StartUpKind kind : kinds) {
				kind.measure(jvm, COMMON, turn > 0);
			}
		}
		return turns;
	}

	/** The application alone, and the libraries that this runs with. */
	private static List<String> classPath(Path folder, List<String> left) throws Exception {
		String name = StartUpApplication.class.getName().replace('.', '/') + ".class";
		Path classes = folder.resolve("classes");
		Path file = classes.resolve(name);
		Files.createDirectories(file.getParent());
		try (InputStream code = StartUpHarness.class.getClassLoader().getResourceAsStream(name)) {
			Files.write(file, code.readAllBytes());
		}
		List<String> entries = new ArrayList<>(List.of(classes.toString()));
		Path spring = Path.of(SpringApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (Stream<Path> jars = Files.list(spring.getParent())) {
			jars.filter((jar) -> left.stream().noneMatch(jar.getFileName().toString()::startsWith))
				.map(Path::toString)
				.sorted()
				.forEach(entries::add);
		}
		return entries;
	}

	/** Processes the application ahead of time, as the build plugins do. */
	private static StartUpKind processed(ChildJvm jvm, Path folder, StartUpKind kind) throws Exception {
		Path sources = folder.resolve("sources");
		Path resources = folder.resolve("resources");
		Path classes = Files.createDirectories(folder.resolve("classes"));
		List<String> options = new ArrayList<>(COMMON);
		options.addAll(kind.options());
		jvm.run(kind.classPath(), options, PROCESSOR, StartUpApplication.class.getName(), sources.toString(),
				resources.toString(), classes.toString(), "co.tokenr", "start-up");
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> found = Files.walk(sources)) {
			List<Path> java = found.filter((path) -> path.toString().endsWith(".java")).toList();
			List<String> arguments = List.of("-cp", String.join(File.pathSeparator, kind.classPath()), "-d",
					classes.toString(), "-proc:none", "-parameters", "-nowarn", "-Xlint:none");
			Assert.state(compiler.getTask(null, files, null, arguments, null, files.getJavaFileObjectsFromPaths(java))
				.call(), "What was generated cannot be compiled");
		}
		List<String> entries = new ArrayList<>(List.of(classes.toString(), resources.toString()));
		entries.addAll(kind.classPath());
		List<String> aot = new ArrayList<>(kind.options());
		aot.add("-Dspring.aot.enabled=true");
		return new StartUpKind(entries, aot);
	}

}
