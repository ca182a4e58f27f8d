package co.tokenr.response;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules of {@link ResponseReader}, one by one.
 */
class ResponseReaderTests {

	@ParameterizedTest
	@CsvSource({ "28, 28", "28.0, 28", "'\"28\"', 28", "'\"28.0\"', 28", "2.8e1, 28", "28.9, 28", "0, 0", "-0, 0" })
	void readsACountHoweverItIsWritten(String written, long count) {
		TokenCounts usage = chat("\"prompt_tokens\":" + written + ",\"completion_tokens\":1").usage();
		assertThat(usage.input()).isEqualTo(count);
		assertThat(usage.inconsistent()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "\"\"", "\"many\"", "true", "{}", "[]", "[1]", "\"0x1c\"", "\"NaN\"" })
	void takesWhatIsNoNumberAsNotReported(String written) {
		TokenCounts usage = chat("\"prompt_tokens\":" + written + ",\"completion_tokens\":1").usage();
		assertThat(usage.input()).isNull();
		assertThat(usage.output()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "-1, 0", "-1e999999999, 0", "1e999999999, 1000000000000", "99999999999999999999, 1000000000000",
			"9223372036854775807, 1000000000000" })
	void cutsANumberThatCannotBeAndFlagsIt(String written, long count) {
		TokenCounts usage = chat("\"prompt_tokens\":" + written + ",\"completion_tokens\":1").usage();
		assertThat(usage.input()).isEqualTo(count);
		assertThat(usage.inconsistent()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e-999999999", "0e999999999" })
	void readsANumberWithAnAbsurdExponentWithoutWritingItOut(String written) {
		assertThat(chat("\"prompt_tokens\":" + written).usage().input()).isZero();
	}

	@Test
	void neverLetsANullOverrideWhatWasSaid() {
		ResponseUsage usage = read("openai", """
				data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}

				data: {"choices":[],"usage":{"prompt_tokens":null,"completion_tokens":null}}

				data: {"choices":[],"usage":null}

				""");
		assertThat(usage.usage()).isEqualTo(TokenCounts.builder().input(7L).output(2L).build());
		assertThat(usage.complete()).isTrue();
	}

	@Test
	void neverAddsCumulativeChunks() {
		ResponseUsage usage = read("gcp.gemini", """
				data: {"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":1}}

				data: {"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2}}

				""");
		assertThat(usage.usage()).isEqualTo(TokenCounts.builder().input(10L).output(2L).build());
		assertThat(usage.source()).isEqualTo(UsageSource.PARTIAL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "choices", "content", "output", "item", "data", "tool_usage", "timings", "estimate",
			"metadata", "trace", "body", "message", "delta", "response", "stats" })
	void takesNoUsageThatLiesDeeper(String name) {
		String usage = "{\"usage\":{\"prompt_tokens\":9001,\"input_tokens\":9002,\"inputTokens\":9003}}";
		ResponseUsage object = read("openai", "{\"id\":\"a\",\"" + name + "\":" + usage + "}");
		ResponseUsage array = read("openai", "{\"id\":\"a\",\"" + name + "\":[{\"message\":" + usage + "}]}");
		assertThat(object.usage()).isEqualTo(TokenCounts.NONE);
		assertThat(array.usage()).isEqualTo(TokenCounts.NONE);
	}

	@Test
	void takesTheUsageNearestTheRoot() {
		assertThat(read("groq", """
				{"x_groq":{"usage":{"prompt_tokens":9001,"completion_tokens":9002}},"usage":{"prompt_tokens":3},
				"choices":[{"usage":{"prompt_tokens":9003}}]}""").usage())
			.isEqualTo(TokenCounts.builder().input(3L).build());
	}

	@ParameterizedTest
	@CsvSource({ "343, 122", "232, 11", ", 122" })
	void decidesByTheTotalWhetherReasoningStandsBesideTheCompletion(String total, long output) {
		String body = "{\"choices\":[],\"usage\":{\"prompt_tokens\":221,\"completion_tokens\":11,"
				+ "\"completion_tokens_details\":{\"reasoning_tokens\":111},\"total_tokens\":"
				+ ((total != null) ? total : "null") + "}}";
		assertThat(read("x_ai", body).usage().output()).isEqualTo(output);
	}

	@Test
	void takesReasoningAsPartOfTheCompletionWhereNothingSaysOtherwise() {
		TokenCounts usage = chat(
				"\"prompt_tokens\":1,\"completion_tokens\":10,\"completion_tokens_details\":{\"reasoning_tokens\":4}")
			.usage();
		assertThat(usage.output()).isEqualTo(10);
		assertThat(usage.reasoningOutput()).isEqualTo(4);
	}

	@Test
	void letsTheProviderDecideWhereABodyCouldBeReadInTwoWays() {
		String body = "{\"usage\":{\"input_tokens\":5,\"output_tokens\":1,"
				+ "\"iterations\":[{\"type\":\"message\",\"input_tokens\":5,\"output_tokens\":1}]}}";
		assertThat(read("anthropic", body).iterations()).hasSize(1);
		assertThat(read("openai", body).iterations()).isEmpty();
		assertThat(read("openai", body).usage()).isEqualTo(read("anthropic", body).usage());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"message\":\"secret\",\"type\":\"t\",\"code\":\"c\"}|t",
			"{\"message\":\"secret\",\"type\":null,\"code\":\"c\"}|c", "{\"message\":\"secret\",\"code\":502}|502",
			"{\"code\":8,\"status\":\"BUSY\"}|BUSY", "{\"message\":\"secret\"}|error",
			"{\"type\":\"a secret message\"}|error", "\"secret\"|error", "null|", "\"\"|", "false|", "{}|" })
	void namesAnErrorWithoutItsMessage(String error, String type) {
		ResponseUsage usage = chat("\"prompt_tokens\":1},\"error\":" + error + ",\"x\":{\"y\":1");
		assertThat(usage.errorType()).isEqualTo(type);
		assertThat(usage.usage().input()).isEqualTo(1);
		assertThat(usage.toString()).doesNotContain("secret");
	}

	@Test
	void takesAMessageThatIsTooLongToKeepAsAnError() {
		assertThat(read("ollama", "{\"error\":\"" + "x".repeat(5000) + "\"}").errorType()).isEqualTo("error");
	}

	@Test
	void noticesAnErrorEventWhoseDataIsText() {
		assertThat(read("vllm", "event: error\ndata: it broke\n\n").errorType()).isEqualTo("error");
		assertThat(read("vllm", "data: it broke\nevent:error").errorType()).isEqualTo("error");
	}

	@Test
	void dropsATextThatIsTooLongInsteadOfCuttingIt() {
		ResponseUsage usage = read("openai", "{\"id\":\"" + "x".repeat(300) + "\",\"model\":\"m\"}");
		assertThat(usage.responseId()).isNull();
		assertThat(usage.responseModel()).isEqualTo("m");
	}

	@Test
	void decodesEscapesInNamesAndTexts() {
		ResponseUsage usage = read("openai", "{\"mod\\u0065l\":\"a\\/b \\u00fc\\\"\\\\\",\"usage\":{}}");
		assertThat(usage.responseModel()).isEqualTo("a/b ü\"\\");
	}

	@Test
	void skipsBracketsAndQuotesInTexts() {
		assertThat(read("openai", "{\"x\":{\"a\":\"}\\\"]\\\\\"},\"y\":\"{\\\"[\\\\\",\"usage\":{\"prompt_tokens\":3}}")
			.usage()
			.input()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n\n", "null", "42", "\"text\"", "<html>usage</html>", "data", "data:", "event:",
			"[", "]", "{", "}", "[]", "{}", "[[]]", "[1]", "{\"usage\"}", "{\"usage\":}", "{\"usage\":{}}", "{]",
			"{\"a\":[}", "data: [DONE]\n\n", "\0\0\0", "ID3\u0004 audio" })
	void understandsNothingOfABodyWithoutUsage(String body) {
		ResponseUsage usage = read("openai", body);
		assertThat(ResponseFixture.describe(usage)).isIn(Map.of(), Map.of("complete", "false"));
		assertThat(usage.source()).isEqualTo(UsageSource.MISSING);
	}

	@Test
	void isCompleteWithAClosedDocumentThoughTheBodyWasNotReadToItsEnd() {
		byte[] body = "{\"usage\":{\"prompt_tokens\":1}}".getBytes(StandardCharsets.UTF_8);
		assertThat(ResponseFixture.read("openai", body, false).source()).isEqualTo(UsageSource.PROVIDER);
	}

	@Test
	void isPartialWithADocumentThatWasCut() {
		ResponseUsage usage = read("openai", "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":12");
		assertThat(usage.usage()).isEqualTo(TokenCounts.builder().input(1L).build());
		assertThat(usage.source()).isEqualTo(UsageSource.PARTIAL);
	}

	@Test
	void tellsWhatIsKnownSoFarAsOftenAsItIsAsked() {
		ResponseFixture fixture = ResponseFixture.of("anthropic/stream-cumulative-delta.sse");
		ResponseReader reader = new ResponseReader("anthropic");
		for (int at = 0; at < fixture.body().length; at++) {
			reader.read(fixture.body(), at, 1);
			assertThat(reader.finish(false)).isEqualTo(reader.finish(false));
		}
		assertThat(ResponseFixture.describe(reader.finish(true))).isEqualTo(fixture.expected());
	}

	@Test
	void neitherKeepsNorChangesTheBytes() {
		byte[] buffer = new byte[7];
		byte[] body = ResponseFixture.of("openai/chat-cached-reasoning-audio.json").body();
		ResponseReader reader = new ResponseReader("openai");
		for (int at = 0; at < body.length; at += buffer.length) {
			int length = Math.min(buffer.length, body.length - at);
			System.arraycopy(body, at, buffer, 0, length);
			reader.read(buffer, 0, length);
			assertThat(buffer).startsWith(Arrays.copyOfRange(body, at, at + length));
			Arrays.fill(buffer, (byte) '#');
		}
		assertThat(reader.finish(true)).isEqualTo(ResponseFixture.read("openai", body, true));
	}

	@Test
	void doesNotThrowForBoundsThatAreWrong() {
		ResponseReader reader = new ResponseReader("openai");
		reader.read(new byte[] { '{' }, 0, 5);
		assertThat(reader.finish(true)).isEqualTo(ResponseUsage.NONE);
	}

	private static ResponseUsage chat(String usage) {
		return read("openai", "{\"object\":\"chat.completion\",\"choices\":[],\"usage\":{" + usage + "}}");
	}

	private static ResponseUsage read(String provider, String body) {
		return ResponseFixture.read(provider, body.getBytes(StandardCharsets.UTF_8), true);
	}

}
