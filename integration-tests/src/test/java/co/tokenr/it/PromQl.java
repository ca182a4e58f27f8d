package co.tokenr.it;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression asks for, read from its tokens: enough of the language for our
 * boards and alerts, whose syntax {@link Promtool} checks.
 *
 * @param text the expression
 * @param selectors the series it reads
 * @param grouping the labels it keeps, empty where it does not aggregate
 */
record PromQl(String text, List<Selector> selectors, Set<String> grouping) {

	private static final Pattern TOKEN = Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"" // strings
			+ "|[a-zA-Z_:][a-zA-Z0-9_:]*" // names and words
			+ "|[0-9][0-9a-z.]*(?:e-?[0-9]+)?" // numbers and durations
			+ "|=~|!~|!=|==|>=|<=|[-+*/%^=<>(){}\\[\\],])\\s*");

	private static final Set<String> GROUPING = Set.of("by", "on");

	private static final Set<String> LABEL_LISTS = Set.of("by", "on", "without", "ignoring", "group_left",
			"group_right");

	private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

	static PromQl parse(String text) {
		return new Reader(text).read();
	}

	/**
	 * Series it reads.
	 *
	 * @param metric their name
	 * @param matchers what is asked of their labels
	 * @param grouping the labels by which they are summed or joined
	 */
	record Selector(String metric, List<LabelMatcher> matchers, Set<String> grouping) {

	}

	/**
	 * What is asked of a label.
	 *
	 * @param label its name
	 * @param operator how the value compares
	 * @param value text or regular expression
	 */
	record LabelMatcher(String label, String operator, String value) {

		boolean accepts(String actual) {
			return switch (this.operator) {
				case "=" -> actual.equals(this.value);
				case "!=" -> !actual.equals(this.value);
				case "=~" -> actual.matches(this.value);
				case "!~" -> !actual.matches(this.value);
				default -> throw new IllegalArgumentException("Not an operator: " + this.operator);
			};
		}

	}

	private static final class Reader {

		private final String text;

		private final List<String> tokens = new ArrayList<>();

		private final List<Selector> selectors = new ArrayList<>();

		private final Set<String> kept = new LinkedHashSet<>();

		/** The labels that matter inside each parenthesis that is open. */
		private final Deque<Set<String>> scopes = new ArrayDeque<>();

		/** Those of the parenthesis that opens next. */
		private Set<String> next = Set.of();

		private int position;

		Reader(String text) {
			this.text = text;
			Matcher matcher = TOKEN.matcher(text);
			int end = 0;
			while (end < text.length()) {
				if (!matcher.find(end) || matcher.start() != end) {
					throw new IllegalArgumentException("Not PromQL from '" + text.substring(end) + "'");
				}
				this.tokens.add(matcher.group(1));
				end = matcher.end();
			}
			this.scopes.push(Set.of());
		}

		PromQl read() {
			while (this.position < this.tokens.size()) {
				String token = this.tokens.get(this.position++);
				if (LABEL_LISTS.contains(token)) {
					labels(token);
				}
				else if (token.equals("(")) {
					this.scopes.push(this.next);
					this.next = this.scopes.peek();
				}
				else if (token.equals(")")) {
					this.scopes.pop();
					this.next = this.scopes.element();
				}
				else if (isName(token) && !WORDS.contains(token) && !at("(") && !isAggregation()) {
					this.selectors.add(new Selector(token, matchers(), this.scopes.element()));
				}
			}
			return new PromQl(this.text, List.copyOf(this.selectors), Set.copyOf(this.kept));
		}

		/** Labels to sum by join those around; labels to join on hold by themselves. */
		private void labels(String list) {
			Set<String> labels = new LinkedHashSet<>();
			if (at("(")) {
				labels.addAll(until(")"));
			}
			if (list.equals("by")) {
				this.kept.addAll(labels);
				labels.addAll(this.scopes.element());
			}
			if (GROUPING.contains(list)) {
				this.next = labels;
			}
		}

		private List<LabelMatcher> matchers() {
			List<LabelMatcher> matchers = new ArrayList<>();
			if (at("{")) {
				List<String> inside = until("}");
				for (int i = 0; i + 2 < inside.size(); i += 3) {
					String quoted = inside.get(i + 2);
					matchers.add(new LabelMatcher(inside.get(i), inside.get(i + 1),
							quoted.substring(1, quoted.length() - 1)));
				}
			}
			return matchers;
		}

		/** What stands in brackets, without commas. */
		private List<String> until(String bracket) {
			List<String> inside = new ArrayList<>();
			for (this.position++; !at(bracket); this.position++) {
				if (!at(",")) {
					inside.add(this.tokens.get(this.position));
				}
			}
			this.position++;
			return inside;
		}

		private boolean at(String token) {
			return this.position < this.tokens.size() && this.tokens.get(this.position).equals(token);
		}

		private boolean isAggregation() {
			return at("by") || at("without");
		}

		private static boolean isName(String token) {
			return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
		}

	}

	/**
	 * Returns the labels that its result can have.
	 * @param ofMetrics those of what it reads
	 */
	Set<String> resultLabels(Collection<String> ofMetrics) {
		return new HashSet<>(this.grouping.isEmpty() ? ofMetrics : this.grouping);
	}

}
