package co.tokenr.ledger;

import java.time.Instant;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimeBucket}.
 */
class TimeBucketTests {

	@Test
	void anHourThatClocksShowTwiceIsTwo() {
		assertThat(start(TimeBucket.HOUR, "Europe/Berlin", "2026-10-25T00:30:00Z")).isEqualTo("2026-10-25T00:00:00Z");
		assertThat(start(TimeBucket.HOUR, "Europe/Berlin", "2026-10-25T01:30:00Z")).isEqualTo("2026-10-25T01:00:00Z");
	}

	@Test
	void anHourEndsWhereClocksChangeWithinIt() {
		// from 03:45 back to 02:45
		assertThat(start(TimeBucket.HOUR, "Pacific/Chatham", "2026-04-04T13:59:00Z")).isEqualTo("2026-04-04T13:15:00Z");
		assertThat(start(TimeBucket.HOUR, "Pacific/Chatham", "2026-04-04T14:00:00Z")).isEqualTo("2026-04-04T14:00:00Z");
		assertThat(start(TimeBucket.HOUR, "Pacific/Chatham", "2026-04-04T14:14:00Z")).isEqualTo("2026-04-04T14:00:00Z");
		assertThat(start(TimeBucket.HOUR, "Pacific/Chatham", "2026-04-04T14:15:00Z")).isEqualTo("2026-04-04T14:15:00Z");
	}

	@Test
	void aDayBeginsOnceWhereMidnightComesTwice() {
		assertThat(start(TimeBucket.DAY, "America/Havana", "2026-11-01T05:30:00Z")).isEqualTo("2026-11-01T04:00:00Z");
	}

	@Test
	void aDayWithoutMidnightBeginsLater() {
		// clocks went from 00:00 to 01:00
		assertThat(start(TimeBucket.DAY, "America/Sao_Paulo", "2018-11-04T12:00:00Z"))
			.isEqualTo("2018-11-04T03:00:00Z");
	}

	@Test
	void aMonthBeginsByTheClocksOfItsZone() {
		assertThat(start(TimeBucket.MONTH, "Asia/Kathmandu", "2026-01-31T18:14:59Z")).isEqualTo("2025-12-31T18:15:00Z");
		assertThat(start(TimeBucket.MONTH, "Asia/Kathmandu", "2026-01-31T18:15:00Z")).isEqualTo("2026-01-31T18:15:00Z");
	}

	private static Instant start(TimeBucket bucket, String zone, String instant) {
		return bucket.start(Instant.parse(instant), ZoneId.of(zone));
	}

}
