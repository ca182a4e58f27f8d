package co.tokenr.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an application answers to Prometheus.
 *
 * @param series name and labels of each
 */
record PrometheusScrape(List<Series> series) {

	/** Prometheus itself says these of every target. */
	private static final Set<String> TARGET_LABELS = Set.of("job", "instance");

	private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

	static PrometheusScrape parse(String text) {
		return new PrometheusScrape(text.lines()
			.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
			.map(PrometheusScrape::line)
			.toList());
	}

	private static Series line(String line) {
		Matcher matcher = LINE.matcher(line);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("Not a sample: " + line);
		}
		Map<String, String> labels = new HashMap<>();
		if (matcher.group(2) != null) {
			LABEL.matcher(matcher.group(2)).results().forEach((label) -> labels.put(label.group(1), label.group(2)));
		}
		return new Series(matcher.group(1), labels);
	}

	/** And what a recording rule makes of it. */
	PrometheusScrape and(String recorded, Set<String> labels) {
		List<Series> all = new ArrayList<>(this.series);
		all.add(new Series(recorded, labels.stream().collect(Collectors.toMap((label) -> label, (label) -> "any"))));
		return new PrometheusScrape(all);
	}

	/**
	 * Returns what a query asks for and is not there.
	 */
	Set<String> missing(PrometheusQuery query) {
		Set<String> missing = new TreeSet<>();
		Set<String> known = new HashSet<>(TARGET_LABELS);
		for (PromQl.Selector selector : query.expression().selectors()) {
			Set<String> labels = labels(selector.metric());
			known.addAll(labels);
			Set<String> asked = new HashSet<>(selector.grouping());
			selector.matchers().forEach((matcher) -> asked.add(matcher.label()));
			asked.stream()
				.filter((label) -> !labels.contains(label))
				.forEach((label) -> missing.add("label " + label + " of " + selector.metric()));
			if (this.series.stream().noneMatch((candidate) -> candidate.isSelectedBy(selector))) {
				missing.add("a series for " + selector.metric() + selector.matchers());
			}
		}
		Set<String> shown = new HashSet<>(query.shown());
		shown.removeAll(query.expression().resultLabels(known));
		shown.forEach((label) -> missing.add("label " + label + " to be shown"));
		return missing;
	}

	private Set<String> labels(String metric) {
		Set<String> labels = new HashSet<>();
		this.series.stream()
			.filter((candidate) -> candidate.name().equals(metric))
			.forEach((found) -> labels.addAll(found.labels().keySet()));
		if (!labels.isEmpty()) {
			labels.addAll(TARGET_LABELS);
		}
		return labels;
	}

	/**
	 * A series.
	 *
	 * @param name its metric
	 * @param labels its labels
	 */
	record Series(String name, Map<String, String> labels) {

		boolean isSelectedBy(PromQl.Selector selector) {
			return this.name.equals(selector.metric()) && selector.matchers()
				.stream()
				.allMatch((matcher) -> matcher.accepts(this.labels.getOrDefault(matcher.label(), "")));
		}

	}

}
