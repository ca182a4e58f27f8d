package co.tokenr.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The other end of what is delivered: takes all that is posted to it and counts the
 * events therein, those of Tokenr's batches one by one.
 */
final class Loopback implements AutoCloseable {

	private static final byte[] ID = "\"external_id\"".getBytes(StandardCharsets.ISO_8859_1);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final LongAdder events = new LongAdder();

	private final LongAdder posts = new LongAdder();

	private final HttpServer server;

	Loopback() {
		System.setProperty("sun.net.httpserver.nodelay", "true");
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::take);
		this.server.start();
	}

	private void take(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
			try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
				body = plain.readAllBytes();
			}
		}
		int count = count(body);
		boolean batch = exchange.getRequestURI().getPath().endsWith("/track/batch");
		byte[] answer = (batch ? "{\"accepted\":" + count + ",\"rejected\":0,\"errors\":[]}" : "")
			.getBytes(StandardCharsets.ISO_8859_1);
		this.posts.increment();
		this.events.add(count);
		exchange.getResponseHeaders().set("Content-Type", batch ? "application/json" : "application/x-protobuf");
		exchange.sendResponseHeaders(200, (answer.length > 0) ? answer.length : -1);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	private static int count(byte[] body) {
		int count = 0;
		for (int at = 0; at <= body.length - ID.length; at++) {
			if (body[at] == '"' && isId(body, at)) {
				count++;
			}
		}
		return count;
	}

	private static boolean isId(byte[] body, int from) {
		for (int i = 0; i < ID.length; i++) {
			if (body[from + i] != ID[i]) {
				return false;
			}
		}
		return true;
	}

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + path);
	}

	/** How many events came in batches. */
	long events() {
		return this.events.sum();
	}

	/** How many requests came. */
	long posts() {
		return this.posts.sum();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
