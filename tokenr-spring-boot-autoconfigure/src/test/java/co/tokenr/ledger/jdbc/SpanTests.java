package co.tokenr.ledger.jdbc;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import co.tokenr.ledger.TimeBucket;
import co.tokenr.ledger.UsageQuery;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Span}.
 */
class SpanTests {

	private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");

	private static final Instant TO = Instant.parse("2026-04-01T00:00:00Z");

	@Test
	void daysServeWhereTimeIsNotCut() {
		assertThat(Span.longest(in("Asia/Kathmandu", TimeBucket.NONE), Span.QUARTER)).isEqualTo(Span.DAY);
	}

	@Test
	void daysServeForDaysOfUtcOnly() {
		assertThat(Span.longest(in("UTC", TimeBucket.DAY), Span.QUARTER)).isEqualTo(Span.DAY);
		assertThat(Span.longest(in("Europe/Berlin", TimeBucket.DAY), Span.QUARTER)).isEqualTo(Span.HOUR);
		assertThat(Span.longest(in("Europe/London", TimeBucket.MONTH), Span.QUARTER)).isEqualTo(Span.HOUR);
	}

	@Test
	void quartersServeForZonesOffByQuarters() {
		assertThat(Span.longest(in("Asia/Kathmandu", TimeBucket.MONTH), Span.QUARTER)).isEqualTo(Span.QUARTER);
		assertThat(Span.longest(in("Asia/Kolkata", TimeBucket.HOUR), Span.QUARTER)).isEqualTo(Span.QUARTER);
		assertThat(Span.longest(in("UTC", TimeBucket.HOUR), Span.QUARTER)).isEqualTo(Span.HOUR);
	}

	@Test
	void singleEventsServeForZonesOffByMinutes() {
		UsageQuery query = UsageQuery
			.between(Instant.EPOCH, Instant.EPOCH.plusSeconds(86400), ZoneId.of("Africa/Monrovia"))
			.bucket(TimeBucket.DAY);
		assertThat(Span.longest(query, Span.QUARTER)).isEqualTo(Span.EVENT);
	}

	@Test
	void laysOutShorterSlotsAtTheEnds() {
		UsageQuery query = UsageQuery.between(Instant.parse("2026-03-01T22:40:00.000001Z"),
				Instant.parse("2026-03-04T01:15:00Z"), ZoneId.of("UTC"));
		assertThat(Span.segments(query, Span.QUARTER)).containsExactly(
				segment(Span.EVENT, "2026-03-01T22:40:00.000001Z", "2026-03-01T22:45:00Z"),
				segment(Span.QUARTER, "2026-03-01T22:45:00Z", "2026-03-01T23:00:00Z"),
				segment(Span.HOUR, "2026-03-01T23:00:00Z", "2026-03-02T00:00:00Z"),
				segment(Span.DAY, "2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z"),
				segment(Span.HOUR, "2026-03-04T00:00:00Z", "2026-03-04T01:00:00Z"),
				segment(Span.QUARTER, "2026-03-04T01:00:00Z", "2026-03-04T01:15:00Z"));
	}

	@Test
	void laysOutARangeWithinAQuarterAsEvents() {
		UsageQuery query = UsageQuery.between(FROM.plusSeconds(1), FROM.plusSeconds(2), ZoneId.of("UTC"));
		assertThat(Span.segments(query, Span.QUARTER)).extracting(Span.Segment::span).isEqualTo(List.of(Span.EVENT));
	}

	@Test
	void leavesToEventsWhatIsNotRolledUp() {
		assertThat(Span.longest(in("Asia/Kolkata", TimeBucket.DAY), Span.HOUR)).isEqualTo(Span.EVENT);
		UsageQuery query = UsageQuery.between(Instant.parse("2026-03-01T22:30:00Z"),
				Instant.parse("2026-03-02T00:45:00Z"), ZoneId.of("UTC"));
		assertThat(Span.segments(query, Span.HOUR)).containsExactly(
				segment(Span.EVENT, "2026-03-01T22:30:00Z", "2026-03-01T23:00:00Z"),
				segment(Span.HOUR, "2026-03-01T23:00:00Z", "2026-03-02T00:00:00Z"),
				segment(Span.EVENT, "2026-03-02T00:00:00Z", "2026-03-02T00:45:00Z"));
	}

	private static UsageQuery in(String zone, TimeBucket bucket) {
		return UsageQuery.between(FROM, TO, ZoneId.of(zone)).bucket(bucket);
	}

	private static Span.Segment segment(Span span, String from, String to) {
		return new Span.Segment(span, Span.micros(Instant.parse(from)), Span.micros(Instant.parse(to)));
	}

}
