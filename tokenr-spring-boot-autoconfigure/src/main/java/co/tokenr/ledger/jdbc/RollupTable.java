package co.tokenr.ledger.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import co.tokenr.ledger.AnswerBuilder;
import co.tokenr.ledger.Dimension;
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

	private final JdbcOperations jdbc;

	private final Totals totals;

	private final SeriesTable series;

	private final List<String> sums;

	RollupTable(JdbcOperations jdbc, Totals totals) {
		this.jdbc = jdbc;
		this.totals = totals;
		this.series = new SeriesTable(jdbc);
		this.sums = totals.columns();
		this.sums.addAll(List.of("latency", "first_token"));
	}

	void add(Collection<UsageFacts> events, WriteLock lock) {
		Map<Slot, Map<Line, UsageSums>> slots = new LinkedHashMap<>();
		Set<SeriesTable.Series> touched = new LinkedHashSet<>();
		for (UsageFacts facts : events) {
			String currency = (facts.currency() != null) ? facts.currency() : "";
			for (Cube cube : Cube.values()) {
				SeriesTable.Series one = new SeriesTable.Series(cube, cube.values(facts));
				touched.add(one);
				for (Span span : Span.ROLLED_UP) {
					slots
						.computeIfAbsent(new Slot(cube, span, span.slot(facts.occurredMicros())),
								(absent) -> new LinkedHashMap<>())
						.computeIfAbsent(new Line(one, currency), (absent) -> new UsageSums())
						.add(facts);
				}
			}
		}
		Map<SeriesTable.Series, Long> numbers = this.series.numbers(touched, lock);
		Map<Span, Writes> writes = new LinkedHashMap<>();
		slots.forEach((slot, lines) -> {
			Map<Key, UsageSums> added = new LinkedHashMap<>();
			lines.forEach(
					(line, sum) -> added.put(new Key(numbers.getOrDefault(line.series(), -1L), line.currency()), sum));
			merge(slot, added, writes.computeIfAbsent(slot.span(), Writes::new));
		});
		writes.values().forEach(Writes::execute);
	}

	/** Moves what was spent by a value of a cube to usage without a value. */
	void forget(Cube cube, String value, WriteLock lock) {
		SeriesTable.Series none = new SeriesTable.Series(cube, Collections.singletonList(null));
		for (long erased : this.series.find(cube, value)) {
			long number = this.series.numbers(List.of(none), lock).getOrDefault(none, -1L);
			for (Span span : Span.ROLLED_UP) {
				move(cube, span, erased, number);
			}
			this.jdbc.update("delete from tokenr_usage_series where id = ?", erased);
		}
	}

	private void move(Cube cube, Span span, long from, long to) {
		Map<Slot, Map<Key, UsageSums>> moved = new LinkedHashMap<>();
		this.jdbc.query("select r.* from " + table(span) + " r where r.cube = ? and r.series = ?",
				(RowCallbackHandler) (row) -> moved
					.computeIfAbsent(new Slot(cube, span, row.getLong("slot")), (absent) -> new LinkedHashMap<>())
					.put(new Key(to, row.getString("currency")), sums(row)),
				cube.code(), from);
		Writes writes = new Writes(span);
		moved.forEach((slot, added) -> merge(slot, added, writes));
		writes.execute();
		this.jdbc.update("delete from " + table(span) + " where cube = ? and series = ?", cube.code(), from);
	}

	private static String table(Span span) {
		return "tokenr_usage_" + span.name().toLowerCase(Locale.ROOT);
	}

	void read(UsageQuery query, Cube cube, Span.Segment segment, AnswerBuilder answer) {
		Span span = segment.span();
		SqlConditions conditions = new SqlConditions()
			.and("r.cube = ? and r.slot >= ? and r.slot < ?", cube.code(), span.slot(segment.from()),
					span.slot(segment.to()))
			.filters(query, "s");
		StringBuilder groups = new StringBuilder();
		for (Dimension dimension : query.groupBy()) {
			groups.append(", s.").append(Columns.of(dimension));
		}
		this.jdbc.query("select r.slot, r.currency, r." + String.join(", r.", this.sums) + groups + " from "
				+ table(span) + " r join tokenr_usage_series s on s.id = r.series" + conditions.where(), (row) -> {
					List<@Nullable String> group = new ArrayList<>(query.groupBy().size());
					for (int i = 0; i < query.groupBy().size(); i++) {
						group.add(row.getString(3 + this.sums.size() + i));
					}
					addTo(answer.cell(span.start(row.getLong("slot")), group), row);
				}, conditions.parameters());
	}

	void deleteBefore(long micros) {
		for (Cube cube : Cube.values()) {
			for (Span span : Span.ROLLED_UP) {
				this.jdbc.update("delete from " + table(span) + " where cube = ? and slot < ?", cube.code(),
						span.slot(micros));
			}
		}
	}

	void deleteUnusedSeries() {
		this.series.deleteUnused();
	}

	private void merge(Slot slot, Map<Key, UsageSums> added, Writes writes) {
		Map<Key, UsageSums> known = new HashMap<>();
		Set<Long> numbers = new LinkedHashSet<>();
		added.keySet().forEach((key) -> numbers.add(key.series()));
		for (List<Long> chunk : Chunks.of(numbers, EventTable.CHUNK)) {
			List<Object> parameters = new ArrayList<>(List.of(slot.cube().code(), slot.number()));
			parameters.addAll(chunk);
			this.jdbc.query(
					"select r.* from " + table(slot.span()) + " r where r.cube = ? and r.slot = ? and r.series in "
							+ SqlConditions.marks(chunk),
					(RowCallbackHandler) (row) -> known.put(new Key(row.getLong("series"), row.getString("currency")),
							sums(row)),
					parameters.toArray());
		}
		added.forEach((key, sum) -> {
			UsageSums before = known.get(key);
			if (before != null) {
				before.add(sum);
				writes.update(slot, key, before);
			}
			else {
				writes.insert(slot, key, sum);
			}
		});
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

	/** A slot of a cube. */
	private record Slot(Cube cube, Span span, long number) {
	}

	/** A series, before its number is known. */
	private record Line(SeriesTable.Series series, String currency) {
	}

	/** A series by its number. */
	private record Key(long series, String currency) {
	}

	/** What is to be written, together. */
	private final class Writes {

		private final Span span;

		private final List<@Nullable Object[]> updates = new ArrayList<>();

		private final List<@Nullable Object[]> inserts = new ArrayList<>();

		Writes(Span span) {
			this.span = span;
		}

		void update(Slot slot, Key key, UsageSums sums) {
			this.updates.add(row(slot, key, sums));
		}

		void insert(Slot slot, Key key, UsageSums sums) {
			this.inserts.add(row(slot, key, sums));
		}

		private @Nullable Object[] row(Slot slot, Key key, UsageSums sums) {
			List<@Nullable Object> row = RollupTable.this.totals.values(sums.totals(), key.currency());
			Collections.addAll(row, sums.latency().toString(), sums.firstToken().toString(), slot.cube().code(),
					slot.number(), key.series(), key.currency());
			return row.toArray();
		}

		void execute() {
			JdbcOperations jdbc = RollupTable.this.jdbc;
			List<String> columns = RollupTable.this.sums;
			if (!this.updates.isEmpty()) {
				jdbc.batchUpdate("update " + table(this.span) + " set " + String.join(" = ?, ", columns)
						+ " = ? where cube = ? and slot = ? and series = ? and currency = ?", this.updates);
			}
			if (!this.inserts.isEmpty()) {
				jdbc.batchUpdate("insert into " + table(this.span) + " (" + String.join(", ", columns)
						+ ", cube, slot, series, currency) values (" + "?, ".repeat(columns.size()) + "?, ?, ?, ?)",
						this.inserts);
			}
		}

	}

}
