package co.tokenr.report;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a document of strings, numbers, booleans, lists and maps as JSON in UTF-8. Text
 * that is no valid Unicode is written with U+FFFD in place of what is broken.
 * Thread-safe.
 */
public final class JsonDocument {

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.build();

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
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
			writeMap(generator, document);
		}
		return bytes.toByteArray();
	}

	private static void writeMap(JsonGenerator generator, Map<?, ?> map) {
		generator.writeStartObject();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			generator.writeName(wellFormed(String.valueOf(entry.getKey())));
			writeValue(generator, entry.getValue());
		}
		generator.writeEndObject();
	}

	private static void writeValue(JsonGenerator generator, @Nullable Object value) {
		if (value == null) {
			generator.writeNull();
		}
		else if (value instanceof CharSequence text) {
			generator.writeString(wellFormed(text.toString()));
		}
		else if (value instanceof Boolean flag) {
			generator.writeBoolean(flag);
		}
		else if (value instanceof Number number) {
			writeNumber(generator, number);
		}
		else if (value instanceof Map<?, ?> map) {
			writeMap(generator, map);
		}
		else if (value instanceof Collection<?> list) {
			generator.writeStartArray();
			for (Object item : list) {
				writeValue(generator, item);
			}
			generator.writeEndArray();
		}
		else {
			throw new IllegalArgumentException("No JSON value: " + value.getClass().getName());
		}
	}

	private static void writeNumber(JsonGenerator generator, Number number) {
		if (number instanceof BigDecimal decimal) {
			generator.writeNumber(decimal);
		}
		else if (number instanceof BigInteger integer) {
			generator.writeNumber(integer);
		}
		else if (number instanceof Double || number instanceof Float) {
			if (!Double.isFinite(number.doubleValue())) {
				throw new IllegalArgumentException("No JSON number: " + number);
			}
			generator.writeNumber(number.doubleValue());
		}
		else {
			generator.writeNumber(number.longValue());
		}
	}

	private static String wellFormed(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return replaceLoneSurrogates(text);
			}
		}
		return text;
	}

	private static String replaceLoneSurrogates(String text) {
		StringBuilder result = new StringBuilder(text.length());
		text.codePoints().forEach((point) -> {
			boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
			result.appendCodePoint(lone ? 0xFFFD : point);
		});
		return result.toString();
	}

}
