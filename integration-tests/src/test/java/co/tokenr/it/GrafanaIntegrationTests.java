package co.tokenr.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import co.tokenr.metrics.TokenrMeter;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The board and the alerts, held against what the sample really answers to Prometheus.
 */
class GrafanaIntegrationTests {

	private static final Pattern SHOWN_PORT = Pattern.compile("curl http://localhost:(\\d+)/actuator/tokenr");

	private static GrafanaBoard board;

	private static AlertRules alerts;

	private static String scraped;

	@BeforeAll
	static void scrape() throws Exception {
		board = GrafanaBoard.read();
		alerts = AlertRules.read();
		try (ChildJvm sample = SampleApplication.start()) {
			LocalHttp http = new LocalHttp(Integer.parseInt(sample.awaitOutput(SHOWN_PORT)));
			LocalHttp.Answer answer = http.get("/actuator/prometheus");
			assertThat(answer.status()).isEqualTo(200);
			scraped = answer.body();
		}
	}

	@Test
	void everyMetricAndLabelOfTheBoardExists() {
		assertThat(board.queries()).hasSizeGreaterThan(30);
		assertThat(missing(board.queries(), PrometheusScrape.parse(scraped))).isEmpty();
	}

	@Test
	void everyMetricAndLabelOfTheAlertsExists() {
		assertThat(alerts.queries()).hasSizeGreaterThan(6);
		assertThat(missing(alerts.queries(), alerts.recordInto(PrometheusScrape.parse(scraped)))).isEmpty();
	}

	@Test
	void everyRenamedMetricOrLabelWouldBeMissed() {
		Set<String> names = new TreeSet<>(List.of("process_start_time_seconds"));
		for (PrometheusQuery query : board.queries()) {
			query.expression().selectors().forEach((selector) -> {
				names.add(selector.metric());
				selector.matchers().forEach((matcher) -> names.add(matcher.label()));
			});
		}
		for (String name : names) {
			PrometheusScrape renamed = PrometheusScrape
				.parse(scraped.replaceAll("\\b" + name + "(?=[ {=])", "renamed_" + name));
			assertThat(board.queries()).as(name).anySatisfy((query) -> assertThat(renamed.missing(query)).isNotEmpty());
		}
	}

	@Test
	void everyMeterIsOnTheBoard() {
		Set<String> asked = new HashSet<>();
		board.queries()
			.forEach((query) -> query.expression().selectors().forEach((selector) -> asked.add(selector.metric())));
		// there only where a provider reports costs, which the sample's does not
		for (TokenrMeter meter : EnumSet.complementOf(EnumSet.of(TokenrMeter.PROVIDER_COST_DRIFT))) {
			assertThat(asked).as(meter.getName())
				.anySatisfy((metric) -> assertThat(metric).startsWith(meter.getName().replace('.', '_')));
		}
	}

	@Test
	void everyAlertSaysWhatToDo() {
		assertThat(alerts.alerts()).hasSizeGreaterThan(5).allSatisfy((alert) -> {
			assertThat(alert.get("labels").toString()).containsAnyOf("severity=warning", "severity=critical");
			assertThat(alert.get("annotations")).asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
				.containsOnlyKeys("summary", "description")
				.hasEntrySatisfying("description", (text) -> assertThat(text).containsAnyOf("tokenr.", "/actuator/"));
		});
	}

	@Test
	void asksTheDataSourceThatIsChosenAndNoOther() {
		List<JsonNode> asked = new ArrayList<>(board.panels().stream().filter((panel) -> !isRow(panel)).toList());
		board.panels().forEach((panel) -> panel.path("targets").forEach(asked::add));
		asked.addAll(board.variables()
			.stream()
			.filter((variable) -> variable.path("type").asString().equals("query"))
			.toList());
		assertThat(asked).hasSizeGreaterThan(60).allSatisfy((node) -> {
			assertThat(node.path("datasource").path("type").asString()).isEqualTo("prometheus");
			assertThat(node.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
		});
		assertThat(board.variables().get(0).path("type").asString()).isEqualTo("datasource");
		assertThat(board.json().path("id").isNull()).isTrue();
		assertThat(board.json().has("uid")).isFalse();
	}

	@Test
	void filtersByWhomACallBelongsTo() {
		assertThat(board.variables()).extracting((variable) -> variable.path("name").asString())
			.containsExactly("datasource", "application", "environment", "provider", "model", "agent", "feature",
					"team");
		assertThat(board.variables()).filteredOn((variable) -> variable.path("type").asString().equals("query"))
			.allSatisfy((variable) -> {
				// also finds what has no such label
				assertThat(variable.path("allValue").asString()).isEqualTo(".*");
				assertThat(variable.path("includeAll").asBoolean()).isTrue();
			});
	}

	@Test
	void panelsStandSideBySideUnderTheirRows() {
		assertThat(board.panels()).filteredOn(GrafanaIntegrationTests::isRow)
			.extracting((row) -> row.path("title").asString())
			.containsExactly("Spend", "Tokens", "Latency", "Errors", "Delivery");
		assertThat(board.panels()).extracting((panel) -> panel.path("id").asInt()).doesNotHaveDuplicates();
		Map<String, String> places = new HashMap<>();
		for (JsonNode panel : board.panels()) {
			JsonNode place = panel.path("gridPos");
			assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
			for (int x = 0; x < place.path("w").asInt(); x++) {
				for (int y = 0; y < place.path("h").asInt(); y++) {
					String cell = (place.path("x").asInt() + x) + "/" + (place.path("y").asInt() + y);
					String title = panel.path("title").asString();
					assertThat(places.put(cell, title)).as(title + " at " + cell).isNull();
				}
			}
		}
	}

	private static Map<String, Set<String>> missing(List<PrometheusQuery> queries, PrometheusScrape scrape) {
		Map<String, Set<String>> missing = new TreeMap<>();
		for (PrometheusQuery query : queries) {
			missing.computeIfAbsent(query.where(), (where) -> new TreeSet<>()).addAll(scrape.missing(query));
		}
		missing.values().removeIf(Set::isEmpty);
		return missing;
	}

	private static boolean isRow(JsonNode panel) {
		return panel.path("type").asString().equals("row");
	}

}
