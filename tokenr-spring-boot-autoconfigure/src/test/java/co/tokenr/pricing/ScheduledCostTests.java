package co.tokenr.pricing;

import java.time.Duration;
import java.time.Instant;
import java.util.TimeZone;

import co.tokenr.usage.Cost;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for prices that depend on the time.
 */
class ScheduledCostTests {

	private final CataloguePriceBook book = TestPrices.golden();

	/** Hours of Shanghai, which is eight ahead of UTC; 2026-08-03 is a Monday. */
	@ParameterizedTest
	@CsvSource({ "2026-08-03T00:59:59.999999999Z, 1", "2026-08-03T01:00:00Z, 2", "2026-08-03T03:59:59.999999999Z, 2",
			"2026-08-03T04:00:00Z, 1", "2026-08-03T06:00:00Z, 2", "2026-08-03T10:00:00Z, 1", "2026-08-07T09:59:59Z, 2",
			"2026-08-08T01:00:00Z, 1", "2026-08-09T01:00:00Z, 1", "2026-08-02T23:30:00Z, 1",
			"2026-08-03T23:00:00Z, 1" })
	void aWindowIsHalfOpenInItsOwnZone(String completed, int factor) {
		Instant end = Instant.parse(completed);
		Cost cost = this.book.price(TestPrices.call("deepseek", "deepseek-v4", 1_000_000, 0)
			.occurredAt(end.minusSeconds(2))
			.latency(Duration.ofSeconds(2))
			.build());
		assertThat(cost.amount()).isEqualByComparingTo((factor == 2) ? "1" : "0.5");
		assertThat(cost.card()).isEqualTo((factor == 2) ? "deepseek-v4/peak" : "deepseek-v4/1");
		assertThat(cost.schedule()).isEqualTo(
				(factor == 2) ? "09:00-12:00,14:00-18:00 MON,TUE,WED,THU,FRI Asia/Shanghai at completion" : null);
	}

	/**
	 * P5: such windows were lost after the first midnight, and longer than they should.
	 */
	@ParameterizedTest
	@CsvSource({ "2026-08-07T16:29:59Z, false", "2026-08-07T16:30:00Z, true", "2026-08-07T23:59:59Z, true",
			"2026-08-08T00:00:00Z, true", "2026-08-08T00:29:59Z, true", "2026-08-08T00:30:00Z, false",
			"2026-08-08T16:30:00Z, false", "2026-08-07T00:15:00Z, false", "2026-09-11T17:00:00Z, true" })
	void aWindowOverMidnightBelongsToTheDayOnWhichItBegins(String started, boolean cheap) {
		Cost cost = this.book.price(TestPrices.call("deepseek", "night", 1_000_000, 0)
			.occurredAt(Instant.parse(started))
			.latency(Duration.ofHours(9))
			.build());
		LogFactory.getLog(ScheduledCostTests.class).info("P5: " + started + " " + TestPrices.explained(cost));
		assertThat(cost.amount()).isEqualByComparingTo(cheap ? "0.5" : "1");
	}

	@Test
	void theZoneOfTheMachineDoesNotMatter() {
		TimeZone zone = TimeZone.getDefault();
		try {
			for (String id : new String[] { "Pacific/Kiritimati", "America/Los_Angeles", "UTC" }) {
				TimeZone.setDefault(TimeZone.getTimeZone(id));
				aWindowIsHalfOpenInItsOwnZone("2026-08-03T01:00:00Z", 2);
				aWindowIsHalfOpenInItsOwnZone("2026-08-03T04:00:00Z", 1);
			}
		}
		finally {
			TimeZone.setDefault(zone);
		}
	}

	@ParameterizedTest
	@CsvSource({ "2026-06-30T23:59:59.999999999Z, dated/old, 4", "2026-07-01T00:00:00Z, dated/new, 1",
			"2025-01-01T00:00:00Z, dated/old, 4" })
	void aReplayUsesTheInstantOfEachEvent(String occurredAt, String card, String amount) {
		Cost cost = this.book
			.price(TestPrices.call("deepseek", "dated", 1_000_000, 0).occurredAt(Instant.parse(occurredAt)).build());
		assertThat(cost.card()).isEqualTo(card);
		assertThat(cost.amount()).hasToString(amount);
	}

}
