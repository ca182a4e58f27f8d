package co.tokenr.ledger;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Counts durations in classes that grow by a tenth, from a millisecond to an hour. A
 * percentile read from it is within 4.9 % of the true one (nearest rank) for durations in
 * that range; what is shorter counts as one millisecond, what is longer as one hour.
 * Histograms can be added. Not thread-safe.
 */
public final class LatencyHistogram {

	/** How far a percentile may be from the true one, as a fraction. */
	public static final double ERROR_BOUND = Math.sqrt(1.1) - 1;

	private static final double GROWTH = 1.1;

	private static final long MIN_MICROS = 1_000;

	private static final long MAX_MICROS = 3_600_000_000L;

	/** The upper end of each class in microseconds, ends included. */
	private static final long[] BOUNDS = bounds();

	private static final long[] NOTHING = {};

	private long[] counts = NOTHING;

	/** Class of the first of the counts. */
	private int first;

	/**
	 * Creates a histogram of nothing.
	 */
	public LatencyHistogram() {
	}

	/**
	 * Returns the class of a duration.
	 * @param micros the duration in microseconds
	 * @return its class, from 0
	 */
	public static int classOf(long micros) {
		int found = Arrays.binarySearch(BOUNDS, micros);
		return (found >= 0) ? found : Math.min(-found - 1, BOUNDS.length - 1);
	}

	/**
	 * Counts durations of a class.
	 * @param durationClass the class
	 * @param count how many, zero or more
	 */
	public void add(int durationClass, long count) {
		if (durationClass < 0 || durationClass >= BOUNDS.length || count < 0) {
			throw new IllegalArgumentException("No class of durations: " + durationClass + ":" + count);
		}
		cover(durationClass);
		this.counts[durationClass - this.first] += count;
	}

	/**
	 * Adds another histogram.
	 * @param other the other
	 */
	public void add(LatencyHistogram other) {
		for (int i = 0; i < other.counts.length; i++) {
			if (other.counts[i] > 0) {
				add(other.first + i, other.counts[i]);
			}
		}
	}

	/**
	 * Adds histograms that were written down.
	 * @param text what {@link #toString()} wrote, or several of it with spaces between
	 * them; {@code null} for nothing
	 */
	public void add(@Nullable String text) {
		int at = 0;
		while (text != null && at < text.length()) {
			if (text.charAt(at) == ' ') {
				at++;
				continue;
			}
			int colon = text.indexOf(':', at);
			int end = text.indexOf(' ', colon);
			end = (end < 0) ? text.length() : end;
			add(Integer.parseInt(text, at, colon, 10), Long.parseLong(text, colon + 1, end, 10));
			at = end + 1;
		}
	}

	/**
	 * Reads a percentile.
	 * @param percent above 0 and up to 100
	 * @return milliseconds with four significant digits, {@code null} where nothing was
	 * counted
	 */
	public @Nullable BigDecimal percentile(int percent) {
		long total = Arrays.stream(this.counts).sum();
		long rank = (total * percent + 99) / 100;
		long seen = 0;
		for (int i = 0; i < this.counts.length; i++) {
			seen += this.counts[i];
			if (seen >= rank && seen > 0) {
				return middle(this.first + i);
			}
		}
		return null;
	}

	private void cover(int durationClass) {
		int end = this.first + this.counts.length;
		if (this.counts.length == 0) {
			this.first = durationClass;
			this.counts = new long[4];
		}
		else if (durationClass < this.first) {
			long[] wider = new long[end - durationClass];
			System.arraycopy(this.counts, 0, wider, this.first - durationClass, this.counts.length);
			this.counts = wider;
			this.first = durationClass;
		}
		else if (durationClass >= end) {
			this.counts = Arrays.copyOf(this.counts, durationClass - this.first + 4);
		}
	}

	/** The geometric middle, from which both ends are equally far. */
	private static BigDecimal middle(int durationClass) {
		double micros = (durationClass == 0 || durationClass == BOUNDS.length - 1) ? BOUNDS[durationClass]
				: StrictMath.sqrt((double) BOUNDS[durationClass - 1] * BOUNDS[durationClass]);
		BigDecimal millis = BigDecimal.valueOf(Math.round(micros), 3)
			.round(new MathContext(4, RoundingMode.HALF_EVEN))
			.stripTrailingZeros();
		return (millis.scale() < 0) ? millis.setScale(0) : millis;
	}

	private static long[] bounds() {
		int size = (int) Math.ceil(Math.log((double) MAX_MICROS / MIN_MICROS) / Math.log(GROWTH)) + 1;
		long[] bounds = new long[size];
		for (int i = 0; i < size; i++) {
			bounds[i] = Math.min(MAX_MICROS, Math.round(MIN_MICROS * StrictMath.pow(GROWTH, i)));
		}
		return bounds;
	}

	/**
	 * Writes the histogram down.
	 * @return classes and counts as {@code class:count}, separated by spaces, ascending
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < this.counts.length; i++) {
			if (this.counts[i] > 0) {
				text.append(text.isEmpty() ? "" : " ").append(this.first + i).append(':').append(this.counts[i]);
			}
		}
		return text.toString();
	}

}
