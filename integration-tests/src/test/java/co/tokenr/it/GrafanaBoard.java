package co.tokenr.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The board as it is imported into Grafana.
 *
 * @param json the file
 */
record GrafanaBoard(JsonNode json) {

	private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

	private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

	static GrafanaBoard read() throws IOException {
		return new GrafanaBoard(new JsonMapper().readTree(Files.readString(Path.of("..", "docs/grafana/tokenr.json"))));
	}

	/** All panels, rows included. */
	List<JsonNode> panels() {
		return list(this.json.path("panels"));
	}

	List<JsonNode> variables() {
		return list(this.json.path("templating").path("list"));
	}

	/** What the panels and the variables ask Prometheus. */
	List<PrometheusQuery> queries() {
		List<PrometheusQuery> queries = new ArrayList<>();
		for (JsonNode panel : panels()) {
			for (JsonNode target : panel.path("targets")) {
				queries.add(PrometheusQuery.of("panel '" + panel.path("title").asString() + "'",
						concrete(target.path("expr").asString()), LEGEND, target.path("legendFormat").asString()));
			}
		}
		for (JsonNode variable : variables()) {
			if (variable.path("type").asString().equals("query")) {
				queries.add(variable(variable));
			}
		}
		return queries;
	}

	/** The values of a label are as good as a legend that shows it. */
	private static PrometheusQuery variable(JsonNode variable) {
		Matcher matcher = LABEL_VALUES.matcher(variable.path("query").path("query").asString());
		if (!matcher.matches()) {
			throw new IllegalArgumentException("Not a query for the values of a label: " + variable);
		}
		return PrometheusQuery.of("variable '" + variable.path("name").asString() + "'", concrete(matcher.group(1)),
				LEGEND, "{{" + matcher.group(2) + "}}");
	}

	/** As Grafana sends it, with everything chosen. */
	private static String concrete(String expression) {
		return expression.replace("$__range_s", "86400")
			.replace("$__interval_ms", "300000")
			.replaceAll("\\$__(range|rate_interval|interval)", "5m")
			.replaceAll("\"\\$\\w+\"", "\".*\"");
	}

	private static List<JsonNode> list(JsonNode array) {
		List<JsonNode> nodes = new ArrayList<>();
		array.forEach(nodes::add);
		return nodes;
	}

}
