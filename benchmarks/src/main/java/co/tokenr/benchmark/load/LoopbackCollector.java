package co.tokenr.benchmark.load;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A collector on loopback that acknowledges whatever it is sent, at once and without a
 * look at it: that is taken later, when no clock runs.
 */
final class LoopbackCollector implements AutoCloseable {

	private final HttpServer server;

	private final List<Body> bodies = new ArrayList<>();

	private LoopbackCollector(HttpServer server) {
		this.server = server;
	}

	static LoopbackCollector start() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		LoopbackCollector collector = new LoopbackCollector(server);
		server.createContext("/", collector::take);
		server.start();
		return collector;
	}

	private void take(HttpExchange exchange) throws IOException {
		byte[] bytes = exchange.getRequestBody().readAllBytes();
		boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
		synchronized (this.bodies) {
			this.bodies.add(new Body(bytes, gzip));
		}
		exchange.sendResponseHeaders(200, -1);
		exchange.close();
	}

	String url(String path) {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + path;
	}

	/**
	 * Takes out what came since the last time.
	 * @return the bodies as they were before they were compressed
	 */
	List<byte[]> takeBodies() {
		List<Body> taken;
		synchronized (this.bodies) {
			taken = List.copyOf(this.bodies);
			this.bodies.clear();
		}
		return taken.stream().map(Body::plain).toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private record Body(byte[] bytes, boolean gzip) {

		byte[] plain() {
			if (!this.gzip) {
				return this.bytes;
			}
			try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(this.bytes))) {
				return plain.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
