package co.tokenr.ledger;

import java.util.Arrays;

import co.tokenr.SeededRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link LatencyHistogram}.
 */
class LatencyHistogramTests {

	@Test
	void readsPercentilesWithinItsBound() {
		SeededRandom random = SeededRandom.create();
		for (int round = 0; round < 300; round++) {
			LatencyHistogram histogram = new LatencyHistogram();
			long[] micros = random.longs(1 + random.nextInt(400), 1_000, 3_600_000_000L)
				.map((value) -> (long) Math.pow(value, random.nextDouble()) + 1_000)
				.sorted()
				.toArray();
			Arrays.stream(micros).forEach((value) -> histogram.add(LatencyHistogram.classOf(value), 1));
			for (int percent : new int[] { 1, 50, 95, 100 }) {
				double exact = micros[(micros.length * percent + 99) / 100 - 1] / 1000.0;
				assertThat(histogram.percentile(percent).doubleValue() / exact).as(random.toString())
					.isCloseTo(1, within(LatencyHistogram.ERROR_BOUND + 0.0006));
			}
		}
	}

	@Test
	void knowsNothingOfNothing() {
		assertThat(new LatencyHistogram().percentile(50)).isNull();
		assertThat(new LatencyHistogram()).hasToString("");
	}

	@Test
	void countsTheShortestAndLongestAtItsEnds() {
		LatencyHistogram histogram = new LatencyHistogram();
		histogram.add(LatencyHistogram.classOf(0), 1);
		assertThat(histogram.percentile(50)).isEqualByComparingTo("1");
		histogram.add(LatencyHistogram.classOf(Long.MAX_VALUE), 100);
		assertThat(histogram.percentile(95)).isEqualByComparingTo("3600000");
	}

	@Test
	void isReadBackAsItWasWritten() {
		LatencyHistogram histogram = new LatencyHistogram();
		histogram.add(90, 3);
		histogram.add(7, 1);
		histogram.add(150, 12345678901L);
		assertThat(histogram).hasToString("7:1 90:3 150:12345678901");
		LatencyHistogram copy = new LatencyHistogram();
		copy.add(histogram.toString());
		copy.add((String) null);
		copy.add(histogram);
		assertThat(copy).hasToString("7:2 90:6 150:24691357802");
	}

	@Test
	void refusesClassesThatThereAreNot() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LatencyHistogram().add(1000, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new LatencyHistogram().add("-1:2"));
	}

}
