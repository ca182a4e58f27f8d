package com.example.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.demo.Wire.Failure;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A provider on 127.0.0.1 that speaks OpenAI's chat completions and Anthropic's messages,
 * whole and streamed, and bills what it wrote. Thread-safe; uses daemon threads only.
 * <p>
 * It asks for each tool offered once, one a round, and then answers with a text that is
 * never made from the request. A model name that contains {@code broken} answers 400, one
 * with {@code overloaded} 503 or 529, one with {@code slow} streams a chunk every 100 ms.
 * <p>
 * A cut is only noticed while there is something left to write. OkHttp, which the
 * vendors' clients use, reads on for 100 ms when a stream is closed, so that a stream at
 * the usual pace ends well: to see one cancelled, take a slow model or a longer pause.
 */
public final class DemoProvider implements AutoCloseable {

	private static final Duration SLOW = Duration.ofMillis(100);

	private final List<Wire> wires = List.of(new OpenAiWire(), new AnthropicWire());

	private final AtomicInteger inFlight = new AtomicInteger();

	private final Responder responder;

	private final Duration chunkPause;

	private final DemoInvoice invoice;

	private final LocalHttpServer server;

	private DemoProvider(Builder builder) {
		this.responder = new Responder(builder.answer, builder.toolArgument);
		this.chunkPause = builder.chunkPause;
		this.invoice = builder.invoice;
		this.server = new LocalHttpServer("demo-provider", builder.port, this::handle);
	}

	/**
	 * A provider on the given port.
	 * @param port the port, or 0 for a free one
	 * @return the running provider
	 */
	public static DemoProvider start(int port) {
		return builder().port(port).start();
	}

	/**
	 * For a provider that differs from the usual one.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	public int port() {
		return this.server.port();
	}

	/**
	 * Where it listens.
	 * @return scheme, host and port
	 */
	public String baseUrl() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * The base URL for OpenAI clients.
	 * @return the URL, which ends in {@code /openai/v1}
	 */
	public String openAiBaseUrl() {
		return baseUrl() + "/openai/v1";
	}

	/**
	 * The base URL for Anthropic clients, which add {@code /v1} by themselves.
	 * @return the URL, which ends in {@code /anthropic}
	 */
	public String anthropicBaseUrl() {
		return baseUrl() + "/anthropic";
	}

	/**
	 * The bill.
	 * @return the invoice that this provider writes
	 */
	public DemoInvoice invoice() {
		return this.invoice;
	}

	/**
	 * The calls being answered; a bill is complete when there are none.
	 * @return the number of calls
	 */
	public int inFlight() {
		return this.inFlight.get();
	}

	/**
	 * Stop listening, cut open answers (their lines are cancelled) and end all threads.
	 */
	@Override
	public void close() {
		this.server.close();
	}

	private void handle(HttpExchange exchange) throws IOException {
		this.inFlight.incrementAndGet();
		try {
			byte[] body = exchange.getRequestBody().readAllBytes();
			Wire wire = wire(exchange);
			if (wire == null) {
				exchange.sendResponseHeaders(404, -1);
			}
			else if (!"POST".equals(exchange.getRequestMethod())) {
				exchange.sendResponseHeaders(405, -1);
			}
			else {
				answer(exchange, wire, body);
			}
		}
		finally {
			this.inFlight.decrementAndGet();
			exchange.close();
		}
	}

	private void answer(HttpExchange exchange, Wire wire, byte[] body) throws IOException {
		String requestId = "req_" + UUID.randomUUID().toString().replace("-", "");
		Headers headers = exchange.getResponseHeaders();
		headers.set("x-request-id", requestId);
		headers.set("request-id", requestId);
		ChatRequest request = read(wire, body);
		Refusal refusal = refusal(wire, exchange, request);
		ProviderCall call = new ProviderCall(exchange, this.invoice, wire.name(),
				(request != null) ? request.model() : null);
		if (request == null || refusal != null) {
			Failure failure = wire.failure((refusal != null) ? refusal : Refusal.INVALID_REQUEST, requestId);
			call.json(failure.status(), failure.body());
			return;
		}
		Reply reply = this.responder.reply(wire, request);
		if (request.stream()) {
			call.events(wire.frames(request, reply), request.modelContains("slow") ? SLOW : this.chunkPause);
		}
		else {
			call.json(200, wire.whole(reply));
		}
	}

	private @Nullable Wire wire(HttpExchange exchange) {
		String path = exchange.getRequestURI().getPath();
		return this.wires.stream().filter((wire) -> wire.path().equals(path)).findFirst().orElse(null);
	}

	private static @Nullable ChatRequest read(Wire wire, byte[] body) {
		try {
			JsonNode root = DemoJson.MAPPER.readTree(body);
			ChatRequest request = wire.read(root);
			return (request.model().isEmpty() || !root.path("messages").isArray()) ? null : request;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable Refusal refusal(Wire wire, HttpExchange exchange, @Nullable ChatRequest request) {
		if (!wire.hasKey(exchange.getRequestHeaders())) {
			return Refusal.UNAUTHORIZED;
		}
		if (request == null) {
			return Refusal.INVALID_REQUEST;
		}
		if (request.modelContains("broken")) {
			return Refusal.BROKEN_MODEL;
		}
		return request.modelContains("overloaded") ? Refusal.OVERLOADED : null;
	}

	/**
	 * Makes a {@link DemoProvider}.
	 */
	public static final class Builder {

		private int port;

		private String answer = "Thanks for your patience. Your order left our warehouse this morning and should "
				+ "reach you within two working days. If it has not come by Friday, write to us again and we will "
				+ "send a new one at once, free of charge.";

		private String toolArgument = "A-1001";

		private Duration chunkPause = Duration.ofMillis(5);

		private DemoInvoice invoice = new DemoInvoice();

		private Builder() {
		}

		/**
		 * Where to listen.
		 * @param port the port, 0 (as without this) for a free one
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * What every answer says.
		 * @param answer the text
		 * @return this builder
		 */
		public Builder answer(String answer) {
			this.answer = Objects.requireNonNull(answer, "answer");
			return this;
		}

		/**
		 * The value of every string in the arguments of tool calls.
		 * @param toolArgument the value
		 * @return this builder
		 */
		public Builder toolArgument(String toolArgument) {
			this.toolArgument = Objects.requireNonNull(toolArgument, "toolArgument");
			return this;
		}

		/**
		 * The pause after each chunk of a stream, for models that are not slow by name.
		 * @param chunkPause the pause, 5 ms without this
		 * @return this builder
		 */
		public Builder chunkPause(Duration chunkPause) {
			this.chunkPause = Objects.requireNonNull(chunkPause, "chunkPause");
			return this;
		}

		/**
		 * The invoice to write to, a new one without this.
		 * @param invoice the invoice
		 * @return this builder
		 */
		public Builder invoice(DemoInvoice invoice) {
			this.invoice = Objects.requireNonNull(invoice, "invoice");
			return this;
		}

		/**
		 * Start it.
		 * @return the running provider
		 */
		public DemoProvider start() {
			return new DemoProvider(this);
		}

	}

}
