package co.tokenr.report;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventDocument;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonWriterTests {

	private static final JsonFactory JACKSON = JsonFactory.builder()
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.build();

	private final JsonWriter writer = new JsonWriter();

	@Test
	void writesAnyEventAsJacksonWritesItsDocument() {
		long seed = System.nanoTime();
		RandomEvents events = new RandomEvents(seed);
		for (int i = 0; i < 3000; i++) {
			UsageEvent event = events.next();
			assertThat(text(this.writer.write(event))).as("event %s of seed %s", i, seed)
				.isEqualTo(text(jackson(UsageEventDocument.of(event))));
		}
	}

	@Test
	void readsAnyEventBackAsItsDocument() {
		long seed = System.nanoTime();
		RandomEvents events = new RandomEvents(seed);
		for (int i = 0; i < 3000; i++) {
			UsageEvent event = events.next();
			Map<String, Object> document = UsageEventDocument.of(event);
			assertThat(JsonDocument.read(this.writer.write(event))).as("event %s of seed %s", i, seed)
				.isEqualTo(document)
				.hasToString(document.toString());
		}
	}

	@Test
	void escapesEachCharacterAsJacksonDoes() {
		everyCharacter((code) -> String.valueOf((char) code));
		everyCharacter((code) -> "plain" + (char) code + "plain");
	}

	private void everyCharacter(IntFunction<String> text) {
		for (int code = 0; code <= Character.MAX_VALUE; code++) {
			if (!Character.isSurrogate((char) code)) {
				Map<String, Object> document = Map.of("v", text.apply(code));
				assertThat(this.writer.write(document)).as("character %s", code).isEqualTo(jackson(document));
			}
		}
	}

	@Test
	void writesNumbersAsJacksonDoes() {
		for (String number : new String[] { "0", "0.0", "0.000", "-0.5", "10", "1.0", "99.99", "1E+3", "1E-12",
				"-1E-19", "0.1234567890123456789", "123456789012345678", "-123456789012345678.9",
				"9223372036854775808" }) {
			Map<String, Object> document = Map.of("v", new BigDecimal(number));
			assertThat(text(this.writer.write(document))).isEqualTo(text(jackson(document)));
		}
		for (Number number : List.of(0, -7, Long.MAX_VALUE, Long.MIN_VALUE, 10L, 99L, 100L, 0.1, 1e300, -0.0, 1.5f,
				BigInteger.TEN.pow(30))) {
			Map<String, Object> document = Map.of("v", number);
			assertThat(text(this.writer.write(document))).isEqualTo(text(jackson(document)));
		}
	}

	@Test
	void refusesNumbersThatNobodyWouldReadAgain() {
		for (String number : new String[] { "1E+2000", "1E-2000", "1E+2000000000", "1E-2000000000" }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.writer.write(Map.of("v", new BigDecimal(number))));
		}
	}

	@Test
	void writesTheNextDocumentWholeAfterOneThatCannotBeWritten() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.writer.write(Map.of("v", Map.of("w", List.of(new Object())))));
		assertThat(text(this.writer.write(Map.of("v", 1)))).isEqualTo("{\"v\":1}");
	}

	@Test
	void growsWithWhatIsWritten() {
		Map<String, Object> document = Map.of("v", "\u0001".repeat(200_000), "w", "\u20ac".repeat(100_000));
		assertThat(this.writer.write(document)).isEqualTo(jackson(document));
		assertThat(text(this.writer.write(Map.of()))).isEqualTo("{}");
	}

	private static byte[] jackson(Map<String, ?> document) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JsonGenerator generator = JACKSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
			write(generator, document);
		}
		return bytes.toByteArray();
	}

	private static void write(JsonGenerator generator, Object value) {
		if (value instanceof Map<?, ?> map) {
			generator.writeStartObject();
			map.forEach((name, each) -> {
				generator.writeName(name.toString());
				write(generator, each);
			});
			generator.writeEndObject();
		}
		else if (value instanceof Collection<?> list) {
			generator.writeStartArray();
			list.forEach((each) -> write(generator, each));
			generator.writeEndArray();
		}
		else if (value instanceof BigDecimal decimal) {
			generator.writeNumber(decimal);
		}
		else if (value instanceof BigInteger integer) {
			generator.writeNumber(integer);
		}
		else if (value instanceof Double || value instanceof Float) {
			generator.writeNumber(((Number) value).doubleValue());
		}
		else if (value instanceof Number number) {
			generator.writeNumber(number.longValue());
		}
		else if (value instanceof Boolean flag) {
			generator.writeBoolean(flag);
		}
		else {
			generator.writeString(value.toString());
		}
	}

	private static String text(byte[] json) {
		return new String(json, StandardCharsets.UTF_8);
	}

}
