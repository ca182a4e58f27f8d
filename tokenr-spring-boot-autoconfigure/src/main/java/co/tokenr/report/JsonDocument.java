package co.tokenr.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import co.tokenr.usage.DocumentSink;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a document of strings, numbers, booleans, lists and maps as JSON in UTF-8, and
 * reads it back. Text that is no valid Unicode is written with U+FFFD in place of what is
 * broken. Thread-safe.
 */
public final class JsonDocument {

	private static final JsonFactory FACTORY = new JsonFactory();

	private JsonDocument() {
	}

	/**
	 * Writes a document.
	 * @param document names and values, in the order of the wire; a value is a string, a
	 * number, a boolean, {@code null}, or a collection or map of such
	 * @return the JSON text in UTF-8
	 * @throws RuntimeException if a value is of another kind, not a finite number or
	 * nested too deeply
	 */
	public static byte[] write(Map<String, ?> document) {
		return new JsonWriter().write(document);
	}

	/**
	 * Reads a document.
	 * @param json a JSON object in UTF-8
	 * @return names and values in the order of the text, unmodifiable; whole numbers as
	 * {@link Long} where they fit, others as {@link BigInteger} or {@link BigDecimal};
	 * what is {@code null} is left out
	 * @throws IllegalArgumentException if the text is something else
	 */
	public static Map<String, Object> read(byte[] json) {
		return parse(json, JsonDocument::readMap);
	}

	/**
	 * Reads a document field by field. Lists are told as values.
	 * @param json a JSON object in UTF-8
	 * @param document is told the fields, in the order of the text
	 * @throws IllegalArgumentException if the text is something else; what was told until
	 * then is worth nothing
	 */
	static void tell(byte[] json, DocumentSink document) {
		parse(json, (parser) -> {
			tell(parser, document);
			return json;
		});
	}

	private static <T> T parse(byte[] json, Function<JsonParser, T> reader) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() == JsonToken.START_OBJECT) {
				return reader.apply(parser);
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("No JSON document: " + ex.getClass().getSimpleName());
		}
		throw new IllegalArgumentException("No JSON object");
	}

	private static void tell(JsonParser parser, DocumentSink document) {
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken token = parser.nextToken();
			if (token == JsonToken.START_OBJECT) {
				document.open(name);
				tell(parser, document);
				document.close();
			}
			else {
				document.put(name, readValue(parser, token));
			}
		}
	}

	private static Map<String, Object> readMap(JsonParser parser) {
		Map<String, Object> map = new LinkedHashMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Object value = readValue(parser, parser.nextToken());
			if (value != null) {
				map.put(name, value);
			}
		}
		return Collections.unmodifiableMap(map);
	}

	private static @Nullable Object readValue(JsonParser parser, JsonToken token) {
		return switch (token) {
			case START_OBJECT -> readMap(parser);
			case START_ARRAY -> readList(parser);
			case VALUE_STRING -> parser.getString();
			case VALUE_NUMBER_INT -> readInteger(parser);
			case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			default -> null;
		};
	}

	private static Number readInteger(JsonParser parser) {
		if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
			return parser.getBigIntegerValue();
		}
		return parser.getLongValue();
	}

	private static List<Object> readList(JsonParser parser) {
		List<Object> list = new ArrayList<>();
		JsonToken token = parser.nextToken();
		while (token != JsonToken.END_ARRAY) {
			Object value = readValue(parser, token);
			if (value != null) {
				list.add(value);
			}
			token = parser.nextToken();
		}
		return Collections.unmodifiableList(list);
	}

}
