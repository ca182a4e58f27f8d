package co.tokenr.ledger.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import co.tokenr.ledger.AnswerBuilder;
import co.tokenr.ledger.UsageFacts;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.UsageSums;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * The rows of roll-ups: sums and histograms by cube, slot, series and currency, which is
 * empty for what is unpriced. Each span has a table of its own, so that few long slots
 * are not strewn among many short ones. Written under the {@link WriteLock} only, so that
 * a row can be read, added to and written back.
 */
final class RollupTable {

	private static final List<String> KEYS = List.of("cube", "slot", "series", "currency");

	private static final SumReader.Names NAMES = new SumReader.Names("r.series",
			" join tokenr_usage_series s on s.id = r.series");

	private final JdbcOperations jdbc;

	private final Totals totals;

	private final SumReader reader;

	private final RowWriting writing;

	private final SeriesTable series;

	private final List<String> sums;

	RollupTable(JdbcOperations jdbc, Totals totals, SumReader reader, RowWriting writing) {
		this.jdbc = jdbc;
		this.totals = totals;
		this.reader = reader;
		this.writing = writing;
		this.series = new SeriesTable(jdbc, writing);
		this.sums = totals.columns();
		this.sums.addAll(List.of("latency", "first_token"));
	}

	void add(Collection<UsageFacts> events, WriteLock lock) {
		Set<SeriesTable.Series> touched = new LinkedHashSet<>();
		for (Cube cube : Cube.values()) {
			events.forEach((facts) -> touched.add(new SeriesTable.Series(cube, cube.values(facts))));
		}
		Map<SeriesTable.Series, Long> numbers = this.series.numbers(touched, lock);
		Map<Span, Map<Key, UsageSums>> added = new EnumMap<>(Span.class);
		for (Cube cube : Cube.values()) {
			for (UsageFacts facts : events) {
				long number = numbers.getOrDefault(new SeriesTable.Series(cube, cube.values(facts)), -1L);
				String currency = (facts.currency() != null) ? facts.currency() : "";
				for (Span span : cube.shortest().upwards()) {
					Place place = new Place(cube.code(), span.slot(facts.occurredMicros()), number);
					added.computeIfAbsent(span, (absent) -> new LinkedHashMap<>())
						.computeIfAbsent(new Key(place, currency), (absent) -> new UsageSums())
						.add(facts);
				}
			}
		}
		added.forEach(this::merge);
	}

	/** Moves what was spent by a value of a cube to usage without a value. */
	void forget(Cube cube, String value, WriteLock lock) {
		SeriesTable.Series none = new SeriesTable.Series(cube, Collections.singletonList(null));
		for (long erased : this.series.find(cube, value)) {
			long number = this.series.numbers(List.of(none), lock).getOrDefault(none, -1L);
			List<Span> spans = new ArrayList<>(cube.shortest().upwards());
			// the days last: by them the others are found
			Collections.reverse(spans);
			spans.forEach((span) -> move(cube, span, erased, number));
			this.jdbc.update("delete from tokenr_usage_series where id = ?", erased);
		}
	}

	private void move(Cube cube, Span span, long from, long to) {
		for (List<Long> slots : Chunks.of(slots(cube, span, from), EventTable.CHUNK)) {
			SqlConditions conditions = new SqlConditions().and("cube = ? and series = ?", cube.code(), from)
				.and("slot in " + SqlConditions.marks(slots), slots.toArray());
			Map<Key, UsageSums> moved = new LinkedHashMap<>();
			this.jdbc.query("select * from " + table(span) + conditions.where(), (RowCallbackHandler) (row) -> moved
				.put(new Key(new Place(cube.code(), row.getLong("slot"), to), row.getString("currency")), sums(row)),
					conditions.parameters());
			merge(span, moved);
			this.jdbc.update("delete from " + table(span) + conditions.where(), conditions.parameters());
		}
	}

	/**
	 * Those of the days in which a series has usage: only days can be found by series.
	 */
	private List<Long> slots(Cube cube, Span span, long series) {
		long inADay = Span.DAY.seconds() / span.seconds();
		return this.jdbc
			.queryForList("select distinct slot from " + table(Span.DAY) + " where cube = ? and series = ?", Long.class,
					cube.code(), series)
			.stream()
			.flatMap((day) -> LongStream.range(day * inADay, (day + 1) * inADay).boxed())
			.toList();
	}

	private static String table(Span span) {
		return "tokenr_usage_" + span.name().toLowerCase(Locale.ROOT);
	}

	void read(UsageQuery query, Cube cube, Span.Segment segment, AnswerBuilder answer) {
		Stretch.of(query, segment.from(), segment.to())
			.forEach((stretch) -> read(query, cube, segment.span(), stretch, answer));
	}

	private void read(UsageQuery query, Cube cube, Span span, Stretch stretch, AnswerBuilder answer) {
		SqlConditions conditions = new SqlConditions().and("r.cube = ? and r.slot >= ? and r.slot < ?", cube.code(),
				span.slot(stretch.from()), span.slot(stretch.to()));
		if (!query.filters().isEmpty()) {
			SqlConditions filters = new SqlConditions().filters(query, "f");
			conditions.and("r.series in (select f.id from tokenr_usage_series f" + filters.where() + ")",
					filters.parameters());
		}
		Map<String, String> sums = new LinkedHashMap<>();
		this.totals.columns().forEach((name) -> sums.put(name, "r." + name));
		List<String> groups = query.groupBy().stream().map((dimension) -> "s." + Columns.of(dimension)).toList();
		this.reader.read(query, stretch, new SumReader.Source("r", groups, "r.slot * " + span.micros(), sums,
				" from " + table(span) + " r", NAMES, conditions.where(), Arrays.asList(conditions.parameters())),
				answer);
	}

	void deleteBefore(long micros) {
		for (Cube cube : Cube.values()) {
			for (Span span : cube.shortest().upwards()) {
				this.jdbc.update("delete from " + table(span) + " where cube = ? and slot < ?", cube.code(),
						span.slot(micros));
			}
		}
	}

	void deleteUnusedSeries() {
		this.series.deleteUnused();
	}

	private void merge(Span span, Map<Key, UsageSums> added) {
		Map<Key, UsageSums> known = known(span, added.keySet());
		List<@Nullable Object[]> inserts = new ArrayList<>();
		List<@Nullable Object[]> updates = new ArrayList<>();
		added.forEach((key, sums) -> {
			UsageSums before = known.get(key);
			if (before != null) {
				before.add(sums);
				updates.add(row(key, before));
			}
			else {
				inserts.add(row(key, sums));
			}
		});
		RowWriting.Table table = new RowWriting.Table(table(span), this.sums, KEYS);
		this.writing.insert(this.jdbc, table, inserts);
		this.writing.replace(this.jdbc, table, updates);
	}

	private @Nullable Object[] row(Key key, UsageSums sums) {
		List<@Nullable Object> row = this.totals.values(sums.totals(), key.currency());
		Collections.addAll(row, sums.latency().toString(), sums.firstToken().toString(), key.place().cube(),
				key.place().slot(), key.place().series(), key.currency());
		return row.toArray();
	}

	/** What there is already, in as few statements as there may be. */
	private Map<Key, UsageSums> known(Span span, Collection<Key> keys) {
		Map<Key, UsageSums> known = new HashMap<>();
		Set<Place> places = new LinkedHashSet<>();
		keys.forEach((key) -> places.add(key.place()));
		for (List<Place> chunk : Chunks.ofPowersOfTwo(places)) {
			List<Object> parameters = new ArrayList<>(3 * chunk.size());
			chunk.forEach((place) -> Collections.addAll(parameters, place.cube(), place.slot(), place.series()));
			this.jdbc.query(
					"with k(cube, slot, series) as (values "
							+ String.join(", ",
									Collections.nCopies(chunk.size(),
											"(cast(? as smallint), cast(? as bigint), cast(? as bigint))"))
							+ ") select r.* from k"
							+ this.writing.lookUp(table(span),
									"r.cube = k.cube and r.slot = k.slot and r.series = k.series"),
					(RowCallbackHandler) (row) -> {
						Place place = new Place(row.getInt("cube"), row.getLong("slot"), row.getLong("series"));
						known.put(new Key(place, row.getString("currency")), sums(row));
					}, parameters.toArray());
		}
		return known;
	}

	private UsageSums sums(ResultSet row) throws SQLException {
		UsageSums sums = new UsageSums();
		addTo(sums, row);
		return sums;
	}

	private void addTo(UsageSums sums, ResultSet row) throws SQLException {
		sums.add(this.totals.read(row, row.getString("currency")));
		sums.latency().add(row.getString("latency"));
		sums.firstToken().add(row.getString("first_token"));
	}

	/** A slot of a cube, and a series by its number. */
	private record Place(int cube, long slot, long series) {
	}

	/** What a row is found by. */
	private record Key(Place place, String currency) {
	}

}
