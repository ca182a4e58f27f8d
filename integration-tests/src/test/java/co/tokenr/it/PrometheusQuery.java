package co.tokenr.it;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A query of a board, or the rule of an alert.
 *
 * @param where panel, variable or alert
 * @param expression what is asked
 * @param shown the labels that texts beside it speak of
 */
record PrometheusQuery(String where, PromQl expression, Set<String> shown) {

	static PrometheusQuery of(String where, String expression, Pattern label, String texts) {
		return new PrometheusQuery(where, PromQl.parse(expression),
				label.matcher(texts).results().map((MatchResult match) -> match.group(1)).collect(Collectors.toSet()));
	}

}
