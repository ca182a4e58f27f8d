package co.tokenr.report.target.collector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import co.tokenr.report.DeliveryReason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads what the collector says of each event of a batch:
 * {@code {"accepted":1,"rejected":1,"errors":[{"index":1,"error":"..."}]}}. Reads as far
 * as it is readable; of what is not said the status has spoken, and the event is taken.
 */
final class BatchAnswer {

	static final String REJECTED = DeliveryReason.COLLECTOR;

	private static final JsonFactory FACTORY = new JsonFactory();

	private final @Nullable String[] rejections;

	private long rejected;

	private BatchAnswer(int events) {
		this.rejections = new String[events];
	}

	/**
	 * Reads an answer.
	 * @param body the JSON text, or anything else
	 * @param events how many events were sent
	 * @return for each the reason of its rejection, or {@code null}
	 */
	static List<@Nullable String> read(String body, int events) {
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
		String error = "";
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			if ("index".equals(name) && value == JsonToken.VALUE_NUMBER_INT) {
				index = parser.getLongValue();
			}
			else if ("error".equals(name) && value == JsonToken.VALUE_STRING) {
				error = parser.getString();
			}
			else {
				parser.skipChildren();
			}
		}
		if (index >= 0 && index < this.rejections.length) {
			if (isDuplicate(error)) {
				// it has the event: that is what we want
				this.rejected--;
			}
			else {
				this.rejections[(int) index] = REJECTED;
			}
		}
	}

	private static boolean isDuplicate(String error) {
		String text = error.toLowerCase(Locale.ROOT);
		return text.contains("already exist") || text.contains("already_exist") || text.contains("duplicate");
	}

	/**
	 * Where the collector counts more rejections than it names, the numbers still agree:
	 * as many of the last events are taken for rejected.
	 */
	private List<@Nullable String> result() {
		List<@Nullable String> result = new ArrayList<>(Arrays.asList(this.rejections));
		long unnamed = this.rejected - (result.size() - Collections.frequency(result, null));
		for (int i = result.size() - 1; i >= 0 && unnamed > 0; i--) {
			if (result.get(i) == null) {
				result.set(i, REJECTED);
				unnamed--;
			}
		}
		return result;
	}

}
