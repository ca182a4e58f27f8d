package co.tokenr.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import co.tokenr.usage.UsageEventDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a {@link UsageEventDocument} back, numbers without passing through a double. What
 * it does not know stays in the document and is not counted.
 */
final class UsageDocumentReader {

	private static final JsonFactory FACTORY = new JsonFactory();

	private UsageDocumentReader() {
	}

	static Map<String, Object> read(byte[] json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new IllegalArgumentException("Not a usage event: no JSON object");
			}
			return object(parser);
		}
		catch (JacksonException ex) {
			// its message may quote the document
			throw new IllegalArgumentException("Not a usage event: no JSON, " + ex.getClass().getSimpleName());
		}
	}

	static UsageFacts facts(Map<String, Object> document) {
		try {
			return readFacts(document);
		}
		catch (ClassCastException | ArithmeticException | DateTimeParseException ex) {
			throw new IllegalArgumentException("Not a usage event: " + ex.getClass().getSimpleName());
		}
	}

	private static UsageFacts readFacts(Map<String, Object> document) {
		Map<Dimension, String> values = new LinkedHashMap<>();
		put(values, Dimension.SERVICE, document, "service");
		put(values, Dimension.ENVIRONMENT, document, "environment");
		put(values, Dimension.PROVIDER, document, "provider");
		put(values, Dimension.MODEL, document,
				document.containsKey("response_model") ? "response_model" : "request_model");
		put(values, Dimension.OPERATION, document, "operation");
		put(values, Dimension.AGENT, document, "agent_id");
		put(values, Dimension.FEATURE, document, "feature");
		put(values, Dimension.TEAM, document, "team_id");
		put(values, Dimension.CUSTOMER, document, "customer_id");
		put(values, Dimension.USER, document, "user_id");
		put(values, Dimension.STATUS, document, "status");
		put(values, Dimension.USAGE_SOURCE, document, "usage_source");
		UsageFacts.put(values, Dimension.COST_STATUS, (String) map(document, "cost").get("status"));
		put(values, Dimension.CONVERSATION, document, "conversation_id");
		put(values, Dimension.TRACE, document, "trace_id");
		put(values, Dimension.RUN, document, "run_id");
		Map<?, ?> usage = map(document, "usage");
		Map<?, ?> cost = map(document, "cost");
		BigDecimal amount = UsageFacts.rounded(decimal(cost.get("amount")));
		return new UsageFacts(UUID.fromString(text(document, "id")).toString(),
				UsageFacts.micros(Instant.parse(text(document, "occurred_at"))), values,
				UsageFacts.tags(map(document, "tags")), count(usage, "input_tokens"),
				count(usage, "cache_read_input_tokens"), count(usage, "cache_creation_input_tokens"),
				count(usage, "output_tokens"), count(usage, "reasoning_output_tokens"), amount,
				(amount != null) ? UsageFacts.currency((String) cost.get("currency")) : null,
				(amount != null) ? UsageFacts.rounded(decimal(cost.get("cache_savings"))) : null,
				micros(document.get("latency_ms")), micros(document.get("time_to_first_token_ms")));
	}

	private static void put(Map<Dimension, String> values, Dimension dimension, Map<String, Object> document,
			String name) {
		UsageFacts.put(values, dimension, (String) document.get(name));
	}

	private static String text(Map<?, ?> document, String name) {
		if (document.get(name) instanceof String text) {
			return text;
		}
		throw new IllegalArgumentException("Not a usage event: no " + name);
	}

	private static Map<?, ?> map(Map<String, Object> document, String name) {
		Map<?, ?> map = (Map<?, ?>) document.get(name);
		return (map != null) ? map : Map.of();
	}

	private static long count(Map<?, ?> usage, String name) {
		Long count = (Long) usage.get(name);
		return (count != null) ? count : 0;
	}

	private static @Nullable Long micros(@Nullable Object millis) {
		BigDecimal decimal = decimal(millis);
		return (decimal != null)
				? Math.max(0, decimal.movePointRight(3).setScale(0, RoundingMode.DOWN).longValueExact()) : null;
	}

	private static @Nullable BigDecimal decimal(@Nullable Object number) {
		return (number instanceof Long count) ? BigDecimal.valueOf(count) : (BigDecimal) number;
	}

	private static Map<String, Object> object(JsonParser parser) {
		Map<String, Object> object = new LinkedHashMap<>();
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			String name = parser.currentName();
			parser.nextToken();
			Object value = value(parser);
			if (value != null) {
				object.put(name, value);
			}
		}
		return object;
	}

	private static @Nullable Object value(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> object(parser);
			case START_ARRAY -> array(parser);
			case VALUE_STRING -> parser.getString();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_NUMBER_INT -> integer(parser);
			case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
			default -> null;
		};
	}

	/** An amount may be a whole number of any size. */
	private static Object integer(JsonParser parser) {
		BigDecimal number = parser.getDecimalValue();
		return (number.precision() <= 18) ? Long.valueOf(number.longValueExact()) : number;
	}

	private static List<Object> array(JsonParser parser) {
		List<Object> array = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			Object value = value(parser);
			if (value != null) {
				array.add(value);
			}
		}
		return array;
	}

}
