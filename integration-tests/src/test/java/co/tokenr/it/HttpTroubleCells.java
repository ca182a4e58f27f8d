package co.tokenr.it;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;
import co.tokenr.capture.anthropic.TokenrAnthropic;
import co.tokenr.capture.openai.TokenrOpenAi;
import co.tokenr.it.Promise.Outcome;
import co.tokenr.usage.UsageSource;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;

import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What goes wrong on the way of the application's own HTTP clients and of the vendors'.
 */
final class HttpTroubleCells {

	private static final Duration HASTE = Duration.ofMillis(400);

	private static final String BODY = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":%s}";

	private final TestBed bed;

	private final String target;

	private final String stalled;

	private HttpTroubleCells(TestBed bed) {
		this.bed = bed;
		this.target = bed.chat().openAiBaseUrl();
		this.stalled = bed.gate().stalled() + "/openai/v1";
	}

	static List<Cell> of(TestBed bed) {
		HttpTroubleCells cells = new HttpTroubleCells(bed);
		List<Cell> all = new ArrayList<>(cells.clients());
		all.addAll(cells.openAi());
		all.addAll(cells.anthropic());
		return all;
	}

	private List<Cell> clients() {
		List<Cell> cells = new ArrayList<>();
		for (String wire : List.of(ChatWires.OPENAI, ChatWires.ANTHROPIC)) {
			// who begins with the input has told it
			UsageSource known = wire.equals(ChatWires.ANTHROPIC) ? UsageSource.PARTIAL : UsageSource.MISSING;
			String base = url(wire, false);
			String stalled = url(wire, true);
			String model = ChatWires.model(wire);
			cells.add(failing("RestClient", "400", wire, "rest_client", () -> rest(base, model + "-broken")));
			cells.add(failing("RestClient", "timeout of a call", wire, "rest_client", () -> rest(stalled, model)));
			cells.add(cell("RestClient", "stream closed in the middle", wire,
					Promise.by("rest_client")
						.ending(Outcome.cancelled(known))
						.without("Spring reads to the end what is closed: it is billed whole", "bill"),
					() -> restStream(base, model + "-slow")));
			cells.add(failing("WebClient", "400", wire, "web_client",
					() -> web(base, model + "-broken", false).bodyToMono(String.class).block()));
			cells.add(failing("WebClient", "timeout of a call", wire, "web_client",
					() -> web(stalled, model, false).bodyToMono(String.class).block()));
			cells.add(cell("WebClient", "stream cancelled before the first chunk", wire,
					Promise.by("web_client").ending(Outcome.cancelled(UsageSource.MISSING)),
					() -> web(stalled, model, true).bodyToFlux(String.class).take(HASTE.dividedBy(2)).blockLast()));
			cells.add(cell("WebClient", "stream cancelled in the middle", wire,
					Promise.by("web_client").ending(Outcome.cancelled(known)),
					() -> web(base, model + "-slow", true).bodyToFlux(String.class).take(3).blockLast()));
		}
		cells.add(new Cell("WebClient", ".retry() on a stream that fails once", "openai",
				Promise.by("web_client").ending(Outcome.ERROR, Outcome.SUCCESS), this::retry));
		return cells;
	}

	private String url(String wire, boolean stalled) {
		if (wire.equals(ChatWires.ANTHROPIC)) {
			return (stalled ? this.bed.gate().stalled() + "/anthropic" : this.bed.chat().anthropicBaseUrl())
					+ "/v1/messages";
		}
		return (stalled ? this.stalled : this.target) + "/chat/completions";
	}

	private void retry(String tenant) {
		try (TokenrScope scope = this.bed.bean(Tokenr.class).scope((who) -> who.customer(tenant))) {
			scope
				.wrap(web(this.bed.gate().refusing(this.target, 1, 400) + "/openai/v1/chat/completions", "gpt-5-mini",
						true)
					.bodyToFlux(String.class))
				.retry(1)
				.blockLast();
		}
	}

	private List<Cell> openAi() {
		return List.of(cell("openai-java", "500, 500, 200 inside a call", "openai",
				Promise.by("openai_sdk").ending(Outcome.SUCCESS),
				() -> openAi(this.bed.gate().refusing(this.target, 2, 500) + "/openai/v1", ChatWires.PATIENCE).chat()
					.completions()
					.create(SdkCells.CHAT)),
				failing("openai-java", "400", "openai", "openai_sdk",
						() -> openAi(this.target, ChatWires.PATIENCE).chat()
							.completions()
							.create(SdkCells.CHAT.toBuilder().model("gpt-5-mini-broken").build())),
				failing("openai-java", "timeout of a call", "openai", "openai_sdk",
						() -> openAi(this.stalled, HASTE).chat().completions().create(SdkCells.CHAT)),
				cell("openai-java", "stream cancelled before the first chunk", "openai",
						Promise.by("openai_sdk").ending(Outcome.cancelled(UsageSource.MISSING)),
						() -> unread(openAi(this.bed.gate().silent() + "/openai/v1", ChatWires.PATIENCE).chat()
							.completions()
							.createStreaming(SdkCells.CHAT_STREAM))),
				cell("openai-java", "stream cancelled in the middle", "openai",
						Promise.by("openai_sdk").ending(Outcome.cancelled(UsageSource.MISSING)), () -> {
							try (var chunks = openAi(this.target, ChatWires.PATIENCE).chat()
								.completions()
								.createStreaming(SdkCells.CHAT_STREAM.toBuilder().model("gpt-5-mini-slow").build())) {
								return chunks.stream().limit(3).count();
							}
						}));
	}

	private List<Cell> anthropic() {
		String wire = ChatWires.ANTHROPIC;
		String base = this.bed.chat().anthropicBaseUrl();
		return List.of(cell("anthropic-java", "500, 500, 200 inside a call", wire,
				Promise.by("anthropic_sdk").ending(Outcome.SUCCESS),
				() -> anthropic(this.bed.gate().refusing(base, 2, 500) + "/anthropic", ChatWires.PATIENCE).messages()
					.create(SdkCells.MESSAGE)),
				cell("anthropic-java", "400", wire, Promise.by("anthropic_sdk").ending(Outcome.ERROR),
						() -> refused(() -> anthropic(base, ChatWires.PATIENCE).messages()
							.create(SdkCells.MESSAGE.toBuilder().model("claude-opus-4-5-broken").build()))),
				cell("anthropic-java", "timeout of a call", wire, Promise.by("anthropic_sdk").ending(Outcome.ERROR),
						() -> refused(() -> anthropic(this.bed.gate().stalled() + "/anthropic", HASTE).messages()
							.create(SdkCells.MESSAGE))),
				cell("anthropic-java", "stream cancelled before the first chunk", wire,
						Promise.by("anthropic_sdk").ending(Outcome.cancelled(UsageSource.MISSING)),
						() -> unread(anthropic(this.bed.gate().silent() + "/anthropic", ChatWires.PATIENCE).messages()
							.createStreaming(SdkCells.MESSAGE))),
				cell("anthropic-java", "stream cancelled in the middle", wire,
						Promise.by("anthropic_sdk").ending(Outcome.cancelled(UsageSource.PARTIAL)), () -> {
							try (var events = anthropic(base, ChatWires.PATIENCE).messages()
								.createStreaming(SdkCells.MESSAGE.toBuilder().model("claude-opus-4-5-slow").build())) {
								return events.stream().limit(3).count();
							}
						}));
	}

	private Cell failing(String seam, String way, String wire, String capturedBy, Callable<?> call) {
		return cell(seam, way, wire, Promise.by(capturedBy).ending(Outcome.ERROR), () -> refused(call));
	}

	private Cell cell(String seam, String way, String wire, Promise promise, Callable<?> call) {
		return new Cell(seam, way, wire, promise, (tenant) -> {
			try (TokenrScope scope = this.bed.bean(Tokenr.class).scope((who) -> who.customer(tenant))) {
				call.call();
			}
		});
	}

	private static Object unread(AutoCloseable stream) throws Exception {
		stream.close();
		return stream;
	}

	private static Object refused(Callable<?> call) {
		try {
			call.call();
		}
		catch (Exception ex) {
			return ex;
		}
		throw new IllegalStateException("The call should have failed");
	}

	private String rest(String url, String model) {
		JdkClientHttpRequestFactory hasty = new JdkClientHttpRequestFactory();
		hasty.setReadTimeout(HASTE);
		return rest(this.bed.bean(RestClient.Builder.class).requestFactory(hasty), url, body(model, false)).retrieve()
			.body(String.class);
	}

	private Object restStream(String url, String model) {
		return rest(this.bed.bean(RestClient.Builder.class), url, body(model, true))
			.exchange((request, response) -> response.getBody().readNBytes(600).length);
	}

	private RestClient.RequestBodySpec rest(RestClient.Builder builder, String url, String body) {
		return builder.build()
			.post()
			.uri(url)
			.header("Authorization", "Bearer key")
			.header("x-api-key", "key")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body);
	}

	private WebClient.ResponseSpec web(String url, String model, boolean streaming) {
		WebClient.Builder builder = this.bed.bean(WebClient.Builder.class);
		if (!streaming) {
			JdkClientHttpConnector hasty = new JdkClientHttpConnector(HttpClient.newHttpClient());
			hasty.setReadTimeout(HASTE);
			builder.clientConnector(hasty);
		}
		return builder.build()
			.post()
			.uri(url)
			.header("Authorization", "Bearer key")
			.header("x-api-key", "key")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body(model, streaming))
			.retrieve();
	}

	private static String body(String model, boolean streaming) {
		String more = "";
		if (model.startsWith("claude")) {
			more = ",\"max_tokens\":100";
		}
		else if (streaming) {
			more = ",\"stream_options\":{\"include_usage\":true}";
		}
		return BODY.formatted(model, streaming + more);
	}

	private OpenAIClient openAi(String baseUrl, Duration timeout) {
		return this.bed.bean(TokenrOpenAi.class)
			.wrap(OpenAIOkHttpClient.builder()
				.baseUrl(baseUrl)
				.apiKey("openai-key")
				.timeout(timeout)
				.maxRetries(timeout.equals(HASTE) ? 0 : 2)
				.build());
	}

	private AnthropicClient anthropic(String baseUrl, Duration timeout) {
		return this.bed.bean(TokenrAnthropic.class)
			.wrap(AnthropicOkHttpClient.builder()
				.baseUrl(baseUrl)
				.apiKey("anthropic-key")
				.timeout(timeout)
				.maxRetries(timeout.equals(HASTE) ? 0 : 2)
				.build());
	}

}
