package co.tokenr;

import java.util.Random;

import org.apache.commons.logging.LogFactory;

/**
 * Randomness that can be repeated: the seed is printed and may be given by
 * {@code -Dtest.seed}.
 */
public final class SeededRandom extends Random {

	private static final long serialVersionUID = 1L;

	private final long seed;

	private SeededRandom(long seed) {
		super(seed);
		this.seed = seed;
	}

	public static SeededRandom create() {
		long seed = Long.getLong("test.seed", System.nanoTime());
		LogFactory.getLog(SeededRandom.class).info("Random seed: " + seed);
		return new SeededRandom(seed);
	}

	/**
	 * Returns what a provider might report: mostly plausible, sometimes absent, negative
	 * or absurd.
	 */
	public Long reportedCount() {
		return switch (nextInt(10)) {
			case 0 -> null;
			case 1 -> 0L;
			case 2 -> -1L - nextInt(1000);
			case 3 -> Long.MAX_VALUE - nextInt(2);
			case 4 -> Long.MIN_VALUE + nextInt(2);
			case 5 -> nextLong();
			default -> (long) nextInt(100_000);
		};
	}

	@Override
	public String toString() {
		return "seed " + this.seed;
	}

}
