package co.tokenr.actuate;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import co.tokenr.ledger.TimeBucket;
import co.tokenr.ledger.UsageQuery;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query from the parameters of a request.
 */
final class UsageParameters {

	private static final Duration DEFAULT_RANGE = Duration.ofDays(30);

	private UsageParameters() {
	}

	/** A query over a range, which without parameters is that of the last 30 days. */
	static UsageQuery range(@Nullable String from, @Nullable String to, @Nullable String zone) {
		ZoneId clocks = zone(zone);
		Instant end = (to != null) ? instant("to", to, clocks) : Instant.now();
		Instant start = (from != null) ? instant("from", from, clocks) : end.minus(DEFAULT_RANGE);
		return UsageQuery.between(start, end, clocks);
	}

	/**
	 * Adds filters.
	 * @param filters one or more of {@code team=core}, or {@code team} for usage without
	 * a team
	 */
	static UsageQuery filtered(UsageQuery query, @Nullable Object filters) {
		UsageQuery filtered = query;
		for (String filter : texts(filters)) {
			int equals = filter.indexOf('=');
			filtered = (equals < 0) ? filtered.without(filter)
					: filtered.where(filter.substring(0, equals), filter.substring(equals + 1));
		}
		return filtered;
	}

	static UsageQuery grouped(UsageQuery query, @Nullable Object groupBy) {
		return query.groupBy(texts(groupBy).stream()
			.flatMap((text) -> text.startsWith("tag:") ? List.of(text).stream() : Arrays.stream(text.split(",")))
			.toArray(String[]::new));
	}

	static <E extends Enum<E>> E constant(Class<E> type, String name, @Nullable String value, E otherwise) {
		if (value == null) {
			return otherwise;
		}
		try {
			return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + name + "' is '" + value + "'. Use one of "
					+ Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
		}
	}

	static UsageQuery bucketed(UsageQuery query, @Nullable String bucket) {
		return query.bucket(constant(TimeBucket.class, "bucket", bucket, TimeBucket.NONE));
	}

	private static ZoneId zone(@Nullable String zone) {
		try {
			return (zone != null) ? ZoneId.of(zone) : ZoneOffset.UTC;
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("There is no zone '" + zone + "'. Use one such as Europe/Berlin");
		}
	}

	private static Instant instant(String name, String text, ZoneId zone) {
		try {
			return (text.indexOf('T') < 0) ? LocalDate.parse(text).atStartOfDay(zone).toInstant() : Instant.parse(text);
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("'" + name + "' is '" + text
					+ "'. Use a date such as 2026-03-01, or an instant such as 2026-03-01T00:00:00Z");
		}
	}

	/** A parameter that is given once is a text, one given more often a list. */
	private static List<String> texts(@Nullable Object parameter) {
		if (parameter == null) {
			return List.of();
		}
		if (parameter instanceof List<?> list) {
			return list.stream().map(String::valueOf).toList();
		}
		if (parameter instanceof Object[] array) {
			return Arrays.stream(array).map(String::valueOf).toList();
		}
		return List.of(String.valueOf(parameter));
	}

}
