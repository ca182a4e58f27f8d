package co.tokenr.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.capture.HttpCall;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.TeeInputStream;
import co.tokenr.response.ResponseReader;
import co.tokenr.response.ResponseUsage;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.UsageRecorder;
import co.tokenr.usage.UsageSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A streamed answer of one megabyte as an HTTP client reads it: alone, listened to,
 * parsed for its usage, and with every chunk read into a tree.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class BodyBenchmark {

	/** How many chunks there are in the megabyte. */
	static final int CHUNKS = 4000;

	private static final String CHUNK = "data: {\"id\":\"chatcmpl-9xYzAbCdEfGhIjKlMnOpQrStUv\","
			+ "\"object\":\"chat.completion.chunk\",\"created\":1788000000,\"model\":\"gpt-4o-mini-2024-07-18\","
			+ "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_560af6e559\",\"choices\":[{\"index\":0,"
			+ "\"delta\":{\"content\":\" and so it goes\"},\"logprobs\":null,\"finish_reason\":null}],"
			+ "\"usage\":null}\n\n";

	private static final String LAST = "data: {\"id\":\"chatcmpl-9xYzAbCdEfGhIjKlMnOpQrStUv\","
			+ "\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[],\"usage\":{\"prompt_tokens\":1250,"
			+ "\"completion_tokens\":4000,\"total_tokens\":5250,\"prompt_tokens_details\":{\"cached_tokens\":1024}}}"
			+ "\n\ndata: [DONE]\n\n";

	private static final URI OPENAI = URI.create("https://api.openai.com/v1/chat/completions");

	private final byte[] body = (CHUNK.repeat(CHUNKS) + LAST).getBytes(StandardCharsets.UTF_8);

	private final byte[] buffer = new byte[8192];

	private final JsonMapper mapper = new JsonMapper();

	private final HttpCallRecorder recorder = new HttpCallRecorder("rest_client", new Recorder(),
			new ProviderEndpoints(List.of()));

	/** The size of the body in megabytes. */
	static double megabytes() {
		return (CHUNK.length() * (double) CHUNKS + LAST.length()) / 1_000_000;
	}

	/**
	 * Reads the body, and looks at each byte.
	 * @return something of them all
	 * @throws IOException never
	 */
	@Benchmark
	public int read() throws IOException {
		int lines = 0;
		InputStream stream = new ByteArrayInputStream(this.body);
		for (int count = stream.read(this.buffer); count != -1; count = stream.read(this.buffer)) {
			for (int i = 0; i < count; i++) {
				lines += (this.buffer[i] == '\n') ? 1 : 0;
			}
		}
		return lines;
	}

	/**
	 * Reads the body while the starter listens.
	 * @throws IOException never
	 */
	@Benchmark
	public void tee() throws IOException {
		HttpCall call = Objects
			.requireNonNull(this.recorder.begin("POST", OPENAI, (name) -> null, AttributionContext.EMPTY));
		call.responded(200, "text/event-stream");
		try (InputStream stream = new TeeInputStream(new ByteArrayInputStream(this.body), call)) {
			while (stream.read(this.buffer) != -1) {
				continue;
			}
		}
	}

	/**
	 * Finds the usage in the body.
	 * @return the usage
	 */
	@Benchmark
	public ResponseUsage parse() {
		ResponseReader reader = new ResponseReader("openai");
		for (int at = 0; at < this.body.length; at += 8192) {
			reader.read(this.body, at, Math.min(8192, this.body.length - at));
		}
		ResponseUsage usage = reader.finish(true);
		if (usage.source() != UsageSource.PROVIDER) {
			throw new IllegalStateException("No usage found");
		}
		return usage;
	}

	/**
	 * Reads every chunk into a tree.
	 * @param blackhole takes the trees
	 */
	@Benchmark
	public void databind(Blackhole blackhole) {
		int start = 0;
		for (int at = 0; at < this.body.length; at++) {
			if (this.body[at] == '\n') {
				if (at - start > 6 && this.body[start + 6] == '{') {
					blackhole.consume((JsonNode) this.mapper.readTree(this.body, start + 6, at - start - 6));
				}
				start = at + 1;
			}
		}
	}

	private static final class Recorder implements UsageRecorder {

		@Override
		public boolean isEnabled() {
			return true;
		}

		@Override
		public void record(CapturedCall call) {
			if (call.facts().usageSource() != UsageSource.PROVIDER) {
				throw new IllegalStateException("No usage found");
			}
		}

	}

}
