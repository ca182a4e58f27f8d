package co.tokenr.capture;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import co.tokenr.attribution.AttributionContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamUsageHint}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StreamUsageHintTests {

	private static final String SILENT = "openai/stream-without-usage.sse";

	private static final String TELLING = "openai/round-3-answer.sse";

	private static final String HINT = "include_usage";

	private final SeenCalls seen = new SeenCalls();

	private final HttpCallRecorder recorder = new HttpCallRecorder("rest_client", this.seen,
			new ProviderEndpoints(List.of()), "openai", TraceIds.NONE, new StreamUsageHint());

	@Test
	void saysOnceForEachEndpointHowToAskForUsage(CapturedOutput output) {
		for (int i = 0; i < 50; i++) {
			stream("https://gpu.example.com/v1/chat/completions?key=secret-" + i, SILENT);
			stream("https://other.example.com/v1/completions", SILENT);
		}
		assertThat(this.seen.calls()).hasSize(100);
		assertThat(output.getAll().lines().filter((line) -> line.contains(HINT))).hasSize(2);
		assertThat(output).contains("https://gpu.example.com:443/v1 ended without usage")
			.contains("https://other.example.com:443/v1 ended without usage")
			.contains("spring.ai.openai.chat.stream-options.include-usage")
			.doesNotContain("secret");
	}

	@Test
	void saysNothingWhereUsageCame(CapturedOutput output) {
		stream("https://gpu.example.com/v1/chat/completions", TELLING);
		assertThat(output).doesNotContain(HINT);
	}

	@Test
	void saysNothingOfStreamsThatWereGivenUp(CapturedOutput output) {
		HttpCall call = begin("https://gpu.example.com/v1/chat/completions");
		byte[] half = LlmServer.fixture(SILENT);
		call.read(half, 0, half.length / 2);
		call.stopped();
		assertThat(output).doesNotContain(HINT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.anthropic.com/v1/messages", "https://gpu.example.com/v1/responses" })
	void saysNothingWhereThereIsNoSuchOption(String url, CapturedOutput output) {
		stream(url, SILENT);
		assertThat(output).doesNotContain(HINT);
	}

	@Test
	void saysNothingOfAnswersThatAreNoStreams(CapturedOutput output) {
		HttpCall call = this.recorder.begin("POST", URI.create("https://gpu.example.com/v1/chat/completions"),
				(name) -> null, AttributionContext.EMPTY);
		call.responded(200, "application/json");
		byte[] body = "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[]}".getBytes(StandardCharsets.UTF_8);
		call.read(body, 0, body.length);
		call.ended();
		assertThat(this.seen.calls()).hasSize(1);
		assertThat(output).doesNotContain(HINT);
	}

	@Test
	void remembersABoundedNumberOfEndpoints(CapturedOutput output) {
		StreamUsageHint hint = new StreamUsageHint();
		for (int i = 0; i < 1000; i++) {
			hint.endedWithoutUsage(URI.create("https://gpu.example.com/tenant-" + i + "/v1"));
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains(HINT))).hasSize(100);
	}

	@Test
	void namesNoCredentials(CapturedOutput output) {
		new StreamUsageHint().endedWithoutUsage(URI.create("https://me:geheim@gpu.example.com:8443/v1"));
		assertThat(output).contains("https://gpu.example.com:8443/v1 ").doesNotContain("geheim");
	}

	private void stream(String url, String fixture) {
		HttpCall call = begin(url);
		byte[] body = LlmServer.fixture(fixture);
		call.read(body, 0, body.length);
		call.ended();
	}

	private HttpCall begin(String url) {
		HttpCall call = this.recorder.begin("POST", URI.create(url), (name) -> null, AttributionContext.EMPTY);
		call.responded(200, "text/event-stream");
		return call;
	}

}
