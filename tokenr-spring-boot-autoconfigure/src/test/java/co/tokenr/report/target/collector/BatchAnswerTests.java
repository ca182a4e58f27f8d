package co.tokenr.report.target.collector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BatchAnswerTests {

	@Test
	void readsEachErrorWhateverItsOrderAndExtras() {
		assertThat(BatchAnswer.read("{\"extra\":{\"a\":[1]},\"errors\":[{\"error\":\"no\",\"index\":2,\"more\":[{}]},"
				+ "{\"index\":0,\"error\":null}],\"rejected\":2}", 3))
			.containsExactly("collector", null, "collector");
	}

	@Test
	void takesADuplicateForAccepted() {
		assertThat(BatchAnswer
			.read("{\"rejected\":1,\"errors\":[{\"index\":0,\"error\":\"external_id already exists\"}]}", 2))
			.containsExactly(null, null);
	}

	@Test
	void agreesWithTheCollectorsCountWhereItNamesNobody() {
		assertThat(BatchAnswer.read("{\"accepted\":1,\"rejected\":2}", 3)).containsExactly(null, "collector",
				"collector");
	}

	@Test
	void keepsWhatItReadBeforeTheTextBrokeOff() {
		assertThat(BatchAnswer.read("{\"errors\":[{\"index\":1,\"error\":\"no\"},{\"ind", 2)).containsExactly(null,
				"collector");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "7", "null", "<html>", "{", "{\"errors\":7}", "{\"errors\":[7]}",
			"{\"rejected\":\"2\"}", "{\"rejected\":99999999999999999999}",
			"{\"errors\":[{\"index\":-1},{\"index\":9}]}", "{\"rejected\":-5}" })
	void acceptsWhereNothingElseIsSaid(String body) {
		assertThat(BatchAnswer.read(body, 2)).containsExactly(null, null);
	}

}
