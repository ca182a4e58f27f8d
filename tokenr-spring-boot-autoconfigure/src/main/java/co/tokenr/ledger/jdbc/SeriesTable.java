package co.tokenr.ledger.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import co.tokenr.ledger.Dimension;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * The combinations of values that roll-ups are kept for. Each is found by a digest of its
 * values, since values may be absent and many are longer than an index takes.
 */
final class SeriesTable {

	private final JdbcOperations jdbc;

	private final RowWriting writing;

	SeriesTable(JdbcOperations jdbc, RowWriting writing) {
		this.jdbc = jdbc;
		this.writing = writing;
	}

	/** The numbers of series, made where they are new. */
	Map<Series, Long> numbers(Collection<Series> wanted, WriteLock lock) {
		Map<String, Series> byKey = new LinkedHashMap<>();
		wanted.forEach((series) -> byKey.put(series.key(), series));
		Map<Series, Long> numbers = new HashMap<>();
		for (List<String> chunk : Chunks.ofPowersOfTwo(byKey.keySet())) {
			this.jdbc.query(
					this.writing.select("r.id, r.series_key", "tokenr_usage_series", "series_key", chunk.size()),
					(row) -> {
						Series series = byKey.get(row.getString("series_key"));
						if (series != null) {
							numbers.put(series, row.getLong("id"));
						}
					}, chunk.toArray());
		}
		Map<Cube, List<@Nullable Object[]>> rows = new LinkedHashMap<>();
		byKey.forEach((key, series) -> {
			if (!numbers.containsKey(series)) {
				numbers.put(series, lock.nextSeries());
				List<@Nullable Object> row = new ArrayList<>();
				row.add(numbers.get(series));
				row.add(key);
				row.add(series.cube().code());
				row.addAll(series.values());
				rows.computeIfAbsent(series.cube(), (absent) -> new ArrayList<>()).add(row.toArray());
			}
		});
		rows.forEach((cube, made) -> this.writing.insert(this.jdbc, table(cube), made));
		return numbers;
	}

	/** The number of the series of a cube whose only value this is. */
	List<Long> find(Cube cube, String value) {
		return this.jdbc.queryForList("select id from tokenr_usage_series where series_key = ?", Long.class,
				new Series(cube, List.of(value)).key());
	}

	void deleteUnused() {
		this.jdbc.update("delete from tokenr_usage_series where id not in (select d.series from tokenr_usage_day d)");
	}

	private static RowWriting.Table table(Cube cube) {
		List<String> columns = new ArrayList<>(List.of("id", "series_key", "cube"));
		for (Dimension dimension : cube.dimensions()) {
			columns.add(Columns.of(dimension));
		}
		return new RowWriting.Table("tokenr_usage_series", columns, List.of());
	}

	/**
	 * A combination of values.
	 *
	 * @param cube by what
	 * @param values the values of the dimensions of the cube
	 */
	record Series(Cube cube, List<@Nullable String> values) {

		String key() {
			// lengths keep ("ab", "c") and ("a", "bc") apart, and nothing from an empty
			// text
			String text = this.values.stream()
				.map((value) -> (value != null) ? value.length() + ":" + value : "-")
				.collect(Collectors.joining(",", this.cube.code() + "|", ""));
			try {
				byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
				return HexFormat.of().formatHex(digest, 0, 16);
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
