package co.tokenr.benchmark.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * A collector on loopback that acknowledges whatever it is sent, at once and without a
 * look at it: that is taken later, when no clock runs. Speaks no more of HTTP than it
 * must, with a thread for each connection: what a server makes of a request is not what
 * is measured.
 */
final class LoopbackCollector implements AutoCloseable {

	private static final byte[] ACKNOWLEDGED = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private final ServerSocket server;

	private final List<Body> bodies = new ArrayList<>();

	private LoopbackCollector(ServerSocket server) {
		this.server = server;
	}

	static LoopbackCollector start() throws IOException {
		LoopbackCollector collector = new LoopbackCollector(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		daemon(collector::accept);
		return collector;
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "collector");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				daemon(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket socket) {
		try (socket; InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024)) {
			socket.setTcpNoDelay(true);
			while (true) {
				Body body = read(in);
				synchronized (this.bodies) {
					this.bodies.add(body);
				}
				socket.getOutputStream().write(ACKNOWLEDGED);
			}
		}
		catch (IOException ex) {
			// the client has gone
		}
	}

	private static Body read(InputStream in) throws IOException {
		int length = 0;
		boolean gzip = false;
		for (String line = line(in); !line.isEmpty(); line = line(in)) {
			String header = line.toLowerCase(Locale.ROOT);
			gzip |= header.equals("content-encoding: gzip");
			if (header.startsWith("content-length:")) {
				length = Integer.parseInt(header.substring(15).trim());
			}
			else if (header.equals("transfer-encoding: chunked")) {
				length = -1;
			}
		}
		return new Body((length < 0) ? chunks(in) : in.readNBytes(length), gzip);
	}

	private static byte[] chunks(InputStream in) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int length = Integer.parseInt(line(in), 16); length > 0; length = Integer.parseInt(line(in), 16)) {
			bytes.write(in.readNBytes(length));
			line(in);
		}
		line(in);
		return bytes.toByteArray();
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder(80);
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new EOFException();
			}
			line.append((char) next);
		}
		line.setLength(line.length() - 1);
		return line.toString();
	}

	String url(String path) {
		return "http://127.0.0.1:" + this.server.getLocalPort() + path;
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
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
