package co.tokenr.report.target.collector;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

	@Test
	void readsSeconds() {
		assertThat(read(Map.of("Retry-After", List.of("7")))).isEqualTo(Duration.ofSeconds(7));
		assertThat(read(Map.of("Retry-After", List.of("0")))).isZero();
	}

	@Test
	void readsADateByTheAnswersOwnClock() {
		assertThat(read(Map.of("Retry-After", List.of("Thu, 01 Jan 2026 14:00:30 GMT"), "Date",
				List.of("Thu, 01 Jan 2026 14:00:00 GMT"))))
			.isEqualTo(Duration.ofSeconds(30));
		assertThat(read(Map.of("Retry-After", List.of("Thu, 01 Jan 2026 12:01:00 GMT"))))
			.isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void takesHugeNumbersForVeryLong() {
		assertThat(read(Map.of("Retry-After", List.of("9999999999999999999")))).isGreaterThan(Duration.ofHours(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "abc", "1.5", "Thu, 01 Jan 2020 14:00:00 GMT", "Thu, 99 Jan 2020" })
	void ignoresWhatMakesNoSense(String value) {
		assertThat(read(Map.of("Retry-After", List.of(value)))).isNull();
	}

	@Test
	void saysNothingWhereNothingIsSaid() {
		assertThat(read(Map.of())).isNull();
	}

	private static Duration read(Map<String, List<String>> headers) {
		return RetryAfter.of(HttpHeaders.of(headers, (name, value) -> true), CLOCK);
	}

}
