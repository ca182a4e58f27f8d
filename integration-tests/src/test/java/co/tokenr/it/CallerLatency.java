package co.tokenr.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What callers waited, in blocks of which one half was measured while the collector was
 * up and the other half, in between, while it was down. A block's 99th percentile is one
 * of its slowest calls, which on a shared machine is anybody's; the median over the
 * blocks is not.
 */
final class CallerLatency {

	private static final double MILLI = 1_000_000;

	private final List<long[]> up = new ArrayList<>();

	private final List<long[]> down = new ArrayList<>();

	void add(boolean collectorUp, long[] nanos) {
		(collectorUp ? this.up : this.down).add(nanos);
	}

	/**
	 * By how much callers wait longer while the collector is down.
	 */
	double ratio() {
		return p99(this.down) / p99(this.up);
	}

	/**
	 * In which part of the pairs of neighbouring blocks the one with the collector down
	 * was slower by more than a factor. On a busy machine the ratio alone says little; if
	 * chance decided, 16 of 20 pairs would be on one side once in 170 series.
	 */
	double slowerPairs(double factor) {
		long slower = 0;
		for (int i = 0; i < this.down.size(); i++) {
			slower += (percentile(this.down.get(i), 99) > factor * percentile(this.up.get(i), 99)) ? 1 : 0;
		}
		return (double) slower / this.down.size();
	}

	/**
	 * How much longer the median call takes while the collector is down, in milliseconds.
	 */
	double delay() {
		return percentile(all(this.down), 50) - percentile(all(this.up), 50);
	}

	/**
	 * How long the longest call took while the collector was down, in milliseconds.
	 */
	double longestWithout() {
		return percentile(all(this.down), 100);
	}

	private static long[] all(List<long[]> blocks) {
		return blocks.stream().flatMapToLong(Arrays::stream).toArray();
	}

	private static double p99(List<long[]> blocks) {
		double[] ofBlocks = blocks.stream().mapToDouble((block) -> percentile(block, 99)).sorted().toArray();
		int middle = ofBlocks.length / 2;
		return (ofBlocks.length % 2 == 0) ? (ofBlocks[middle - 1] + ofBlocks[middle]) / 2 : ofBlocks[middle];
	}

	private static double percentile(long[] nanos, int percent) {
		long[] sorted = nanos.clone();
		Arrays.sort(sorted);
		return sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1] / MILLI;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "p99 down/up %.3f, p50 down-up %.3f ms: down %s, up %s", ratio(), delay(),
				figures(this.down), figures(this.up));
	}

	private static String figures(List<long[]> blocks) {
		long[] all = all(blocks);
		StringBuilder figures = new StringBuilder(
				String.format(Locale.ROOT, "%.3f ms (all %d calls: p50 %.3f, p99 %.3f, max %.3f; blocks:", p99(blocks),
						all.length, percentile(all, 50), percentile(all, 99), percentile(all, 100)));
		blocks.forEach((block) -> figures.append(String.format(Locale.ROOT, " %.2f", percentile(block, 99))));
		return figures.append(")").toString();
	}

}
