package co.tokenr.report.target.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A collector that keeps each event once, as its external id has it, and that is as
 * unreliable as it is told to be: slow, out of order, or deaf after it has taken a batch.
 */
final class DeduplicatingCollector implements AutoCloseable {

	static {
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private static final Pattern ID = Pattern.compile("\"external_id\":\"([^\"]+)\"");

	final Map<String, Integer> kept = new ConcurrentHashMap<>();

	final List<String> order = new ArrayList<>();

	final AtomicLong requests = new AtomicLong();

	final AtomicInteger mostAtOnce = new AtomicInteger();

	private final AtomicInteger now = new AtomicInteger();

	/** The ids of a batch by its key: the same key must always bring the same events. */
	private final Map<String, List<String>> keys = new ConcurrentHashMap<>();

	final AtomicLong keysReused = new AtomicLong();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final Random random;

	private final HttpServer server;

	/** How many of a hundred requests go wrong. */
	volatile int trouble;

	volatile boolean down;

	/** Whether it takes no time to answer. */
	volatile boolean quick;

	/** How long it takes over a request, in nanoseconds. */
	volatile long slowness;

	DeduplicatingCollector(long seed) {
		this.random = new Random(seed);
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/api/v1");
	}

	long deliveries() {
		return this.kept.values().stream().mapToLong(Integer::longValue).sum();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			int status = work(exchange);
			// or kept, and the answer is lost: the exchange is closed without one
			if (status > 0) {
				exchange.sendResponseHeaders(status, -1);
			}
		}
	}

	/** Done before the answer goes out, since the next request may follow it at once. */
	private int work(HttpExchange exchange) throws IOException {
		this.mostAtOnce.accumulateAndGet(this.now.incrementAndGet(), Math::max);
		try {
			boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
			String body = new String(
					(gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()).readAllBytes(),
					StandardCharsets.UTF_8);
			this.requests.incrementAndGet();
			int chance = chance();
			LockSupport.parkNanos(this.slowness + (this.quick ? 0 : chance * 100_000L));
			if (this.down || chance < this.trouble) {
				return 503;
			}
			keep(exchange.getRequestHeaders().getFirst("Idempotency-Key"), body);
			return (chance > 100 - this.trouble) ? 0 : 200;
		}
		finally {
			this.now.decrementAndGet();
		}
	}

	private synchronized int chance() {
		return this.random.nextInt(100);
	}

	private synchronized void keep(String key, String body) {
		List<String> ids = new ArrayList<>();
		Matcher matcher = ID.matcher(body);
		while (matcher.find()) {
			ids.add(matcher.group(1));
		}
		List<String> before = this.keys.putIfAbsent(key, ids);
		if (before != null && !before.equals(ids)) {
			this.keysReused.incrementAndGet();
		}
		for (String id : ids) {
			if (this.kept.merge(id, 1, Integer::sum) == 1) {
				this.order.add(id);
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
