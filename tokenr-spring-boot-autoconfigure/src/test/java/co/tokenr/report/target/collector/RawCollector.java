package co.tokenr.report.target.collector;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A collector that misbehaves below HTTP: reads a request, then does with the socket what
 * a test says.
 */
final class RawCollector implements AutoCloseable {

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	private static final Pattern ID = Pattern.compile("\"external_id\":\"([^\"]+)\"");

	final AtomicInteger connections = new AtomicInteger();

	/** The ids of the events of each request that was read. */
	final List<List<String>> requests = new CopyOnWriteArrayList<>();

	private final ServerSocket server;

	RawCollector(Misbehaviour misbehaviour) {
		this((collector, socket) -> {
			collector.readRequest(socket.getInputStream());
			misbehaviour.with(socket);
		});
	}

	/**
	 * Starts a collector that does not even read by itself.
	 * @param behaviour what it does with a connection
	 */
	RawCollector(Behaviour behaviour) {
		try {
			this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(() -> accept(behaviour), "raw-collector");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept(Behaviour behaviour) {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				this.connections.incrementAndGet();
				behaviour.with(this, socket);
			}
			catch (IOException | InterruptedException ex) {
				// the other side is gone
			}
		}
	}

	/**
	 * Reads to the end, since a socket that is closed over unread bytes is reset, and
	 * takes what was answered with it.
	 */
	boolean readRequest(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				return false;
			}
			head.append((char) next);
		}
		Matcher length = CONTENT_LENGTH.matcher(head);
		byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
		if (head.indexOf("gzip") >= 0) {
			body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
		}
		Matcher ids = ID.matcher(new String(body, StandardCharsets.UTF_8));
		this.requests.add(ids.results().map((MatchResult id) -> id.group(1)).toList());
		return true;
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getLocalPort());
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.US_ASCII));
		out.flush();
	}

	interface Misbehaviour {

		void with(Socket socket) throws IOException, InterruptedException;

	}

	interface Behaviour {

		void with(RawCollector collector, Socket socket) throws IOException, InterruptedException;

	}

}
