package com.example.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

import com.example.demo.CollectorLedger.Entry;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A collector on 127.0.0.1 that takes usage events, one a request or in batches, and can
 * be made to fail in the ways collectors do. Thread-safe; uses daemon threads only.
 */
public final class DemoCollector implements AutoCloseable {

	private static final String TRACK = "/api/v1/track";

	private static final String BATCH = TRACK + "/batch";

	private static final int BODIES_KEPT = 2000;

	private final CollectorLedger ledger = new CollectorLedger();

	private final AtomicLong requests = new AtomicLong();

	private final Deque<byte[]> bodies = new ArrayDeque<>();

	private final @Nullable String token;

	private final LocalHttpServer server;

	private volatile int forcedStatus;

	private volatile @Nullable String retryAfter;

	private volatile boolean batch = true;

	private DemoCollector(int port, @Nullable String token) {
		this.token = token;
		this.server = new LocalHttpServer("demo-collector", port, this::handle);
	}

	/**
	 * A collector that takes any token.
	 * @param port the port, or 0 for a free one
	 * @return the running collector
	 */
	public static DemoCollector start(int port) {
		return new DemoCollector(port, null);
	}

	/**
	 * A collector that takes one token only.
	 * @param port the port, or 0 for a free one
	 * @param token the token
	 * @return the running collector
	 */
	public static DemoCollector start(int port, String token) {
		return new DemoCollector(port, token);
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
	 * The URL that takes single events.
	 * @return the URL; {@code /batch} after it takes many
	 */
	public String trackUrl() {
		return baseUrl() + TRACK;
	}

	/**
	 * The stored events in the order in which they came, each external id once. Whole
	 * numbers are longs, others decimals.
	 * @return an immutable list of immutable maps
	 */
	public List<Map<String, Object>> received() {
		return this.ledger.events();
	}

	/**
	 * The events that were accepted without being stored, because they had been before.
	 * @return the number of events
	 */
	public int duplicates() {
		return this.ledger.duplicates();
	}

	/**
	 * The HTTP requests that reached it, whatever it answered.
	 * @return the number of requests
	 */
	public long requests() {
		return this.requests.get();
	}

	/**
	 * The bodies of the latest 2000 requests, decompressed, in order.
	 * @return a copy
	 */
	public List<byte[]> rawBodies() {
		synchronized (this.bodies) {
			return this.bodies.stream().map(byte[]::clone).toList();
		}
	}

	/**
	 * Forget events, duplicates, requests and bodies; switches stay as they are.
	 */
	public void clear() {
		this.ledger.clear();
		this.requests.set(0);
		synchronized (this.bodies) {
			this.bodies.clear();
		}
	}

	/**
	 * Stop listening: connections are refused and open ones cut when this returns.
	 */
	public void down() {
		this.server.down();
	}

	/**
	 * Listen again, on the same port.
	 */
	public void up() {
		this.server.up();
	}

	public boolean isUp() {
		return this.server.isUp();
	}

	/**
	 * Answer every request with a status and store nothing.
	 * @param status the status, 0 to work again
	 */
	public void answerWith(int status) {
		this.retryAfter = null;
		this.forcedStatus = status;
	}

	/**
	 * Answer every request with a status and a {@code Retry-After} header, and store
	 * nothing.
	 * @param status the status
	 * @param retryAfter the header, seconds or an HTTP date
	 */
	public void answerWith(int status, String retryAfter) {
		this.retryAfter = retryAfter;
		this.forcedStatus = status;
	}

	/**
	 * Whether there is a batch endpoint; without, it answers 404.
	 * @param batch {@code false} for a collector without one
	 */
	public void batch(boolean batch) {
		this.batch = batch;
	}

	@Override
	public void close() {
		this.server.close();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try {
			byte[] body = body(exchange);
			this.requests.incrementAndGet();
			remember(body);
			Answer answer = answer(exchange, body);
			if (answer.status() == 204 || answer.status() == 304) {
				exchange.sendResponseHeaders(answer.status(), -1);
				return;
			}
			byte[] bytes = DemoJson.bytes(answer.body());
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(answer.status(), bytes.length);
			exchange.getResponseBody().write(bytes);
		}
		finally {
			exchange.close();
		}
	}

	private Answer answer(HttpExchange exchange, byte[] body) {
		int forced = this.forcedStatus;
		if (forced != 0) {
			String after = this.retryAfter;
			if (after != null) {
				exchange.getResponseHeaders().set("Retry-After", after);
			}
			return Answer.error(forced, "told to fail");
		}
		String path = exchange.getRequestURI().getPath();
		boolean single = TRACK.equals(path);
		if (!single && !(BATCH.equals(path) && this.batch)) {
			return Answer.error(404, "not found");
		}
		if (!"POST".equals(exchange.getRequestMethod())) {
			return Answer.error(405, "method not allowed");
		}
		String given = BearerToken.of(exchange.getRequestHeaders());
		if (given == null || (this.token != null && !this.token.equals(given))) {
			return Answer.error(401, "unauthorized");
		}
		JsonNode root;
		try {
			root = DemoJson.MAPPER.readTree(body);
		}
		catch (JacksonException ex) {
			return Answer.error(400, "not JSON");
		}
		return single ? track(root) : trackBatch(root);
	}

	private Answer track(JsonNode event) {
		Entry entry = this.ledger.store(event);
		String error = entry.error();
		return (error != null) ? Answer.error(422, error)
				: new Answer(200, DemoJson.object().put("id", entry.id()).put("cost", 0));
	}

	private Answer trackBatch(JsonNode root) {
		JsonNode events = root.path("requests");
		if (!events.isArray()) {
			return Answer.error(422, "requests is required");
		}
		ArrayNode errors = DemoJson.MAPPER.createArrayNode();
		for (int i = 0; i < events.size(); i++) {
			String error = this.ledger.store(events.get(i)).error();
			if (error != null) {
				errors.addObject().put("index", i).put("error", error);
			}
		}
		ObjectNode answer = DemoJson.object()
			.put("accepted", events.size() - errors.size())
			.put("rejected", errors.size());
		answer.set("errors", errors);
		return new Answer(200, answer);
	}

	private static byte[] body(HttpExchange exchange) throws IOException {
		byte[] sent = exchange.getRequestBody().readAllBytes();
		if (!"gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
			return sent;
		}
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
			return in.readAllBytes();
		}
		catch (IOException ex) {
			return sent; // not gzip after all: it will be refused as "not JSON"
		}
	}

	private void remember(byte[] body) {
		synchronized (this.bodies) {
			if (this.bodies.size() == BODIES_KEPT) {
				this.bodies.removeFirst();
			}
			this.bodies.addLast(body);
		}
	}

	private record Answer(int status, JsonNode body) {

		static Answer error(int status, String message) {
			return new Answer(status, DemoJson.object().put("error", message));
		}

	}

}
