package co.tokenr.report.target.collector;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import co.tokenr.report.DeliveryReason;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.target.collector.EncodedEvents.Encoded;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads what a collector says of each event of a batch, in Tokenr's words
 * {@code {"accepted":1,"rejected":1,"errors":[{"index":1,"status":422,"error":"..."}]}},
 * where the status of an event may be missing, in those of LLMCosts:
 * {@code {"processed":1,"failed":1,"errors":[{"record_index":1,"response_id":"...","errors":["..."]}]}},
 * or in those of Lago, which takes all of a batch or nothing:
 * {@code {"error_details":{"1":{"transaction_id":["value_already_exist"]}}}}. Reads as
 * far as it is readable; of what is not said the status of the whole has spoken.
 */
final class BatchAnswer {

	private static final EventOutcome REJECTED = EventOutcome.rejected(DeliveryReason.COLLECTOR);

	private static final JsonFactory FACTORY = new JsonFactory();

	private final List<String> ids;

	private final @Nullable EventOutcome[] named;

	private long rejected;

	private BatchAnswer(List<String> ids) {
		this.ids = ids;
		this.named = new @Nullable EventOutcome[ids.size()];
	}

	static BatchAnswer of(CollectorAnswer answer, List<Encoded> events) {
		// 409 says already that it has the event
		return of((answer.status() != 409) ? answer.body() : "", events.stream().map(Encoded::id).toList());
	}

	/**
	 * Reads an answer.
	 * @param body the JSON text, or anything else
	 * @param ids the ids of the events that were sent
	 * @return the answer
	 */
	static BatchAnswer of(String body, List<String> ids) {
		BatchAnswer answer = new BatchAnswer(ids);
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
			if (parser.nextToken() == JsonToken.START_OBJECT) {
				answer.readObject(parser);
			}
		}
		catch (JacksonException ex) {
			// taken, by the status
		}
		return answer;
	}

	private void readObject(JsonParser parser) {
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			if (("rejected".equals(name) || "failed".equals(name)) && value == JsonToken.VALUE_NUMBER_INT) {
				this.rejected = parser.getLongValue();
			}
			else if ("errors".equals(name) && value == JsonToken.START_ARRAY) {
				while (parser.nextToken() == JsonToken.START_OBJECT) {
					readError(parser);
				}
			}
			else if ("error_details".equals(name) && value == JsonToken.START_OBJECT) {
				while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
					readDetails(parser, index(parser.currentName()));
				}
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private static int index(String name) {
		boolean number = !name.isEmpty() && name.length() < 6
				&& name.chars().allMatch((digit) -> digit >= '0' && digit <= '9');
		return number ? Integer.parseInt(name) : -1;
	}

	private void readDetails(JsonParser parser, int index) {
		StringBuilder error = new StringBuilder();
		if (parser.nextToken() == JsonToken.START_OBJECT) {
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				if (parser.nextToken() == JsonToken.START_ARRAY) {
					readTexts(parser, error);
				}
				else {
					parser.skipChildren();
				}
			}
		}
		else {
			parser.skipChildren();
		}
		if (index >= 0 && index < this.named.length) {
			name(index, 0, error.toString());
		}
	}

	private void readError(JsonParser parser) {
		long index = -1;
		int known = -1;
		int status = 0;
		StringBuilder error = new StringBuilder();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			if (("index".equals(name) || "record_index".equals(name)) && value == JsonToken.VALUE_NUMBER_INT) {
				index = parser.getLongValue();
			}
			else if ("response_id".equals(name) && value == JsonToken.VALUE_STRING) {
				known = this.ids.indexOf(parser.getString());
			}
			else if ("status".equals(name) && value == JsonToken.VALUE_NUMBER_INT) {
				status = (int) parser.getLongValue();
			}
			else if ("error".equals(name) && value == JsonToken.VALUE_STRING) {
				error.append(parser.getString());
			}
			else if ("errors".equals(name) && value == JsonToken.START_ARRAY) {
				readTexts(parser, error);
			}
			else {
				parser.skipChildren();
			}
		}
		index = (known >= 0) ? known : index;
		if (index >= 0 && index < this.named.length) {
			name((int) index, status, error.toString());
		}
	}

	private static void readTexts(JsonParser parser, StringBuilder texts) {
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			if (token == JsonToken.VALUE_STRING) {
				texts.append(parser.getString()).append(' ');
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void name(int index, int status, String error) {
		if (isDuplicate(error) || status / 100 == 2) {
			// it has the event: that is what we want
			this.named[index] = EventOutcome.ACCEPTED;
			this.rejected--;
		}
		else {
			this.named[index] = isTransient(status) ? EventOutcome.AGAIN
					: EventOutcome.rejected(DeliveryReason.COLLECTOR, (status > 0) ? status : null);
		}
	}

	private static boolean isTransient(int status) {
		return status == 408 || status == 425 || status == 429 || status / 100 == 5;
	}

	/**
	 * Tells whether a complaint is that the collector has the event already.
	 * @param error the complaint
	 * @return whether the event can be taken for delivered
	 */
	static boolean isDuplicate(String error) {
		String text = error.toLowerCase(Locale.ROOT);
		return text.contains("already exist") || text.contains("already_exist") || text.contains("duplicate");
	}

	boolean namesEvents() {
		for (EventOutcome outcome : this.named) {
			if (outcome != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns what became of each event. Where the collector counts more rejections than
	 * it names, the numbers still agree: as many of the last events are taken for
	 * rejected.
	 * @param unnamed what became of those that are not named, accepted or to be offered
	 * again
	 * @return one outcome for each event
	 */
	List<EventOutcome> outcomes(EventOutcome unnamed) {
		List<EventOutcome> outcomes = new ArrayList<>(this.named.length);
		long more = this.rejected;
		for (EventOutcome outcome : this.named) {
			outcomes.add((outcome != null) ? outcome : unnamed);
			more -= (outcome != null && outcome != EventOutcome.ACCEPTED) ? 1 : 0;
		}
		for (int i = this.named.length - 1; i >= 0 && more > 0 && unnamed == EventOutcome.ACCEPTED; i--) {
			if (this.named[i] == null) {
				outcomes.set(i, REJECTED);
				more--;
			}
		}
		return outcomes;
	}

}
