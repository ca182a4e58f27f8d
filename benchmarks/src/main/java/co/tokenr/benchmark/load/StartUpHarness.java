package co.tokenr.benchmark.load;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import co.tokenr.benchmark.report.Figure;
import co.tokenr.benchmark.report.FigureTable;
import co.tokenr.benchmark.report.Goal;

import org.springframework.boot.SpringApplication;
import org.springframework.util.Assert;
import org.springframework.util.FileSystemUtils;

/**
 * What the starter adds to the start of an application, each start in a JVM of its own
 * and all kinds taking turns.
 */
final class StartUpHarness implements Harness {

	private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

	private static final List<String> STARTER = List.of("tokenr-", "spring-retry-", "chart.js-");

	private static final String[] COMMON = { "-Dserver.port=0", "-Dmanagement.endpoints.web.exposure.include=*",
			"-Dspring.main.banner-mode=off", "-Dlogging.level.root=error", "-Dspring.application.name=start-up",
			"-Dtokenr.token=loopback" };

	@Override
	public void run(Scale scale) throws Exception {
		Path folder = Files.createTempDirectory("tokenr-start");
		try {
			List<String> with = classPath(folder, List.of());
			List<String> without = classPath(folder, STARTER);
			Kind plain = new Kind("without the starter", without, List.of());
			Kind starter = new Kind("with the starter", with, List.of());
			Kind leaves = new Kind("with the starter, JDBC ledger, spool and dashboard", with,
					List.of("-Dtokenr.ledger.type=jdbc", "-Dtokenr.ledger.jdbc.url=jdbc:h2:mem:start;DB_CLOSE_DELAY=-1",
							"-Dtokenr.reporter.spool.directory=" + folder.resolve("spool")));
			List<String> aot = List.of("-Dspring.aot.enabled=true");
			Kind plainAot = new Kind("without the starter, AOT-processed", processed(folder.resolve("plain"), without),
					aot);
			Kind starterAot = new Kind("with the starter, AOT-processed", processed(folder.resolve("starter"), with),
					aot);
			List<Kind> kinds = List.of(plain, starter, leaves, plainAot, starterAot);
			for (int round = -1; round < scale.of(20, 5); round++) {
				for (Kind kind : kinds) {
					kind.measure(round >= 0);
				}
			}
			FigureTable table = new FigureTable("start-up", "Start", "time", "CPU", "classes loaded");
			kinds.forEach((kind) -> kind.row(table));
			starter.addedRow(table, "added by the starter", plain, Goal.atMost(30));
			leaves.addedRow(table, "added with all that", plain, null);
			starterAot.addedRow(table, "added by the starter, AOT-processed", plainAot, Goal.atMost(30));
			table.write();
		}
		finally {
			FileSystemUtils.deleteRecursively(folder);
		}
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
	private static List<String> processed(Path folder, List<String> classPath) throws Exception {
		Path sources = folder.resolve("sources");
		Path resources = folder.resolve("resources");
		Path classes = Files.createDirectories(folder.resolve("classes"));
		java(classPath, List.of(), PROCESSOR, StartUpApplication.class.getName(), sources.toString(),
				resources.toString(), classes.toString(), "co.tokenr", "start-up");
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> found = Files.walk(sources)) {
			List<Path> java = found.filter((path) -> path.toString().endsWith(".java")).toList();
			List<String> options = List.of("-cp", joined(classPath), "-d", classes.toString(), "-proc:none",
					"-parameters", "-nowarn", "-Xlint:none");
			Assert.state(
					compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java)).call(),
					"What was generated cannot be compiled");
		}
		List<String> entries = new ArrayList<>(List.of(classes.toString(), resources.toString()));
		entries.addAll(classPath);
		return entries;
	}

	private static void java(List<String> classPath, List<String> options, String main, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx512m", "-cp", joined(classPath)));
		command.addAll(Arrays.asList(COMMON));
		command.addAll(options);
		command.add(main);
		command.addAll(Arrays.asList(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		Assert.state(process.waitFor() == 0, () -> "A child has failed:\n" + output);
	}

	private static String joined(List<String> classPath) {
		return classPath.stream().collect(Collectors.joining(File.pathSeparator));
	}

	/** A kind of start. */
	private static final class Kind {

		private final String label;

		private final List<String> classPath;

		private final List<String> options;

		private final Median time = new Median();

		private final Median cpu = new Median();

		private final Median classes = new Median();

		Kind(String label, List<String> classPath, List<String> options) {
			this.label = label;
			this.classPath = classPath;
			this.options = options;
		}

		void measure(boolean counted) throws IOException, InterruptedException {
			Path file = Files.createTempFile("tokenr-start", ".txt");
			List<String> options = new ArrayList<>(this.options);
			options.add("-Dfigures=" + file);
			java(this.classPath, options, StartUpApplication.class.getName());
			String[] figures = Files.readString(file).split(" ");
			Files.delete(file);
			if (counted) {
				this.time.add(Long.parseLong(figures[0]) / 1e3);
				this.cpu.add(Long.parseLong(figures[1]) / 1e3);
				this.classes.add(Long.parseLong(figures[2]));
			}
		}

		void row(FigureTable table) {
			table.row(this.label, Figure.of(this.time.value(), "ms"), Figure.of(this.cpu.value(), "ms"),
					Figure.of(this.classes.value(), "classes"));
		}

		void addedRow(FigureTable table, String label, Kind plain, Goal goal) {
			table.row(label, Figure.of(this.time.value() - plain.time.value(), "ms"),
					new Figure(this.cpu.value() - plain.cpu.value(), "ms", goal),
					Figure.of(this.classes.value() - plain.classes.value(), "classes"));
		}

	}

}
