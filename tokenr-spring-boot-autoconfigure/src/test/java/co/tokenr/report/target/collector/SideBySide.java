package co.tokenr.report.target.collector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What callers waited, in blocks of which one half was measured with the collector up and
 * the other half, in between, with another one down. The 99th percentile of a block on a
 * shared machine is anybody's; the median over the blocks is not.
 */
final class SideBySide {

	/** By how much the 99th percentile may be greater with the collector down. */
	private static final double MAX_RATIO = 1.05;

	/** In how many of the pairs of blocks it may, before that is not chance. */
	private static final double MAX_SLOWER_PAIRS = 0.75;

	private final List<long[]> up = new ArrayList<>();

	private final List<long[]> down = new ArrayList<>();

	void add(boolean collectorUp, long[] nanos) {
		long[] sorted = nanos.clone();
		Arrays.sort(sorted);
		(collectorUp ? this.up : this.down).add(sorted);
	}

	boolean isUnnoticed() {
		return !this.up.isEmpty() && (ratio() <= MAX_RATIO || slowerPairs() <= MAX_SLOWER_PAIRS);
	}

	double ratio() {
		return median(this.down, 99) / median(this.up, 99);
	}

	private double slowerPairs() {
		long slower = 0;
		for (int i = 0; i < this.down.size(); i++) {
			slower += (at(this.down.get(i), 99) > MAX_RATIO * at(this.up.get(i), 99)) ? 1 : 0;
		}
		return (double) slower / this.down.size();
	}

	private static double median(List<long[]> blocks, int percent) {
		double[] each = blocks.stream().mapToDouble((block) -> at(block, percent)).sorted().toArray();
		return each[each.length / 2];
	}

	private static double at(long[] sorted, int percent) {
		return sorted[(sorted.length * percent - 1) / 100];
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT,
				"p99 down %.1f us, up %.1f us, ratio %.3f; p50 down %.1f us, up %.1f us; slower in %.0f %% of %d pairs",
				median(this.down, 99) / 1000, median(this.up, 99) / 1000, ratio(), median(this.down, 50) / 1000,
				median(this.up, 50) / 1000, 100 * slowerPairs(), this.down.size());
	}

}
