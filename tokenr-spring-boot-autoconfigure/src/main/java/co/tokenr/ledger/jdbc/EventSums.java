package co.tokenr.ledger.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import co.tokenr.ledger.AnswerBuilder;
import co.tokenr.ledger.Dimension;
import co.tokenr.ledger.LatencyHistogram;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.UsageSums;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Sums single events up, for what roll-ups do not know: the database adds by class of
 * latency, and what it counts becomes the histograms here. Times to the first token are
 * counted apart: together there would be nearly as many classes as events.
 */
final class EventSums {

	private static final String SUMS = """
			count(*) as calls,
			sum(case when e.status = 'error' then 1 else 0 end) as errors,
			sum(case when e.status = 'cancelled' then 1 else 0 end) as cancelled,
			sum(e.input_tokens) as input_tokens,
			sum(e.cache_read_input_tokens) as cache_read_input_tokens,
			sum(e.cache_creation_input_tokens) as cache_creation_input_tokens,
			sum(e.output_tokens) as output_tokens,
			sum(e.reasoning_output_tokens) as reasoning_output_tokens,
			sum(case when e.usage_source = 'missing' then 1 else 0 end) as usage_missing,
			sum(case when e.currency is null and coalesce(e.usage_source, '') <> 'missing' then 1 else 0 end) as unpriced,
			sum(case when e.currency is not null and e.usage_source = 'provider' then 1 else 0 end) as covered""";

	private static final String TAG = " left join tokenr_usage_tag %1$s on %1$s.seq = e.seq"
			+ " and %1$s.tag_key = ? and %1$s.occurred >= ? and %1$s.occurred < ?";

	private final JdbcOperations jdbc;

	private final Totals totals;

	EventSums(JdbcOperations jdbc, Totals totals) {
		this.jdbc = jdbc;
		this.totals = totals;
	}

	void read(UsageQuery query, long from, long to, AnswerBuilder answer) {
		Stretch.of(query, from, to).forEach((stretch) -> read(query, stretch, answer));
	}

	private void read(UsageQuery query, Stretch stretch, AnswerBuilder answer) {
		Grouping grouping = grouping(query, stretch);
		SqlConditions conditions = new SqlConditions()
			.and("e.occurred >= ? and e.occurred < ?", stretch.from(), stretch.to())
			.filters(query, "e");
		List<@Nullable Object> parameters = new ArrayList<>(grouping.parameters());
		parameters.addAll(Arrays.asList(conditions.parameters()));
		StringBuilder sums = new StringBuilder(SUMS);
		this.totals.amountColumns()
			.forEach((name) -> sums.append(", sum(e.").append(name).append(") as ").append(name));
		this.jdbc.query(grouping.statement("e.currency, e.latency_class", sums.toString(), conditions), (row) -> {
			UsageSums cell = cell(row, query, stretch, answer);
			cell.add(this.totals.read(row, row.getString("currency")));
			addTo(cell.latency(), row, "latency_class");
		}, parameters.toArray());
		conditions.and("e.first_token_class is not null");
		this.jdbc.query(grouping.statement("e.first_token_class", "count(*) as calls", conditions),
				(RowCallbackHandler) (row) -> addTo(cell(row, query, stretch, answer).firstToken(), row,
						"first_token_class"),
				parameters.toArray());
	}

	private static void addTo(LatencyHistogram histogram, ResultSet row, String column) throws SQLException {
		int durationClass = row.getInt(column);
		if (!row.wasNull()) {
			histogram.add(durationClass, row.getLong("calls"));
		}
	}

	private static Grouping grouping(UsageQuery query, Stretch stretch) {
		List<String> columns = new ArrayList<>();
		List<Object> parameters = new ArrayList<>();
		StringBuilder joins = new StringBuilder();
		if (stretch.isCut()) {
			columns.add(stretch.part("e.occurred"));
		}
		for (Dimension dimension : query.groupBy()) {
			String tag = dimension.tagKey();
			if (tag == null) {
				columns.add("e." + Columns.of(dimension));
			}
			else {
				String alias = "t" + columns.size();
				joins.append(TAG.formatted(alias));
				parameters.addAll(List.of(tag, stretch.from(), stretch.to()));
				columns.add(alias + ".tag_value");
			}
		}
		return new Grouping(columns, joins.toString(), parameters);
	}

	private static UsageSums cell(ResultSet row, UsageQuery query, Stretch stretch, AnswerBuilder answer)
			throws SQLException {
		int first = stretch.isCut() ? 2 : 1;
		List<@Nullable String> group = new ArrayList<>(query.groupBy().size());
		for (int i = 0; i < query.groupBy().size(); i++) {
			group.add(row.getString(first + i));
		}
		return answer.cell(stretch.isCut() ? stretch.at(row.getLong(1)) : query.from(), group);
	}

	/**
	 * By what a statement groups.
	 *
	 * @param columns expressions, first that of the time where it is cut
	 * @param joins joins of tags
	 * @param parameters parameters of the joins
	 */
	private record Grouping(List<String> columns, String joins, List<Object> parameters) {

		String statement(String further, String sums, SqlConditions conditions) {
			List<String> all = new ArrayList<>(this.columns);
			all.add(further);
			String list = String.join(", ", all);
			return "select " + list + ", " + sums + " from tokenr_usage_event e" + this.joins + conditions.where()
					+ " group by " + list;
		}

	}

}
