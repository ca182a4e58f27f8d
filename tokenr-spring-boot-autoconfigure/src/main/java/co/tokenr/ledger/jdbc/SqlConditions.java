package co.tokenr.ledger.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import co.tokenr.ledger.Dimension;
import co.tokenr.ledger.UsageQuery;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of a statement with their parameters. Values are always parameters. Not
 * thread-safe.
 */
final class SqlConditions {

	private final List<String> conditions = new ArrayList<>();

	private final List<@Nullable Object> parameters = new ArrayList<>();

	private long from = Long.MIN_VALUE;

	private long to = Long.MAX_VALUE;

	SqlConditions and(String condition, @Nullable Object... parameters) {
		this.conditions.add(condition);
		Collections.addAll(this.parameters, parameters);
		return this;
	}

	/** Events of a time, in microseconds, and their tags; before {@link #filters}. */
	SqlConditions within(long from, long to) {
		this.from = from;
		this.to = to;
		return and("e.occurred >= ? and e.occurred < ?", from, to);
	}

	/** What the query filters by, on the columns of a table. */
	SqlConditions filters(UsageQuery query, String alias) {
		for (Map.Entry<Dimension, Set<@Nullable String>> filter : query.filters().entrySet()) {
			String tag = filter.getKey().tagKey();
			List<String> values = filter.getValue().stream().filter(Objects::nonNull).toList();
			boolean orNone = filter.getValue().contains(null);
			if (tag != null) {
				tag(alias, tag, values, orNone);
			}
			else {
				column(alias + "." + Columns.of(filter.getKey()), values, orNone);
			}
		}
		return this;
	}

	private void column(String column, List<String> values, boolean orNone) {
		String isNull = column + " is null";
		if (values.isEmpty()) {
			and(isNull);
			return;
		}
		String in = column + " in " + marks(values);
		and(orNone ? "(" + in + " or " + isNull + ")" : in, values.toArray());
	}

	private void tag(String alias, String key, List<String> values, boolean orNone) {
		String tagged = "exists (select 1 from tokenr_usage_tag f where f.seq = " + alias + ".seq and f.tag_key = ?"
				+ " and f.occurred >= ? and f.occurred < ?";
		List<Object> parameters = new ArrayList<>();
		List<String> either = new ArrayList<>();
		if (!values.isEmpty()) {
			either.add(tagged + " and f.tag_value in " + marks(values) + ")");
			Collections.addAll(parameters, key, this.from, this.to);
			parameters.addAll(values);
		}
		if (orNone) {
			either.add("not " + tagged + ")");
			Collections.addAll(parameters, key, this.from, this.to);
		}
		and("(" + String.join(" or ", either) + ")", parameters.toArray());
	}

	static String marks(Collection<?> values) {
		return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
	}

	String where() {
		return " where " + String.join(" and ", this.conditions);
	}

	@Nullable Object[] parameters() {
		return this.parameters.toArray();
	}

}
