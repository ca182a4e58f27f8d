package co.tokenr.it.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.demo.DemoInvoice.Line;
import com.sun.net.httpserver.HttpExchange;
import tools.jackson.databind.JsonNode;

/**
 * A provider of Ollama's chat and embeddings and of OpenAI's embeddings and responses. A
 * line of its bill is there before the caller can have seen the end of the answer. A
 * model name that contains {@code broken} answers 400, one with {@code slow} pauses
 * between the pieces of a stream. Thread-safe.
 */
public final class LoopbackProvider implements AutoCloseable {

	private final List<Dialect> dialects = List.of(new OllamaChat(), new OllamaEmbed(), new OpenAiEmbeddings(),
			new OpenAiResponses());

	private final List<Line> lines = new ArrayList<>();

	private final AtomicInteger inFlight = new AtomicInteger();

	private final LoopbackServer server = new LoopbackServer("loopback-provider", this::handle);

	/**
	 * Where it listens.
	 * @return scheme, host and port
	 */
	public String baseUrl() {
		return this.server.baseUrl();
	}

	/**
	 * The calls being answered.
	 * @return their number
	 */
	public int inFlight() {
		return this.inFlight.get();
	}

	/**
	 * The bill: what was answered, in the order in which it ended.
	 * @return an immutable copy
	 */
	public List<Line> lines() {
		synchronized (this.lines) {
			return List.copyOf(this.lines);
		}
	}

	private void handle(HttpExchange exchange) throws IOException {
		this.inFlight.incrementAndGet();
		try (exchange) {
			JsonNode request = Dialect.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
			String path = exchange.getRequestURI().getPath();
			String model = request.path("model").asString("");
			Dialect dialect = this.dialects.stream()
				.filter((known) -> known.path().equals(path))
				.findFirst()
				.orElse(null);
			if (dialect == null || model.contains("broken")) {
				byte[] refusal = "{\"error\":\"refused\"}".getBytes(StandardCharsets.UTF_8);
				exchange.getResponseHeaders().set("Content-Type", "application/json");
				exchange.sendResponseHeaders((dialect == null) ? 404 : 400, refusal.length);
				exchange.getResponseBody().write(refusal);
				return;
			}
			answer(exchange, dialect, request, model.contains("slow") ? 100 : 1);
		}
		finally {
			this.inFlight.decrementAndGet();
		}
	}

	private void answer(HttpExchange exchange, Dialect dialect, JsonNode request, long pause) throws IOException {
		List<String> pieces = dialect.answer(request);
		exchange.getResponseHeaders().set("Content-Type", dialect.contentType(pieces.size() > 1));
		exchange.sendResponseHeaders(200, 0);
		OutputStream body = exchange.getResponseBody();
		ByteArrayOutputStream written = new ByteArrayOutputStream();
		try {
			for (String piece : pieces.subList(0, pieces.size() - 1)) {
				write(body, written, piece);
				LoopbackServer.pause(pause);
			}
		}
		catch (IOException ex) {
			bill(dialect, request, written);
			throw ex;
		}
		synchronized (this.lines) {
			try {
				write(body, written, pieces.get(pieces.size() - 1));
			}
			finally {
				bill(dialect, request, written);
			}
		}
	}

	private static void write(OutputStream body, ByteArrayOutputStream written, String piece) throws IOException {
		byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
		body.write(bytes);
		body.flush();
		written.write(bytes);
	}

	private void bill(Dialect dialect, JsonNode request, ByteArrayOutputStream written) {
		synchronized (this.lines) {
			this.lines.add(dialect.bill(request, written.toString(StandardCharsets.UTF_8)));
		}
	}

	@Override
	public void close() {
		this.server.close();
	}

}
