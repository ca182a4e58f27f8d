package co.tokenr.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.Yaml;

/**
 * The rules as Prometheus loads them.
 *
 * @param rules each as it is written
 */
record AlertRules(List<Map<String, Object>> rules) {

	static final Path FILE = Path.of("..", "docs/grafana/alerts.yml");

	private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");

	@SuppressWarnings("unchecked")
	static AlertRules read() throws IOException {
		List<Map<String, Object>> rules = new ArrayList<>();
		Map<String, Object> file = new Yaml().load(Files.readString(FILE));
		for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
			rules.addAll((List<Map<String, Object>>) group.get("rules"));
		}
		return new AlertRules(rules);
	}

	List<Map<String, Object>> alerts() {
		return this.rules.stream().filter((rule) -> rule.containsKey("alert")).toList();
	}

	List<PrometheusQuery> queries() {
		return this.rules.stream()
			.map((rule) -> PrometheusQuery.of(name(rule), (String) rule.get("expr"), LABEL, rule.toString()))
			.toList();
	}

	/** Adds what the rules record to what they find. */
	PrometheusScrape recordInto(PrometheusScrape scrape) {
		PrometheusScrape all = scrape;
		for (Map<String, Object> rule : this.rules) {
			if (rule.get("record") instanceof String recorded) {
				all = all.and(recorded, PromQl.parse((String) rule.get("expr")).grouping());
			}
		}
		return all;
	}

	private static String name(Map<String, Object> rule) {
		return rule.containsKey("alert") ? "alert " + rule.get("alert") : "record " + rule.get("record");
	}

}
