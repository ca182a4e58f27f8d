package co.tokenr.ledger.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import co.tokenr.ledger.AnswerBuilder;
import co.tokenr.ledger.Dimension;
import co.tokenr.ledger.UsageQuery;
import org.jspecify.annotations.Nullable;

/**
 * Sums single events up, for what roll-ups do not know.
 */
final class EventSums {

	private static final String TAG = " left join tokenr_usage_tag %1$s on %1$s.seq = e.seq"
			+ " and %1$s.tag_key = ? and %1$s.occurred >= ? and %1$s.occurred < ?";

	/** Each has few events, and an index to find them by, whenever they were. */
	private static final Set<Dimension> FEW = Set.of(Dimension.CONVERSATION, Dimension.TRACE, Dimension.RUN);

	private final EventTable events;

	private final SumReader reader;

	private final Map<String, String> sums;

	EventSums(EventTable events, Totals totals, SumReader reader) {
		this.events = events;
		this.reader = reader;
		this.sums = sums(totals);
	}

	private static Map<String, String> sums(Totals totals) {
		Map<String, String> sums = new LinkedHashMap<>();
		totals.columns().forEach((name) -> sums.put(name, "e." + name));
		sums.put("calls", "1");
		sums.put("errors", oneIf("e.status = 'error'"));
		sums.put("cancelled", oneIf("e.status = 'cancelled'"));
		sums.put("usage_missing", oneIf("e.usage_source = 'missing'"));
		sums.put("unpriced", oneIf("e.currency is null and coalesce(e.usage_source, '') <> 'missing'"));
		sums.put("covered", oneIf("e.currency is not null and e.usage_source = 'provider'"));
		return sums;
	}

	private static String oneIf(String condition) {
		return "case when " + condition + " then 1 else 0 end";
	}

	void read(UsageQuery query, long from, long to, AnswerBuilder answer) {
		if (asksForFew(query)) {
			Stretch.of(query, from, to).forEach((stretch) -> read(query, stretch, answer));
			return;
		}
		// day by day, so that no text becomes too long and all that a day needs fits into
		// memory, here and in the database
		Long oldest = this.events.oldest();
		Long newest = this.events.newest();
		if (oldest != null && newest != null) {
			Stretch.of(query, Math.max(from, oldest), Math.min(to, newest + 1))
				.forEach((stretch) -> stretch.days().forEach((day) -> read(query, day, answer)));
		}
	}

	private static boolean asksForFew(UsageQuery query) {
		return query.filters()
			.entrySet()
			.stream()
			.anyMatch((filter) -> FEW.contains(filter.getKey()) && !filter.getValue().contains(null));
	}

	private void read(UsageQuery query, Stretch stretch, AnswerBuilder answer) {
		List<String> groups = new ArrayList<>();
		List<@Nullable Object> parameters = new ArrayList<>();
		StringBuilder from = new StringBuilder(" from tokenr_usage_event e");
		for (Dimension dimension : query.groupBy()) {
			String tag = dimension.tagKey();
			if (tag == null) {
				groups.add("e." + Columns.of(dimension));
			}
			else {
				String alias = "t" + groups.size();
				from.append(TAG.formatted(alias));
				parameters.addAll(List.of(tag, stretch.from(), stretch.to()));
				groups.add(alias + ".tag_value");
			}
		}
		SqlConditions conditions = new SqlConditions().within(stretch.from(), stretch.to()).filters(query, "e");
		parameters.addAll(Arrays.asList(conditions.parameters()));
		this.reader.read(query, stretch, new SumReader.Source("e", groups, "e.occurred", this.sums, from.toString(),
				null, conditions.where(), parameters), answer);
	}

}
