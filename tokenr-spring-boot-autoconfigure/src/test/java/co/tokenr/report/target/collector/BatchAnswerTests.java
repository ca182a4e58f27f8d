package co.tokenr.report.target.collector;

import java.util.List;
import java.util.stream.IntStream;

import co.tokenr.report.EventOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BatchAnswerTests {

	private static final EventOutcome ACCEPTED = EventOutcome.ACCEPTED;

	private static final EventOutcome REJECTED = EventOutcome.rejected("collector");

	@Test
	void readsEachErrorWhateverItsOrderAndExtras() {
		assertThat(read("{\"extra\":{\"a\":[1]},\"errors\":[{\"error\":\"no\",\"index\":2,\"more\":[{}]},"
				+ "{\"index\":0,\"error\":null}],\"rejected\":2}", 3))
			.containsExactly(REJECTED, ACCEPTED, REJECTED);
	}

	@Test
	void takesADuplicateForAccepted() {
		assertThat(read("{\"rejected\":1,\"errors\":[{\"index\":0,\"error\":\"external_id already exists\"}]}", 2))
			.containsExactly(ACCEPTED, ACCEPTED);
	}

	@Test
	void offersAnEventAgainThatTheCollectorCouldNotTakeNow() {
		assertThat(read("{\"rejected\":2,\"errors\":[{\"index\":0,\"status\":429,\"error\":\"slow\"},"
				+ "{\"index\":1,\"status\":422,\"error\":\"bad\"},{\"index\":2,\"status\":201}]}", 3))
			.containsExactly(EventOutcome.AGAIN, EventOutcome.rejected("collector", 422), ACCEPTED);
	}

	@Test
	void agreesWithTheCollectorsCountWhereItNamesNobody() {
		assertThat(read("{\"accepted\":1,\"rejected\":2}", 3)).containsExactly(ACCEPTED, REJECTED, REJECTED);
	}

	@Test
	void keepsWhatItReadBeforeTheTextBrokeOff() {
		assertThat(read("{\"errors\":[{\"index\":1,\"error\":\"no\"},{\"ind", 2)).containsExactly(ACCEPTED, REJECTED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "7", "null", "<html>", "{", "{\"errors\":7}", "{\"errors\":[7]}",
			"{\"rejected\":\"2\"}", "{\"rejected\":99999999999999999999}",
			"{\"errors\":[{\"index\":-1},{\"index\":9}]}", "{\"rejected\":-5}" })
	void acceptsWhereNothingElseIsSaid(String body) {
		assertThat(read(body, 2)).containsExactly(ACCEPTED, ACCEPTED);
	}

	@Test
	void readsTheWordsOfLlmCosts() {
		assertThat(read(
				"{\"status\":\"partial_success\",\"processed\":1,\"failed\":2,\"errors\":["
						+ "{\"response_id\":\"id-2\",\"record_index\":0,\"errors\":[\"negative\",{\"at\":[1]}]},"
						+ "{\"record_index\":1,\"errors\":[\"response_id already exists\"]}],\"events\":[{\"a\":1}]}",
				3))
			.containsExactly(ACCEPTED, ACCEPTED, REJECTED);
	}

	@Test
	void tellsWhetherAnyEventIsNamed() {
		List<String> ids = List.of("id-0");
		assertThat(BatchAnswer.of("{\"errors\":[{\"index\":0}]}", ids).namesEvents()).isTrue();
		assertThat(BatchAnswer.of("{\"failed\":1,\"errors\":[]}", ids).namesEvents()).isFalse();
	}

	private static List<EventOutcome> read(String body, int events) {
		List<String> ids = IntStream.range(0, events).mapToObj((i) -> "id-" + i).toList();
		return BatchAnswer.of(body, ids).outcomes(ACCEPTED);
	}

}
