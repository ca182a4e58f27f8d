package co.tokenr.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON of which every value knows its line, so that an error can name it. Numbers are
 * kept as they are written.
 *
 * @param file where the JSON is from
 * @param line the line of the value, from 1
 * @param value a map of nodes, a list of nodes, a string, a number, a boolean or
 * {@code null}
 */
record JsonNode(String file, int line, @Nullable Object value) {

	private static final JsonFactory FACTORY = new JsonFactory();

	static JsonNode read(String file, byte[] content) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), content)) {
			JsonToken first = parser.nextToken();
			if (first == null) {
				throw new PriceFileException(file, 1, "The file is empty", null);
			}
			JsonNode root = node(file, parser);
			if (parser.nextToken() != null) {
				throw root.error("Something follows the end of the JSON");
			}
			return root;
		}
		catch (JacksonException ex) {
			int line = (ex.getLocation() != null) ? ex.getLocation().getLineNr() : 0;
			throw new PriceFileException(file, line, "This is no valid JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	private static JsonNode node(String file, JsonParser parser) {
		int line = parser.currentTokenLocation().getLineNr();
		JsonToken token = parser.currentToken();
		if (token == JsonToken.START_OBJECT) {
			return new JsonNode(file, line, members(file, parser));
		}
		if (token == JsonToken.START_ARRAY) {
			List<JsonNode> items = new ArrayList<>();
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				items.add(node(file, parser));
			}
			return new JsonNode(file, line, items);
		}
		return new JsonNode(file, line, switch (token) {
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new NumberText(parser.getString());
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_NULL -> null;
			default -> parser.getString();
		});
	}

	private static Map<String, JsonNode> members(String file, JsonParser parser) {
		Map<String, JsonNode> members = new LinkedHashMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			parser.nextToken();
			JsonNode member = node(file, parser);
			if (members.put(name, member) != null) {
				throw member.error("'" + name + "' is given twice");
			}
		}
		return members;
	}

	PriceFileException error(String reason) {
		return new PriceFileException(this.file, this.line, reason, null);
	}

	PriceFileException error(IllegalArgumentException cause) {
		return new PriceFileException(this.file, this.line, String.valueOf(cause.getMessage()), cause);
	}

	/** The members of an object that may have only these. */
	Map<String, JsonNode> object(Set<String> allowed) {
		Map<String, JsonNode> members = object();
		members.forEach((name, member) -> {
			if (!allowed.contains(name)) {
				throw member.error("'" + name + "' is not known here; there may be "
						+ String.join(", ", allowed.stream().sorted().toList()));
			}
		});
		return members;
	}

	@SuppressWarnings("unchecked")
	Map<String, JsonNode> object() {
		if (this.value instanceof Map<?, ?> map) {
			return (Map<String, JsonNode>) map;
		}
		throw error("Expected an object { }");
	}

	boolean isObject() {
		return this.value instanceof Map<?, ?>;
	}

	@SuppressWarnings("unchecked")
	List<JsonNode> list() {
		if (this.value instanceof List<?> list) {
			return (List<JsonNode>) list;
		}
		throw error("Expected a list [ ]");
	}

	boolean isList() {
		return this.value instanceof List<?>;
	}

	String text() {
		if (this.value instanceof String text && !text.isBlank()) {
			return text;
		}
		throw error("Expected a text");
	}

	boolean flag() {
		if (this.value instanceof Boolean flag) {
			return flag;
		}
		throw error("Expected true or false");
	}

	/** A number or the text of one, zero or more. */
	BigDecimal amount() {
		BigDecimal number = number();
		if (number == null) {
			throw error("Expected a number such as \"2.50\"");
		}
		if (number.signum() < 0) {
			throw error("A price is zero or more, not " + number.toPlainString());
		}
		return number;
	}

	/** A number or the text of one, {@code null} where the value is neither. */
	@Nullable BigDecimal number() {
		if (this.value instanceof NumberText number) {
			return ExactDecimal.parse(number.text());
		}
		return (this.value instanceof String text) ? ExactDecimal.parse(text) : null;
	}

	private record NumberText(String text) {

	}

}
