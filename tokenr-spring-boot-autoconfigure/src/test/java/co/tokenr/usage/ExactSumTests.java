package co.tokenr.usage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExactSumTests {

	@RepeatedTest(20)
	void sumsUpAmountsOfAnySizeExactly() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		ExactSum sum = new ExactSum();
		BigDecimal expected = BigDecimal.ZERO;
		for (int i = 0; i < 10_000; i++) {
			BigDecimal amount = amount(random);
			sum.add(amount);
			expected = expected.add(amount);
			if (i % 97 == 0) {
				assertThat(sum.total()).as("seed %d, %d amounts", seed, i + 1).isEqualByComparingTo(expected);
			}
		}
		assertThat(sum.total()).as("seed %d", seed).isEqualByComparingTo(expected);
	}

	@Test
	void carriesOverWhatNoLongerFits() {
		ExactSum sum = new ExactSum();
		BigDecimal most = new BigDecimal("999999999999999999");
		for (int i = 0; i < 100; i++) {
			sum.add(most);
		}
		sum.add(new BigDecimal("0.000000000000000001"));
		assertThat(sum.total()).isEqualByComparingTo("99999999999999999900.000000000000000001");
	}

	/** The digits at which a number can no longer go by a double, and those before. */
	@RepeatedTest(20)
	void takesTheUnitsOfEachNumberOfDigitsAsTheyAre() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int digits = 1; digits <= 19; digits++) {
			for (int i = 0; i < 2000; i++) {
				BigInteger most = BigInteger.TEN.pow(digits);
				BigInteger units = (i == 0) ? most.subtract(BigInteger.ONE) : new BigInteger(64, random).mod(most);
				BigDecimal amount = new BigDecimal((i % 2 == 0) ? units : units.negate(), random.nextInt(25));
				ExactSum sum = new ExactSum();
				sum.add(amount);
				assertThat(sum.total()).as("seed %d", seed).isEqualByComparingTo(amount);
			}
		}
	}

	/**
	 * Mostly prices of calls; some with digits beyond a long, or none behind the point.
	 */
	private static BigDecimal amount(Random random) {
		return switch (random.nextInt(10)) {
			case 0 -> new BigDecimal(new BigInteger(100, random), random.nextInt(40) - 5);
			case 1 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(25));
			case 2 -> BigDecimal.valueOf(random.nextInt(100), -random.nextInt(5));
			default -> BigDecimal.valueOf(random.nextInt(10_000_000), random.nextInt(13));
		};
	}

}
