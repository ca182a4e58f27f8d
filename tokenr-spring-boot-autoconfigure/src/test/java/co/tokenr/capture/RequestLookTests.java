package co.tokenr.capture;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestLook}.
 */
class RequestLookTests {

	private static final String CHAT = """
			{"messages": [{"role": "user", "content": "\\"model\\": \\"no\\", \\u007b [", "model": "no"}],
			 "model" : "gpt\\/5", "tools": [{"stream": true}], "stream":true, "service_tier":"flex",
			 "speed":"fast", "max": 1.5e3}""";

	@Test
	void readsTopLevelValuesOnly() {
		RequestLook look = look(CHAT, CHAT.length());
		assertThat(look.model()).isEqualTo("gpt/5");
		assertThat(look.isStream()).isTrue();
		assertThat(look.serviceTier()).isEqualTo("flex");
		assertThat(look.speed()).isEqualTo("fast");
	}

	@Test
	void readsTheSameHoweverTheBodyIsCut() {
		for (int size = 1; size < 40; size++) {
			RequestLook look = look(CHAT, size);
			assertThat(look.model()).as("cut by %s", size).isEqualTo("gpt/5");
			assertThat(look.isStream()).isTrue();
		}
	}

	@Test
	void measuresTheTextToBeSpoken() {
		String speech = "{\"model\":\"tts-1\",\"input\":\"Grüße, \\u00e9\\n\\\"😀\\\"\",\"speed\":1.25}";
		RequestLook look = look(speech, 3);
		assertThat(look.inputCharacters()).isEqualTo("Grüße, é\n\"x\"".length());
		assertThat(look.speed()).isNull();
	}

	@Test
	void measuresNoListOfTexts() {
		assertThat(look("{\"input\":[\"a\",\"b\"],\"model\":\"m\"}", 100).inputCharacters()).isNull();
	}

	@Test
	void autoIsNoTier() {
		assertThat(look("{\"service_tier\":\"auto\"}", 100).serviceTier()).isNull();
		assertThat(look("{\"service_tier\":null,\"model\":\"m\"}", 100).serviceTier()).isNull();
	}

	@Test
	void findsTheModelBehindTheFileOfAForm() {
		String form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF name=\"mod\r\n"
				+ "--b\r\nContent-Disposition: form-data; name=\"model\"\r\nContent-Type: text/plain\r\n\r\nwhisper-1\r\n"
				+ "--b--\r\n";
		for (int size = 1; size < 50; size++) {
			assertThat(look(form, size).model()).as("cut by %s", size).isEqualTo("whisper-1");
		}
	}

	@Test
	void saysNothingOfWhatItDoesNotKnow() {
		for (String body : new String[] { "", "null", "<xml/>", "}}}]]]", "{\"model\":", "{\"model\":{\"a\":1}}",
				"[{\"model\":\"m\"}]", "\u0000\u0001" }) {
			RequestLook look = look(body, 1);
			assertThat(look.model()).as(body).isNull();
			assertThat(look.isStream()).isFalse();
		}
	}

	@Test
	void looksAtTheBeginningOfALargeBodyOnly() {
		String large = "{\"stream\":true,\"messages\":\"" + "x".repeat(100_000) + "\",\"model\":\"late\"}";
		RequestLook look = look(large, 8192);
		assertThat(look.isStream()).isTrue();
		assertThat(look.model()).isNull();
	}

	private static RequestLook look(String body, int size) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		RequestLook look = new RequestLook();
		for (int start = 0; start < bytes.length; start += size) {
			look.read(bytes, start, Math.min(size, bytes.length - start));
		}
		return look;
	}

}
