package co.tokenr.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A provider on the loopback interface that gives the answers it was told, in order, and
 * the last one for ever.
 */
public final class LlmServer implements AutoCloseable {

	static {
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

	private final List<Asked> asked = new CopyOnWriteArrayList<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "llm-server");
		thread.setDaemon(true);
		return thread;
	});

	private final HttpServer server;

	public LlmServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	public String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** The endpoints of a table in which this server is a provider. */
	public ProviderEndpoints endpoints(String provider) {
		return new ProviderEndpoints(List.of(Endpoint.of(url(), provider)));
	}

	public List<Asked> asked() {
		return this.asked;
	}

	public LlmServer answers(String fixture) {
		return answers(Answer.of(fixture));
	}

	public LlmServer answers(Answer... answers) {
		this.answers.addAll(List.of(answers));
		return this;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.asked.add(new Asked(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(),
					exchange.getRequestBody().readAllBytes()));
			Answer answer = (this.answers.size() > 1) ? this.answers.remove() : this.answers.element();
			write(exchange, answer);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void write(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
		Headers headers = exchange.getResponseHeaders();
		headers.set("Content-Type", answer.type());
		if (answer.gzip()) {
			headers.set("Content-Encoding", "gzip");
		}
		if (answer.body().length == 0) {
			exchange.sendResponseHeaders(answer.status(), -1);
			return;
		}
		exchange.sendResponseHeaders(answer.status(), 0);
		try (OutputStream raw = exchange.getResponseBody();
				OutputStream body = answer.gzip() ? new GZIPOutputStream(raw, true) : raw) {
			int sent = 0;
			for (byte[] part : answer.parts()) {
				if (sent++ == answer.stallAfter()) {
					body.flush();
					this.closed.await();
				}
				body.write(part);
				body.flush();
				Thread.sleep(answer.gap().toMillis());
			}
		}
	}

	public static byte[] fixture(String name) {
		try (InputStream resource = LlmServer.class.getResourceAsStream("/served/" + name)) {
			return resource.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	/** A request as it came. */
	public record Asked(String path, Headers headers, byte[] body) {

	}

	/** An answer and how it is sent. */
	public record Answer(int status, String type, byte[] body, boolean gzip, Duration gap, int stallAfter) {

		public static Answer of(String fixture) {
			return new Answer(200, fixture.endsWith(".sse") ? "text/event-stream" : "application/json",
					LlmServer.fixture(fixture), false, Duration.ZERO, Integer.MAX_VALUE);
		}

		public static Answer of(int status, String type, String body) {
			return new Answer(status, type, body.getBytes(StandardCharsets.UTF_8), false, Duration.ZERO,
					Integer.MAX_VALUE);
		}

		public Answer status(int status) {
			return new Answer(status, this.type, this.body, this.gzip, this.gap, this.stallAfter);
		}

		public Answer gzipped() {
			return new Answer(this.status, this.type, this.body, true, this.gap, this.stallAfter);
		}

		public Answer gap(Duration gap) {
			return new Answer(this.status, this.type, this.body, this.gzip, gap, this.stallAfter);
		}

		/** Sends so many events and nothing more until the server is closed. */
		public Answer stallsAfter(int events) {
			return new Answer(this.status, this.type, this.body, this.gzip, this.gap, events);
		}

		/** Events of a stream one by one; anything else as a whole. */
		List<byte[]> parts() {
			if (!this.type.startsWith("text/event-stream")) {
				return List.of(this.body);
			}
			ByteArrayOutputStream event = new ByteArrayOutputStream();
			List<byte[]> parts = new java.util.ArrayList<>();
			for (int i = 0; i < this.body.length; i++) {
				event.write(this.body[i]);
				if (this.body[i] == '\n' && i > 0 && this.body[i - 1] == '\n') {
					parts.add(event.toByteArray());
					event.reset();
				}
			}
			parts.add(event.toByteArray());
			return parts;
		}

	}

}
