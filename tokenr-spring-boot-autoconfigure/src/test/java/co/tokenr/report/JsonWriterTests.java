package co.tokenr.report;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventDocument;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonWriterTests {

	private final JsonWriter writer = new JsonWriter();

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
	void writesNumbersInFull() {
		assertThat(text(this.writer.write(Map.of("v", new BigDecimal("1E+3"))))).isEqualTo("{\"v\":1000}");
		assertThat(text(this.writer.write(Map.of("v", new BigDecimal("-1E-19")))))
			.isEqualTo("{\"v\":-0.0000000000000000001}");
		assertThat(text(this.writer.write(Map.of("v", Long.MIN_VALUE)))).isEqualTo("{\"v\":-9223372036854775808}");
		assertThat(text(this.writer.write(Map.of("v", 0.1)))).isEqualTo("{\"v\":0.1}");
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
		assertThat(JsonDocument.read(this.writer.write(document))).isEqualTo(document);
		assertThat(text(this.writer.write(Map.of()))).isEqualTo("{}");
	}

	private static String text(byte[] json) {
		return new String(json, StandardCharsets.UTF_8);
	}

}
