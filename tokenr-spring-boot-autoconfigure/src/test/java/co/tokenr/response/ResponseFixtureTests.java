package co.tokenr.response;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads every fixture, however its bytes are cut.
 */
class ResponseFixtureTests {

	static List<ResponseFixture> fixtures() {
		return ResponseFixture.all();
	}

	@Test
	void findsFixtures() {
		assertThat(fixtures()).hasSizeGreaterThan(80);
	}

	@ParameterizedTest
	@MethodSource("fixtures")
	void readsWhatIsExpected(ResponseFixture fixture) {
		assertThat(ResponseFixture.describe(fixture.read())).isEqualTo(fixture.expected());
	}

	@ParameterizedTest
	@MethodSource("fixtures")
	void readsTheSameWhereverTheBodyIsSplit(ResponseFixture fixture) {
		ResponseUsage expected = fixture.read();
		for (int split = 0; split <= fixture.body().length; split++) {
			assertThat(fixture.read(split)).as("split at byte %d", split).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@MethodSource("fixtures")
	void readsTheSameByteByByte(ResponseFixture fixture) {
		int[] everywhere = IntStream.range(1, fixture.body().length).toArray();
		assertThat(fixture.read(everywhere)).isEqualTo(fixture.read());
	}

	@ParameterizedTest
	@MethodSource("fixtures")
	void claimsToBeCompleteOnlyWithTheFinalUsage(ResponseFixture fixture) {
		ResponseUsage expected = fixture.read();
		for (int length = 0; length < fixture.body().length; length++) {
			byte[] cut = Arrays.copyOf(fixture.body(), length);
			ResponseUsage read = ResponseFixture.read(fixture.provider(), cut, false);
			if (read.complete()) {
				assertThat(expected.complete()).as("cut at byte %d", length).isTrue();
				assertThat(read.usage()).as("cut at byte %d", length).isEqualTo(expected.usage());
			}
		}
	}

	/** Numbers that are no usage are 7000 and more in the fixtures. */
	@ParameterizedTest
	@MethodSource("fixtures")
	void takesNoDecoyWhereverTheBodyIsCut(ResponseFixture fixture) {
		Long total = fixture.read().usage().total();
		for (int length = 0; length < fixture.body().length; length++) {
			byte[] cut = Arrays.copyOf(fixture.body(), length);
			Long partial = ResponseFixture.read(fixture.provider(), cut, true).usage().total();
			if (partial != null) {
				assertThat(partial).as("cut at byte %d", length).isLessThan(7000 + ((total != null) ? total : 0));
			}
		}
	}

}
