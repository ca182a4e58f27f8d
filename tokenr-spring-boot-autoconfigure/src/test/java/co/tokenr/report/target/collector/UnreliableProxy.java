package co.tokenr.report.target.collector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to a collector on which connections are cut, reset, slowed down, left hanging or
 * fed with nonsense, at random in both directions.
 */
final class UnreliableProxy implements AutoCloseable {

	final AtomicInteger connections = new AtomicInteger();

	final AtomicInteger faults = new AtomicInteger();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final ServerSocket server;

	private final URI collector;

	private final Random random;

	/** How many of a hundred connections go wrong. */
	volatile int trouble;

	UnreliableProxy(URI collector, long seed) throws IOException {
		this.collector = collector;
		this.random = new Random(seed);
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.executor.execute(this::accept);
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getLocalPort() + this.collector.getPath());
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.connections.incrementAndGet();
				boolean wrong = this.random.nextInt(100) < this.trouble;
				int fault = wrong ? this.random.nextInt(6) : -1;
				int after = this.random.nextInt(3000);
				this.executor.execute(() -> pass(socket, fault, after));
			}
			catch (IOException ex) {
				// closed
			}
		}
	}

	private void pass(Socket client, int fault, int after) {
		if (fault >= 0) {
			this.faults.incrementAndGet();
		}
		try (client; Socket upstream = new Socket(this.collector.getHost(), this.collector.getPort())) {
			switch (fault) {
				case 0 -> client.setSoLinger(true, 0);
				case 1 -> Thread.sleep(after);
				case 2 -> RawCollector.write(client.getOutputStream(), "nonsense\r\n\r\n");
				case 3 -> both(client, upstream, after, Integer.MAX_VALUE);
				case 4 -> both(client, upstream, Integer.MAX_VALUE, after % 60);
				// and none lives for ever
				default -> both(client, upstream, 10 * after, Integer.MAX_VALUE);
			}
		}
		catch (IOException | InterruptedException ex) {
			// gone
		}
	}

	private void both(Socket client, Socket upstream, int requestBytes, int answerBytes) throws IOException {
		this.executor.execute(() -> {
			try {
				copy(client.getInputStream(), upstream.getOutputStream(), requestBytes);
				upstream.shutdownOutput();
			}
			catch (IOException ex) {
				// the other direction notices
			}
		});
		copy(upstream.getInputStream(), client.getOutputStream(), answerBytes);
	}

	private static void copy(InputStream in, OutputStream out, int most) throws IOException {
		byte[] buffer = new byte[4096];
		int left = most;
		int read = in.read(buffer, 0, Math.min(buffer.length, Math.max(1, left)));
		while (read > 0 && left > 0) {
			out.write(buffer, 0, Math.min(read, left));
			out.flush();
			left -= read;
			read = (left > 0) ? in.read(buffer, 0, Math.min(buffer.length, left)) : -1;
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		this.executor.shutdownNow();
	}

}
