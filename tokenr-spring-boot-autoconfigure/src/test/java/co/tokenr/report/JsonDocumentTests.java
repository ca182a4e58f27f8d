package co.tokenr.report;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonDocumentTests {

	@Test
	void keepsOrderAndKindOfValues() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("text", "a");
		document.put("long", Long.MAX_VALUE);
		document.put("flag", true);
		document.put("nothing", null);
		document.put("list", List.of(1, "b"));
		document.put("map", Map.of("k", 0.5));
		assertThat(write(document)).isEqualTo("{\"text\":\"a\",\"long\":9223372036854775807,\"flag\":true,"
				+ "\"nothing\":null,\"list\":[1,\"b\"],\"map\":{\"k\":0.5}}");
	}

	@Test
	void writesDecimalsPlain() {
		assertThat(write(Map.of("v", new BigDecimal("1E-12")))).isEqualTo("{\"v\":0.000000000001}");
		assertThat(write(Map.of("v", new BigDecimal("1E+9")))).isEqualTo("{\"v\":1000000000}");
	}

	@Test
	void replacesLoneSurrogatesAndKeepsPairs() {
		assertThat(write(Map.of("v", "a\uD83Db"))).isEqualTo("{\"v\":\"a\uFFFDb\"}");
		assertThat(write(Map.of("v", "\uDE00"))).isEqualTo("{\"v\":\"\uFFFD\"}");
		assertThat(write(Map.of("\uD83D", "\uD83D\uDE00"))).isEqualTo("{\"\uFFFD\":\"\uD83D\uDE00\"}");
	}

	@Test
	void escapesControlCharacters() {
		assertThat(write(Map.of("v", "a\r\n\u0000\"\u2028"))).isEqualTo("{\"v\":\"a\\r\\n\\u0000\\\"\u2028\"}");
	}

	@Test
	void refusesWhatIsNoJson() {
		assertThatIllegalArgumentException().isThrownBy(() -> write(Map.of("v", new Object())));
		assertThatIllegalArgumentException().isThrownBy(() -> write(Map.of("v", Double.NaN)));
	}

	@Test
	void readsBackWhatItWrote() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("text", "a\u2028\uD83D\uDE00");
		document.put("long", Long.MIN_VALUE);
		document.put("flag", false);
		document.put("list", List.of(1L, "b", Map.of("k", new BigDecimal("0.10"))));
		document.put("amount", new BigDecimal("0.000000000001"));
		assertThat(JsonDocument.read(JsonDocument.write(document))).isEqualTo(document);
		assertThat(JsonDocument.read(JsonDocument.write(document)).keySet())
			.containsExactlyElementsOf(document.keySet());
	}

	@Test
	void readsNothingElse() {
		for (String text : new String[] { "", "[]", "7", "{", "{\"a\":", "{\"a\":1", "\u0000" }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> JsonDocument.read(text.getBytes(StandardCharsets.UTF_8)));
		}
	}

	private static String write(Map<String, Object> document) {
		return new String(JsonDocument.write(document), StandardCharsets.UTF_8);
	}

}
