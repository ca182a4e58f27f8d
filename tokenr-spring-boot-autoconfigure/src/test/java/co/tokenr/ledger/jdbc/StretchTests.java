package co.tokenr.ledger.jdbc;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import co.tokenr.ledger.TimeBucket;
import co.tokenr.ledger.UsageQuery;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link Stretch}.
 */
class StretchTests {

	private static final Instant FROM = Instant.parse("2026-03-28T12:00:00Z");

	private static final Instant CHANGE = Instant.parse("2026-03-29T01:00:00Z");

	private static final Instant TO = Instant.parse("2026-03-31T00:00:00Z");

	@Test
	void isOneWhereTimeIsNotCut() {
		assertThat(in("Europe/Berlin", TimeBucket.NONE)).hasSize(1)
			.allSatisfy((stretch) -> assertThat(stretch.isCut()).isFalse());
	}

	@Test
	void endsWhereClocksChange() {
		assertThat(in("Europe/Berlin", TimeBucket.DAY)).extracting(Stretch::from, Stretch::to)
			.containsExactly(tuple(Span.micros(FROM), Span.micros(CHANGE)),
					tuple(Span.micros(CHANGE), Span.micros(TO)));
	}

	@Test
	void aPartBeginsNoEarlierThanItsStretch() {
		Stretch second = in("Europe/Berlin", TimeBucket.DAY).get(1);
		assertThat(second.at(part(second, CHANGE))).isEqualTo(CHANGE);
		assertThat(second.at(part(second, Instant.parse("2026-03-30T12:00:00Z")))).isEqualTo("2026-03-29T22:00:00Z");
	}

	@Test
	void cutsTheFirstHoursOf1970() {
		UsageQuery query = UsageQuery.between(Instant.EPOCH, TO, ZoneId.of("America/Adak"));
		Stretch first = Stretch.of(query.bucket(TimeBucket.MONTH), 0, Span.micros(TO)).get(0);
		assertThat(first.at(part(first, Instant.EPOCH.plusSeconds(5 * 3600)))).isEqualTo(Instant.EPOCH);
	}

	@Test
	void itsDaysAreThoseOfItsZone() {
		assertThat(in("Europe/Berlin", TimeBucket.MONTH).get(1).days()).extracting(Stretch::start, Stretch::isCut)
			.containsExactly(tuple(CHANGE, false), tuple(Instant.parse("2026-03-29T22:00:00Z"), false),
					tuple(Instant.parse("2026-03-30T22:00:00Z"), false));
		assertThat(in("Europe/Berlin", TimeBucket.HOUR).get(0).days()).extracting(Stretch::start, Stretch::isCut)
			.containsExactly(tuple(FROM, true), tuple(Instant.parse("2026-03-28T23:00:00Z"), true));
	}

	/** As a database divides. */
	private static long part(Stretch stretch, Instant instant) {
		String[] expression = stretch.part("x").replaceAll("[x+()]", "").trim().split("\\s*/\\s*");
		return (Span.micros(instant) + Long.parseLong(expression[0].trim())) / Long.parseLong(expression[1]);
	}

	private static List<Stretch> in(String zone, TimeBucket bucket) {
		UsageQuery query = UsageQuery.between(FROM, TO, ZoneId.of(zone)).bucket(bucket);
		return Stretch.of(query, Span.micros(FROM), Span.micros(TO));
	}

}
