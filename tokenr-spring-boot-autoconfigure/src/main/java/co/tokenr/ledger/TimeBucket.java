package co.tokenr.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.Locale;

/**
 * Into what time is cut, by the clocks of a zone.
 */
public enum TimeBucket {

	/** The whole range together. */
	NONE(Long.MAX_VALUE),

	/**
	 * By hour. Where clocks change an hour ends, so that one that they show twice is two.
	 */
	HOUR(3_600),

	/** By day, which has 23 to 25 hours where clocks change. */
	DAY(86_400),

	/** By month. */
	MONTH(28 * 86_400L);

	private final String value = name().toLowerCase(Locale.ROOT);

	private final long minSeconds;

	TimeBucket(long minSeconds) {
		this.minSeconds = minSeconds;
	}

	/**
	 * Returns the value on the wire.
	 * @return the name in lower case
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Returns where the bucket of an instant begins.
	 * @param instant the instant
	 * @param zone whose clocks are read
	 * @return the beginning; for {@link #NONE} that of the era
	 */
	Instant start(Instant instant, ZoneId zone) {
		if (this == NONE) {
			return Instant.EPOCH;
		}
		ZonedDateTime time = instant.atZone(zone);
		return switch (this) {
			case HOUR -> hour(time);
			// not truncated, which would begin a day twice where midnight comes twice
			case DAY -> time.toLocalDate().atStartOfDay(zone).toInstant();
			default -> time.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
		};
	}

	private static Instant hour(ZonedDateTime time) {
		Instant hour = time.toOffsetDateTime().truncatedTo(ChronoUnit.HOURS).toInstant();
		ZoneRules rules = time.getZone().getRules();
		if (rules.getOffset(hour).equals(time.getOffset())) {
			return hour;
		}
		return rules.previousTransition(time.toInstant().plusNanos(1)).getInstant();
	}

	/**
	 * Returns how many buckets a range may have at the most.
	 */
	long maxBuckets(long seconds) {
		return (this == NONE) ? 1 : seconds / this.minSeconds + 2;
	}

}
