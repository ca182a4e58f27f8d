package co.tokenr.report.target.collector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A collector that misbehaves below HTTP: reads a request's head, then does with the
 * socket what a test says.
 */
final class RawCollector implements AutoCloseable {

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
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
				String line = reader.readLine();
				while (line != null && !line.isEmpty()) {
					line = reader.readLine();
				}
				misbehaviour.with(socket);
			}
			catch (IOException | InterruptedException ex) {
				// the other side is gone
			}
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
