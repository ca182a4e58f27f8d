package co.tokenr.ledger.jdbc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import co.tokenr.ledger.TimeBucket;
import co.tokenr.ledger.UsageQuery;

/**
 * How long a slot is in which usage is summed up, and how a range is laid out in slots.
 * Slots are counted from 1970 UTC. All zones of our time are off by quarters of an hour,
 * so that a slot of a quarter is always in one bucket of time.
 */
enum Span {

	/** A day of UTC. */
	DAY(86_400),

	/** An hour. */
	HOUR(3_600),

	/** A quarter of an hour. */
	QUARTER(900),

	/** No roll-up: single events. */
	EVENT(1);

	private static final long MICROS = 1_000_000;

	private final int seconds;

	Span(int seconds) {
		this.seconds = seconds;
	}

	int seconds() {
		return this.seconds;
	}

	/** The number of microseconds in a slot. */
	long micros() {
		return this.seconds * MICROS;
	}

	/** The slot of an instant in microseconds since 1970. */
	long slot(long micros) {
		return Math.floorDiv(micros, micros());
	}

	Instant start(long slot) {
		return Instant.ofEpochSecond(slot * this.seconds);
	}

	/** The spans from a day down to this one. */
	List<Span> upwards() {
		return Arrays.stream(values()).filter((span) -> span.compareTo(this) <= 0).toList();
	}

	/** The longest span whose slots are each in one bucket of the query. */
	static Span longest(UsageQuery query, Span shortest) {
		for (Span span : shortest.upwards()) {
			if (span.fits(query)) {
				return span;
			}
		}
		return EVENT;
	}

	/**
	 * Lays a range out: longest slots inside, shorter ones at its ends, events beyond.
	 * @param query the query
	 * @param shortest the shortest span for which there are roll-ups
	 */
	static List<Segment> segments(UsageQuery query, Span shortest) {
		List<Segment> segments = new ArrayList<>();
		layOut(longest(query, shortest), shortest, micros(query.from()), micros(query.to()), segments);
		return segments;
	}

	static long micros(Instant instant) {
		return instant.getEpochSecond() * MICROS + instant.getNano() / 1_000;
	}

	private static void layOut(Span span, Span shortest, long from, long to, List<Segment> segments) {
		if (from >= to) {
			return;
		}
		if (span == EVENT) {
			segments.add(new Segment(EVENT, from, to));
			return;
		}
		Span shorter = (span != shortest) ? span.shorter() : EVENT;
		long start = -Math.floorDiv(-from, span.micros()) * span.micros();
		long end = span.slot(to) * span.micros();
		if (start >= end) {
			layOut(shorter, shortest, from, to, segments);
			return;
		}
		layOut(shorter, shortest, from, start, segments);
		segments.add(new Segment(span, start, end));
		layOut(shorter, shortest, end, to, segments);
	}

	private Span shorter() {
		return switch (this) {
			case DAY -> HOUR;
			case HOUR -> QUARTER;
			case QUARTER, EVENT -> EVENT;
		};
	}

	private boolean fits(UsageQuery query) {
		if (query.bucket() == TimeBucket.NONE) {
			return true;
		}
		if (query.bucket() == TimeBucket.HOUR && this == DAY) {
			return false;
		}
		ZoneRules rules = query.zone().getRules();
		if (!fits(rules.getOffset(query.from()))) {
			return false;
		}
		ZoneOffsetTransition transition = rules.nextTransition(query.from());
		while (transition != null && transition.getInstant().isBefore(query.to())) {
			if (!fits(transition.getOffsetAfter())) {
				return false;
			}
			transition = rules.nextTransition(transition.getInstant());
		}
		return true;
	}

	private boolean fits(ZoneOffset offset) {
		return offset.getTotalSeconds() % this.seconds == 0;
	}

	/**
	 * A part of a range.
	 *
	 * @param span how long its slots are
	 * @param from where it begins, in microseconds
	 * @param to where it ends, in microseconds, the end excluded
	 */
	record Segment(Span span, long from, long to) {
	}

}
