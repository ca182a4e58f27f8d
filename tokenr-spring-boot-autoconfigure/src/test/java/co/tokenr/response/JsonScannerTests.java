package co.tokenr.response;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import co.tokenr.SeededRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept of a document must not depend on who reads its JSON, nor on how it is cut.
 */
class JsonScannerTests {

	private static final String[] NAMES = { "id", "model", "usage", "choices", "message", "response", "delta", "type",
			"index", "finish_reason", "error", "code", "data", "url", "b64_json", "prompt_tokens", "details", "item",
			"content", "logprobs", "i", "idx", "models", "usag", "", "é", "na\"me", "na\\me", "n".repeat(256),
			"n".repeat(257), "🐻" };

	private static final String[] TEXTS = { "", " ", "stop", "web_search_call", "gpt-4o", "a\"b", "a\\b", "{\"id\":1}",
			"line\nbreak", "\\u0041", "tab\t", "Zoë", "🐻", "é".repeat(128), "é".repeat(129), "x".repeat(256),
			"x".repeat(257), "x".repeat(5000), "\u0001" };

	private static final Object[] SCALARS = { 0, 1, -1, 28, 1.5e10, -0.25, 9_007_199_254_740_993L, true, false };

	private final JsonMapper mapper = new JsonMapper();

	private final SeededRandom random = SeededRandom.create();

	@Test
	void keepsWhatJacksonReadsWhereverTheBytesAreCut() throws Exception {
		for (int i = 0; i < 100; i++) {
			byte[] json = this.mapper.writeValueAsBytes(object(0));
			List<Fields> expected = byJackson(json);
			for (int cut = 0; cut <= json.length; cut += (json.length < 2000) ? 1 : 97) {
				assertThat(isSame(expected, byScanner(json, 0, cut, json.length))).as(() -> describe(json)).isTrue();
			}
			int[] each = new int[json.length + 1];
			for (int at = 0; at <= json.length; at++) {
				each[at] = at;
			}
			assertThat(isSame(expected, byScanner(json, each))).as(() -> describe(json)).isTrue();
		}
	}

	@Test
	void keepsNothingOfTheDocumentBefore() throws Exception {
		for (int i = 0; i < 300; i++) {
			byte[] first = this.mapper.writeValueAsBytes(object(0));
			byte[] second = this.mapper.writeValueAsBytes(object(0));
			byte[] both = new byte[first.length + 1 + second.length];
			System.arraycopy(first, 0, both, 0, first.length);
			both[first.length] = '\n';
			System.arraycopy(second, 0, both, first.length + 1, second.length);
			List<Fields> expected = new ArrayList<>(byJackson(first));
			expected.addAll(byJackson(second));
			int cut = this.random.nextInt(both.length);
			assertThat(isSame(expected, byScanner(both, 0, cut, both.length))).as(() -> describe(both)).isTrue();
		}
	}

	private String describe(byte[] json) {
		return this.random + ": " + new String(json, StandardCharsets.UTF_8);
	}

	private static boolean isSame(List<Fields> expected, List<Fields> actual) {
		boolean same = expected.size() == actual.size();
		for (int i = 0; same && i < expected.size(); i++) {
			same = expected.get(i).same(actual.get(i));
		}
		return same;
	}

	private static List<Fields> byScanner(byte[] json, int... cuts) {
		List<Fields> documents = new ArrayList<>();
		JsonScanner scanner = new JsonScanner(collector(documents), true);
		for (int i = 1; i < cuts.length; i++) {
			// what was read before is gone: nothing may be kept of the array itself
			byte[] piece = Arrays.copyOfRange(json, cuts[i - 1], cuts[i]);
			scanner.read(piece, 0, piece.length);
		}
		return documents;
	}

	private List<Fields> byJackson(byte[] json) {
		List<Fields> documents = new ArrayList<>();
		DocumentCollector collector = collector(documents);
		List<Boolean> arrays = new ArrayList<>();
		try (JsonParser parser = this.mapper.createParser(json)) {
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				boolean inArray = !arrays.isEmpty() && arrays.get(arrays.size() - 1);
				if (token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
					arrays.remove(arrays.size() - 1);
					collector.leave();
					continue;
				}
				if (inArray) {
					collector.element();
				}
				switch (token) {
					case START_OBJECT, START_ARRAY -> {
						if (collector.enter(token == JsonToken.START_ARRAY)) {
							arrays.add(token == JsonToken.START_ARRAY);
						}
						else {
							parser.skipChildren();
						}
					}
					case PROPERTY_NAME -> name(collector, fit(parser.getString()));
					case VALUE_STRING -> text(collector, fit(parser.getString()));
					case VALUE_NULL -> {
					}
					default -> {
						if (collector.isWanted()) {
							collector.value(parser.getString());
						}
					}
				}
			}
		}
		return documents;
	}

	private static DocumentCollector collector(List<Fields> documents) {
		return new DocumentCollector((document) -> {
			Fields copy = new Fields();
			copy.copy(document);
			documents.add(copy);
		});
	}

	private static void name(DocumentCollector collector, byte[] name) {
		if (name.length > 256) {
			collector.unknownMember();
		}
		else {
			collector.member(name, 0, name.length, new TextMemory());
		}
	}

	private static void text(DocumentCollector collector, byte[] text) {
		if (!collector.text()) {
			return;
		}
		if (text.length > 256) {
			collector.tooLong();
		}
		else {
			collector.value(new String(text, StandardCharsets.UTF_8));
		}
	}

	/** Blanks that are written as escapes are kept as spaces. */
	private static byte[] fit(String text) {
		return text.replaceAll("[\n\t\r\b\f]", " ").getBytes(StandardCharsets.UTF_8);
	}

	private Map<String, Object> object(int depth) {
		Map<String, Object> object = new LinkedHashMap<>();
		for (int i = this.random.nextInt(7); i > 0; i--) {
			object.put(NAMES[this.random.nextInt(NAMES.length)], value(depth + 1));
		}
		return object;
	}

	private Object value(int depth) {
		return switch (this.random.nextInt((depth < 6) ? 8 : 4)) {
			case 0, 1 -> TEXTS[this.random.nextInt(TEXTS.length)];
			case 2 -> SCALARS[this.random.nextInt(SCALARS.length)];
			case 3 -> null;
			case 4 -> array(depth);
			default -> object(depth);
		};
	}

	private List<Object> array(int depth) {
		List<Object> array = new ArrayList<>();
		for (int i = this.random.nextInt(5); i > 0; i--) {
			array.add(value(depth + 1));
		}
		return array;
	}

}
