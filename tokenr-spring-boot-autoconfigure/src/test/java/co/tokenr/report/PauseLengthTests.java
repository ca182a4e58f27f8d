package co.tokenr.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fifty instances lose one collector at the same moment and count their pauses by a clock
 * that this test turns.
 */
class PauseLengthTests {

	private static final Log logger = LogFactory.getLog(PauseLengthTests.class);

	private static final long SEED = Long.getLong("tokenr.seed", 36);

	private static final int INSTANCES = 50;

	private static final int OUTAGES = 20;

	/** Of 9 degrees of freedom, one in a thousand by chance. */
	private static final double CRITICAL = 27.88;

	private final PauseLength length = new PauseLength(ReporterSettings.DEFAULTS);

	private final Random random = new Random(SEED);

	@Test
	void instancesComeBackSpreadOverTheWholeOfAPause() {
		double[] arrivals = arrivals(Duration.ofMinutes(10), OUTAGES * INSTANCES);
		int[] bins = new int[10];
		Arrays.stream(arrivals).forEach((second) -> bins[Math.min(9, (int) (second / 3))]++);
		double chiSquare = 0;
		for (int i = 0; i < bins.length; i++) {
			double expected = arrivals.length * (share(3 * i + 3) - share(3 * i));
			chiSquare += (bins[i] - expected) * (bins[i] - expected) / expected;
		}
		logger.info(
				String.format(Locale.ROOT, "%d arrivals in bins of 3 s after an outage (seed %d): %s, chi-square %.1f",
						arrivals.length, SEED, Arrays.toString(bins), chiSquare));
		assertThat(chiSquare).isLessThan(CRITICAL);
	}

	@ParameterizedTest
	@ValueSource(ints = { 60, 120, 300, 1800 })
	void noSecondBringsMoreThanAFifthOfThemBack(int seconds) {
		for (int outage = 0; outage < OUTAGES; outage++) {
			double[] arrivals = arrivals(Duration.ofSeconds(seconds), INSTANCES);
			Arrays.sort(arrivals);
			for (int i = 0; i + 10 < arrivals.length; i++) {
				assertThat(arrivals[i + 10] - arrivals[i]).as("eleven arrivals, seed %s", SEED).isGreaterThan(1);
			}
		}
	}

	/**
	 * Of pauses that are even over 15 s to 30 s, which part has this much left at most.
	 */
	private static double share(double left) {
		double even = Math.min(left, 15) / 22.5;
		double rest = Math.max(0, left - 15);
		return even + (rest - rest * rest / 30) / 22.5;
	}

	/** How long after the end of the outage each instance asks again, in seconds. */
	private double[] arrivals(Duration outage, int instances) {
		double[] arrivals = new double[instances];
		for (int i = 0; i < instances; i++) {
			Duration clock = Duration.ZERO;
			for (int failures = 1; clock.compareTo(outage) < 0; failures++) {
				clock = clock.plus(this.length.of(failures, false, this.random));
			}
			arrivals[i] = clock.minus(outage).toNanos() / 1e9;
		}
		return arrivals;
	}

}
