package co.tokenr.report.target.collector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A collector that misbehaves below HTTP: reads a request, then does with the socket what
 * a test says.
 */
final class RawCollector implements AutoCloseable {

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	final AtomicInteger connections = new AtomicInteger();

	private final ServerSocket server;

	RawCollector(Misbehaviour misbehaviour) {
		try {
			this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(() -> accept(misbehaviour), "raw-collector");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept(Misbehaviour misbehaviour) {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				this.connections.incrementAndGet();
				readRequest(socket.getInputStream());
				misbehaviour.with(socket);
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
	private static void readRequest(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				return;
			}
			head.append((char) next);
		}
		Matcher length = CONTENT_LENGTH.matcher(head);
		if (length.find()) {
			in.readNBytes(Integer.parseInt(length.group(1)));
		}
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

}
