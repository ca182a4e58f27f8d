package co.tokenr.report;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a target is left alone after attempts have failed: twice as long each time up
 * to a bound, of which the latter half is random, so that many instances that lost the
 * same collector do not come back at once. Ten times as long where somebody has to change
 * something first.
 */
final class PauseLength {

	private static final int BLOCKED_FACTOR = 10;

	private static final int MOST_DOUBLINGS = 20;

	private final Duration first;

	private final Duration longest;

	PauseLength(ReporterSettings settings) {
		this.first = settings.pauseInterval();
		this.longest = settings.pauseMaxInterval();
	}

	Duration of(int failures, boolean blocked, RandomGenerator random) {
		Duration bound = this.first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
		bound = (bound.compareTo(this.longest) < 0) ? bound : this.longest;
		Duration length = bound.minusNanos(random.nextLong(bound.toNanos() / 2 + 1));
		return blocked ? length.multipliedBy(BLOCKED_FACTOR) : length;
	}

}
