package co.tokenr.ledger.jdbc;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

import co.tokenr.ledger.TimeBucket;
import co.tokenr.ledger.UsageQuery;

/**
 * A part of a range in which no clock of the query's zone changes, so that the database
 * can cut time by dividing. Months are cut into days here and put together later.
 *
 * @param from where it begins, in microseconds since 1970
 * @param to where it ends, in microseconds, the end excluded
 * @param offset how far the zone's clocks are ahead of UTC, in microseconds
 * @param unit how long a part of time is, in microseconds; 0 where time is not cut
 */
record Stretch(long from, long to, long offset, long unit) {

	/** Databases round towards zero: a day ahead, nothing is below it. */
	private static final long AHEAD = Span.DAY.micros();

	/** The expression that numbers the parts of time. */
	String part(String column) {
		return "(" + column + " + " + (this.offset + AHEAD) + ") / " + this.unit;
	}

	/** An instant in a part, and in the stretch. */
	Instant at(long part) {
		long begin = part * this.unit - AHEAD - this.offset;
		return Instant.EPOCH.plus(Math.max(begin, this.from), ChronoUnit.MICROS);
	}

	Instant start() {
		return Instant.EPOCH.plus(this.from, ChronoUnit.MICROS);
	}

	/** Its days, which need not be cut into days any more. */
	List<Stretch> days() {
		long day = Span.DAY.micros();
		List<Stretch> days = new ArrayList<>();
		long begin = this.from;
		while (begin < this.to) {
			long next = (Math.floorDiv(begin + this.offset, day) + 1) * day - this.offset;
			days.add(new Stretch(begin, Math.min(this.to, next), this.offset, (this.unit < day) ? this.unit : 0));
			begin = next;
		}
		return days;
	}

	boolean isCut() {
		return this.unit > 0;
	}

	static List<Stretch> of(UsageQuery query, long from, long to) {
		if (query.bucket() == TimeBucket.NONE) {
			return List.of(new Stretch(from, to, 0, 0));
		}
		long unit = ((query.bucket() == TimeBucket.HOUR) ? Span.HOUR : Span.DAY).micros();
		ZoneRules rules = query.zone().getRules();
		List<Stretch> stretches = new ArrayList<>();
		long begin = from;
		while (begin < to) {
			Instant start = Instant.EPOCH.plus(begin, ChronoUnit.MICROS);
			ZoneOffsetTransition change = rules.nextTransition(start);
			long end = (change != null) ? Math.min(to, Span.micros(change.getInstant())) : to;
			stretches.add(new Stretch(begin, end, rules.getOffset(start).getTotalSeconds() * 1_000_000L, unit));
			begin = end;
		}
		return stretches;
	}

}
