package co.tokenr.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every way to call a model, with every capture surface switched on at once, against the
 * providers' bill, in an application with actuator and in one without.
 */
class CaptureTableIntegrationTests {

	private static final Log log = LogFactory.getLog(CaptureTableIntegrationTests.class);

	private static final int CELLS = 207;

	@TempDir
	private static Path folder;

	private static List<TableRow> present;

	private static List<TableRow> absent;

	@BeforeAll
	static void run() throws Exception {
		TestClassPath classPath = TestClassPath.full()
			.without("spring-security-", "spring-boot-security", "spring-boot-starter-security");
		TestClassPath withoutActuator = classPath.without("spring-boot-actuator", "spring-boot-starter-actuator",
				"spring-boot-health", "spring-boot-micrometer-", "spring-boot-starter-micrometer-");
		try (ChildJvm with = start(classPath, true); ChildJvm without = start(withoutActuator, false)) {
			present = rows(with, true);
			absent = rows(without, false);
		}
		log.info(new CaptureTable(present, absent));
	}

	private static ChildJvm start(TestClassPath classPath, boolean actuator) {
		return ChildJvm.start(classPath, EveryCallApplication.class.getName(), file(actuator).toString(),
				Boolean.toString(actuator));
	}

	private static List<TableRow> rows(ChildJvm application, boolean actuator) throws Exception {
		assertThat(application.exitCode()).as(application::output).isZero();
		return Files.readAllLines(file(actuator)).stream().map(TableRow::parse).toList();
	}

	private static Path file(boolean actuator) {
		return folder.resolve("actuator-" + actuator);
	}

	@Test
	void everyCellIsAsPromised() {
		assertThat(present).filteredOn((row) -> !row.faults().isEmpty()).isEmpty();
		assertThat(absent).filteredOn((row) -> !row.faults().isEmpty()).isEmpty();
	}

	/** A cell that is not run proves nothing. */
	@Test
	void everyCellIsThere() {
		List<String> crossed = new ArrayList<>();
		for (String seam : ChatCells.SEAMS) {
			for (String wire : ChatWires.NAMES) {
				for (String kind : List.of("call", "stream")) {
					for (String tools : List.of("", ", 1 tool rounds", ", 3 tool rounds")) {
						crossed.add(seam + " | " + kind + tools + " | " + wire);
					}
				}
			}
		}
		assertThat(present).extracting(TableRow::name).doesNotHaveDuplicates().containsAll(crossed).hasSize(CELLS);
		assertThat(absent).extracting(TableRow::name).isEqualTo(present.stream().map(TableRow::name).toList());
	}

	/** The bill is worth nothing if who is billed has written it. */
	@Test
	void billIsCountedByCodeThatKnowsNothingOfOurs() throws IOException {
		for (Path sources : List.of(Path.of("src/test/java/co/tokenr/it/provider"),
				Path.of("../sample-app/src/main/java/com/example/demo"))) {
			try (Stream<Path> files = Files.list(sources)) {
				assertThat(files).isNotEmpty()
					.allSatisfy((file) -> assertThat(Files.readAllLines(file))
						.noneMatch((line) -> line.startsWith("import") && line.contains("co.tokenr")));
			}
		}
	}

}
