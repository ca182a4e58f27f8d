package co.tokenr.it.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;

/**
 * The way to a provider, with trouble on it: the first attempts are refused, or nobody
 * ever answers, or begins to and does not go on. What is refused here reaches no provider
 * and is on no bill. Thread-safe.
 */
public final class UnreliableGate implements AutoCloseable {

	private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final HttpClient client = HttpClient.newHttpClient();

	private final LoopbackServer server = new LoopbackServer("unreliable-gate", this::handle);

	/**
	 * The way to a URL on which the first attempts are refused.
	 * @param target where it leads to, without path
	 * @param refusals how many are refused
	 * @param status with what they are
	 * @return a base URL of its own, to which a path is added
	 */
	public String refusing(String target, int refusals, int status) {
		return way("refusing/" + refusals + "/" + status, target);
	}

	/**
	 * A way that leads nowhere: it takes requests and never answers.
	 * @return a base URL
	 */
	public String stalled() {
		return this.server.baseUrl() + "/stalled";
	}

	/**
	 * A way that leads nowhere: a stream begins and nothing ever comes of it.
	 * @return a base URL
	 */
	public String silent() {
		return this.server.baseUrl() + "/silent";
	}

	private String way(String trouble, String target) {
		int number = this.attempts.size();
		this.attempts.put(String.valueOf(number), new AtomicInteger());
		return this.server.baseUrl() + "/" + trouble + "/" + number + "/" + URI.create(target).getPort();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			String[] way = exchange.getRequestURI().getPath().split("/", 7);
			if (way[1].equals("silent")) {
				exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
				exchange.sendResponseHeaders(200, 0);
				exchange.getResponseBody().flush();
			}
			if (way[1].equals("stalled") || way[1].equals("silent")) {
				this.closed.await();
				return;
			}
			if (this.attempts.get(way[4]).incrementAndGet() <= Integer.parseInt(way[2])) {
				byte[] refusal = "{\"error\":{\"type\":\"trouble\",\"message\":\"Not now\"}}"
					.getBytes(StandardCharsets.UTF_8);
				exchange.getResponseHeaders().set("Content-Type", "application/json");
				exchange.sendResponseHeaders(Integer.parseInt(way[3]), refusal.length);
				exchange.getResponseBody().write(refusal);
				return;
			}
			forward(exchange, body, URI.create("http://127.0.0.1:" + way[5] + "/" + way[6]));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Closed");
		}
	}

	private void forward(HttpExchange exchange, byte[] body, URI target) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofByteArray(body));
		for (String name : new String[] { "Content-Type", "Authorization", "X-Api-Key" }) {
			String value = exchange.getRequestHeaders().getFirst(name);
			if (value != null) {
				request.header(name, value);
			}
		}
		HttpResponse<InputStream> response = this.client.send(request.build(),
				HttpResponse.BodyHandlers.ofInputStream());
		response.headers()
			.firstValue("Content-Type")
			.ifPresent((type) -> exchange.getResponseHeaders().set("Content-Type", type));
		exchange.sendResponseHeaders(response.statusCode(), 0);
		try (InputStream answer = response.body(); OutputStream out = exchange.getResponseBody()) {
			byte[] buffer = new byte[1024];
			for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
				out.write(buffer, 0, read);
				out.flush();
			}
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.close();
	}

}
