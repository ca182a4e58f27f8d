package co.tokenr.report.target.collector;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import co.tokenr.report.DeliveryReason;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.EventOutcome.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads what the collector says of each event of a batch:
 * {@code {"accepted":1,"rejected":1,"errors":[{"index":1,"status":422,"error":"..."}]}},
 * where the status of an event may be missing. Reads as far as it is readable; of what is
 * not said the status of the whole has spoken, and the event is taken.
 */
final class BatchAnswer {

	private static final EventOutcome REJECTED = EventOutcome.rejected(DeliveryReason.COLLECTOR);

	private static final JsonFactory FACTORY = new JsonFactory();

	private final EventOutcome[] outcomes;

	private long rejected;

	private BatchAnswer(int events) {
		this.outcomes = new EventOutcome[events];
		Arrays.fill(this.outcomes, EventOutcome.ACCEPTED);
	}

	/**
	 * Reads an answer.
	 * @param body the JSON text, or anything else
	 * @param events how many events were sent
	 * @return what became of each
	 */
	static List<EventOutcome> read(String body, int events) {
		BatchAnswer answer = new BatchAnswer(events);
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
			if (parser.nextToken() == JsonToken.START_OBJECT) {
				answer.readObject(parser);
			}
		}
		catch (JacksonException ex) {
			// taken, by the status
		}
		return answer.result();
	}

	private void readObject(JsonParser parser) {
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			if ("rejected".equals(name) && value == JsonToken.VALUE_NUMBER_INT) {
				this.rejected = parser.getLongValue();
			}
			else if ("errors".equals(name) && value == JsonToken.START_ARRAY) {
				while (parser.nextToken() == JsonToken.START_OBJECT) {
					readError(parser);
				}
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void readError(JsonParser parser) {
		long index = -1;
		int status = 0;
		String error = "";
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			if ("index".equals(name) && value == JsonToken.VALUE_NUMBER_INT) {
				index = parser.getLongValue();
			}
			else if ("status".equals(name) && value == JsonToken.VALUE_NUMBER_INT) {
				status = (int) parser.getLongValue();
			}
			else if ("error".equals(name) && value == JsonToken.VALUE_STRING) {
				error = parser.getString();
			}
			else {
				parser.skipChildren();
			}
		}
		if (index >= 0 && index < this.outcomes.length) {
			if (isDuplicate(error) || status / 100 == 2) {
				// it has the event: that is what we want
				this.rejected--;
			}
			else {
				this.outcomes[(int) index] = isTransient(status) ? EventOutcome.AGAIN : REJECTED;
			}
		}
	}

	private static boolean isTransient(int status) {
		return status == 408 || status == 425 || status == 429 || status / 100 == 5;
	}

	private static boolean isDuplicate(String error) {
		String text = error.toLowerCase(Locale.ROOT);
		return text.contains("already exist") || text.contains("already_exist") || text.contains("duplicate");
	}

	/**
	 * Where the collector counts more rejections than it names, the numbers still agree:
	 * as many of the last events are taken for rejected.
	 */
	private List<EventOutcome> result() {
		long unnamed = this.rejected
				- Arrays.stream(this.outcomes).filter((outcome) -> outcome.kind() != Kind.ACCEPTED).count();
		for (int i = this.outcomes.length - 1; i >= 0 && unnamed > 0; i--) {
			if (this.outcomes[i].kind() == Kind.ACCEPTED) {
				this.outcomes[i] = REJECTED;
				unnamed--;
			}
		}
		return List.of(this.outcomes);
	}

}
