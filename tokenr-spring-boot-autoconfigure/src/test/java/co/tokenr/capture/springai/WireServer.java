package co.tokenr.capture.springai;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A provider on the loopback interface that gives the answers it was told, in order.
 */
final class WireServer implements AutoCloseable {

	static {
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private volatile String[] always = new String[0];

	private final CountDownLatch closed = new CountDownLatch(1);

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "wire-server");
		thread.setDaemon(true);
		return thread;
	});

	private final HttpServer server;

	WireServer() {
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

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	List<String> requests() {
		return this.requests;
	}

	WireServer answers(String... fixtures) {
		for (String fixture : fixtures) {
			this.answers.add(new Answer(200, fixture, Integer.MAX_VALUE));
		}
		return this;
	}

	WireServer fails(int status, String fixture) {
		this.answers.add(new Answer(status, fixture, Integer.MAX_VALUE));
		return this;
	}

	/** Answers whatever is asked beyond what it was told. */
	WireServer answersAlways(String call, String stream) {
		this.always = new String[] { call, stream };
		return this;
	}

	/** Sends the first events of a stream and nothing more until the server is closed. */
	WireServer stalls(String fixture, int events) {
		this.answers.add(new Answer(200, fixture, events));
		return this;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange; OutputStream body = exchange.getResponseBody()) {
			String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			this.requests.add(request);
			Answer answer = this.answers.poll();
			if (answer == null) {
				answer = new Answer(200, this.always[request.contains("\"stream\":true") ? 1 : 0], Integer.MAX_VALUE);
			}
			boolean stream = answer.fixture().endsWith(".sse");
			exchange.getResponseHeaders().set("Content-Type", stream ? "text/event-stream" : "application/json");
			exchange.sendResponseHeaders(answer.status(), 0);
			int sent = 0;
			for (String event : read(answer.fixture()).split("(?<=\n\n)")) {
				if (sent++ == answer.events()) {
					break;
				}
				body.write(event.getBytes(StandardCharsets.UTF_8));
				body.flush();
			}
			if (answer.events() != Integer.MAX_VALUE) {
				this.closed.await();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static String read(String fixture) throws IOException {
		try (InputStream resource = WireServer.class.getResourceAsStream("/served/" + fixture)) {
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	private record Answer(int status, String fixture, int events) {

	}

}
