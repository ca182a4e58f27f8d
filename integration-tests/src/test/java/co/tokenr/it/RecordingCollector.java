package co.tokenr.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A collector that takes everything and keeps it as it came, headers included.
 */
final class RecordingCollector implements AutoCloseable {

	private static final byte[] ANSWER = "{\"rejected\":0,\"errors\":[]}".getBytes(StandardCharsets.UTF_8);

	private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

	private final HttpServer server;

	RecordingCollector() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/api/v1";
	}

	List<Request> requests() {
		return List.copyOf(this.requests);
	}

	private void handle(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
			body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
		}
		this.requests.add(new Request(exchange.getRequestURI().toString(), new String(body, StandardCharsets.UTF_8),
				Map.copyOf(exchange.getRequestHeaders())));
		exchange.sendResponseHeaders(200, ANSWER.length);
		exchange.getResponseBody().write(ANSWER);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * A request as it came.
	 *
	 * @param uri what was asked for
	 * @param body the decompressed body
	 * @param headers all headers
	 */
	record Request(String uri, String body, Map<String, List<String>> headers) {
	}

}
