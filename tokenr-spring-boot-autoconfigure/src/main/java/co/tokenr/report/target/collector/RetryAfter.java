package co.tokenr.report.target.collector;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date, which is measured
 * against the answer's own {@code Date} so that a wrong clock does no harm.
 */
final class RetryAfter {

	private static final Duration VERY_LONG = Duration.ofDays(1);

	private RetryAfter() {
	}

	static @Nullable Duration of(HttpHeaders headers, Clock clock) {
		String value = headers.firstValue("Retry-After").orElse("").strip();
		if (value.isEmpty()) {
			return null;
		}
		if (value.chars().allMatch((character) -> character >= '0' && character <= '9')) {
			return (value.length() > 9) ? VERY_LONG : Duration.ofSeconds(Long.parseLong(value));
		}
		Instant until = date(value);
		if (until == null) {
			return null;
		}
		Instant now = headers.firstValue("Date").map(RetryAfter::date).orElseGet(clock::instant);
		Duration length = Duration.between(now, until);
		return length.isNegative() ? null : length;
	}

	private static @Nullable Instant date(String value) {
		try {
			return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
