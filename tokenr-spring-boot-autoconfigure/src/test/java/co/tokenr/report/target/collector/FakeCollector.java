package co.tokenr.report.target.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import javax.net.ssl.SSLContext;

import com.jayway.jsonpath.JsonPath;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/**
 * A collector on the loopback interface that answers as a test says, and accepts
 * everything once that is used up.
 */
final class FakeCollector implements AutoCloseable {

	static {
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	/**
	 * The status of an answer that never comes: the collector has the batch, and hangs
	 * up.
	 */
	static final int LOST = -1;

	final List<Request> requests = new CopyOnWriteArrayList<>();

	private final Queue<Answer> script = new ConcurrentLinkedQueue<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final HttpServer server;

	volatile Handler handler = (request) -> Answer.of(200);

	FakeCollector() {
		this(null);
	}

	/**
	 * Starts a collector.
	 * @param identity who it says it is; {@code null} for HTTP without TLS
	 */
	FakeCollector(SSLContext identity) {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		try {
			if (identity != null) {
				HttpsServer secure = HttpsServer.create(address, 0);
				secure.setHttpsConfigurator(new HttpsConfigurator(identity));
				this.server = secure;
			}
			else {
				this.server = HttpServer.create(address, 0);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	FakeCollector then(Answer... answers) {
		this.script.addAll(Arrays.asList(answers));
		return this;
	}

	URI url() {
		String scheme = (this.server instanceof HttpsServer) ? "https" : "http";
		return URI.create(scheme + "://127.0.0.1:" + this.server.getAddress().getPort() + "/api/v1");
	}

	/** The external ids that were answered with success, in order of arrival. */
	List<String> accepted() {
		return this.requests.stream()
			.filter((request) -> request.status() / 100 == 2)
			.flatMap((request) -> request.ids().stream())
			.toList();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
			byte[] bytes = (gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody())
				.readAllBytes();
			Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
					exchange.getRequestHeaders(), new String(bytes, StandardCharsets.UTF_8), 0, System.nanoTime());
			Answer scripted = this.script.poll();
			Answer answer = (scripted != null) ? scripted : this.handler.answer(request);
			this.requests.add(new Request(request.method(), request.path(), request.headers(), request.body(),
					answer.status(), request.time()));
			if (answer.status() == LOST) {
				return;
			}
			answer.headers().forEach(exchange.getResponseHeaders()::set);
			byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(answer.status(), (body.length > 0) ? body.length : -1);
			if (body.length > 0) {
				exchange.getResponseBody().write(body);
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	interface Handler {

		Answer answer(Request request);

	}

	record Request(String method, String path, Headers headers, String body, int status, long time) {

		String header(String name) {
			return this.headers.getFirst(name);
		}

		List<Map<String, Object>> events() {
			Map<String, Object> document = JsonPath.read(this.body, "$");
			if (!document.containsKey("requests")) {
				return List.of(document);
			}
			return JsonPath.read(this.body, "$.requests");
		}

		List<String> ids() {
			return events().stream().map((event) -> (String) event.get("external_id")).toList();
		}

	}

	record Answer(int status, Map<String, String> headers, String body) {

		static Answer of(int status) {
			return new Answer(status, Map.of(), "");
		}

		static Answer of(int status, String body) {
			return new Answer(status, Map.of(), body);
		}

		Answer header(String name, String value) {
			return new Answer(this.status, Map.of(name, value), this.body);
		}

	}

}
