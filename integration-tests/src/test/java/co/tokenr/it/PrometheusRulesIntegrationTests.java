package co.tokenr.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules, and the queries of the board, before Prometheus itself.
 */
class PrometheusRulesIntegrationTests {

	private static final Path TESTS = AlertRules.FILE.resolveSibling("alerts-tests.yml");

	@TempDir
	private Path folder;

	@BeforeAll
	static void promtool() throws Exception {
		Promtool.assumeInstalled();
	}

	@Test
	void rulesAreValid() throws Exception {
		assertAccepted(Promtool.run("check", "rules", AlertRules.FILE.toString()));
	}

	@Test
	void everyAlertFiresOnItsCaseAndOnTheFirstEventAndIsSilentOtherwise() throws Exception {
		assertAccepted(Promtool.run("test", "rules", TESTS.toString()));
	}

	@Test
	void everyAlertIsTestedFiringAndSilent() throws Exception {
		String tests = Files.readString(TESTS).replaceAll("\\s+", " ");
		for (Map<String, Object> alert : AlertRules.read().alerts()) {
			assertThat(tests).contains("alertname: " + alert.get("alert") + " exp_alerts: - exp_labels")
				.contains("alertname: " + alert.get("alert") + ", exp_alerts: []");
		}
	}

	@Test
	void queriesOfTheBoardAreValid() throws Exception {
		List<Map<String, String>> rules = new ArrayList<>();
		for (PrometheusQuery query : GrafanaBoard.read().queries()) {
			rules.add(Map.of("record", "board:query:number" + rules.size(), "expr", query.expression().text()));
		}
		Path file = this.folder.resolve("board.yml");
		Files.writeString(file, new Yaml().dump(Map.of("groups", List.of(Map.of("name", "board", "rules", rules)))));

		assertAccepted(Promtool.run("check", "rules", file.toString()));
	}

	private static void assertAccepted(Promtool.Answer answer) {
		assertThat(answer.exitCode()).as(answer.output()).isZero();
		assertThat(answer.output()).contains("SUCCESS");
	}

}
