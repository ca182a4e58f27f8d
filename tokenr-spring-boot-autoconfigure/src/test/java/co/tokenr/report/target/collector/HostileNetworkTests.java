package co.tokenr.report.target.collector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

import co.tokenr.report.ReporterStatus.State;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows of the fault matrix, each with its number, where the trouble is between the
 * reporter and HTTP: connections that hang, break or bring nonsense, and proxies.
 */
@Timeout(90)
@ExtendWith(FaultSummary.class)
class HostileNetworkTests {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

	@TempDir
	Path directory;

	@Test
	void row03APortThatSwallowsConnections() throws IOException {
		List<Socket> queued = new ArrayList<>();
		try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				FaultBench bench = bench("03 black hole", "SYN without an answer")) {
			fill(deaf, queued);
			bench.url.set(URI.create("http://127.0.0.1:" + deaf.getLocalPort()));
			bench.start(Duration.ofMillis(300));
			bench.record(3);
			bench.awaitError("HttpConnectTimeoutException|TimeoutException");
			bench.stays();
			bench.repair();
		}
		finally {
			for (Socket socket : queued) {
				socket.close();
			}
		}
	}

	/** As many as it takes for the kernel to answer no more. */
	private static void fill(ServerSocket deaf, List<Socket> queued) throws IOException {
		for (int i = 0; i < 16; i++) {
			Socket socket = new Socket();
			queued.add(socket);
			try {
				socket.connect(deaf.getLocalSocketAddress(), 300);
			}
			catch (IOException ex) {
				return;
			}
		}
		assertThat(queued).as("a backlog of one that takes sixteen").isEmpty();
	}

	@Test
	void row05HeadersThatDrip() throws IOException {
		try (RawCollector raw = new RawCollector((socket) -> {
			RawCollector.write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\n");
			for (int i = 0; i < 200; i++) {
				RawCollector.write(socket.getOutputStream(), "X-" + i + ": y\r\n");
				Thread.sleep(50);
			}
		}); FaultBench bench = bench("05 slow headers", "a header each 50 ms")) {
			bench.url.set(raw.url());
			bench.start(Duration.ofMillis(300));
			bench.record(3);
			bench.awaitError("(Http)?Timeout(Exception)?");
			bench.stays();
			bench.repair();
		}
	}

	@Test
	void row08AConnectionThatWasKeptAndIsClosedUnderTheNextRequest() throws IOException {
		try (RawCollector raw = new RawCollector((collector, socket) -> {
			while (collector.readRequest(socket.getInputStream())) {
				// the first of a connection is answered, the second closes it
				if (collector.requests.size() % 2 == 0) {
					return;
				}
				RawCollector.write(socket.getOutputStream(), OK);
			}
		}); FaultBench bench = bench("08 keep-alive closed", "200, then EOF under the next POST, and so on")) {
			bench.url.set(raw.url());
			bench.start();
			for (int i = 0; i < 4; i++) {
				bench.record(3);
				bench.arrives();
			}
			assertThat(raw.requests).hasSize(7);
			assertThat(raw.requests.get(2)).isEqualTo(raw.requests.get(1));
			assertThat(bench.reporter.status().retries()).isZero();
			assertThat(bench.reporter.status().lastError()).isNull();
			raw.requests.forEach(bench.acceptedElsewhere::addAll);
		}
	}

	@Test
	void row08AConnectionThatIsClosedEachTimeCounts() throws IOException {
		try (RawCollector raw = new RawCollector((socket) -> {
		}); FaultBench bench = bench("08 always closed", "EOF under each POST")) {
			bench.url.set(raw.url());
			bench.start();
			bench.record(3);
			bench.awaitState(State.OPEN);
			assertThat(bench.reporter.status().retries()).isGreaterThanOrEqualTo(4);
			bench.stays();
			bench.repair();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage\r\n\r\n", "\u0001\u0002\u0003\u0004\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
			"HTTP/9.9 200 OK\r\n\r\n" })
	void row10AStatusLineThatIsNone(String line) throws IOException {
		try (RawCollector raw = new RawCollector((socket) -> RawCollector.write(socket.getOutputStream(), line));
				FaultBench bench = bench("10 status line " + line.strip().replaceAll("\\p{Cntrl}", "?"), "as named")) {
			bench.url.set(raw.url());
			bench.start();
			bench.record(3);
			bench.awaitState(State.OPEN);
			bench.stays();
			bench.repair();
		}
	}

	@Test
	void row10AStatusThatNobodyKnows() throws IOException {
		try (RawCollector raw = new RawCollector((socket) -> RawCollector.write(socket.getOutputStream(),
				"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n")); FaultBench bench = bench("10 status 999", "999")) {
			bench.url.set(raw.url());
			bench.start();
			bench.record(3);
			bench.awaitState(State.CONFIG_BLOCKED);
			bench.stays();
			bench.repair();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 102, 103 })
	void row10AnInterimAnswerAndThenSilence(int status) throws IOException {
		try (RawCollector raw = new RawCollector((socket) -> {
			RawCollector.write(socket.getOutputStream(), "HTTP/1.1 " + status + " Wait\r\n\r\n");
			Thread.sleep(2000);
		}); FaultBench bench = bench("10 status " + status, status + ", then silence")) {
			bench.url.set(raw.url());
			bench.start(Duration.ofMillis(300));
			bench.record(3);
			bench.awaitError("(Http)?Timeout(Exception)?|IOException|ProtocolException");
			bench.stays();
			bench.repair();
		}
	}

	@Test
	void row11HeadersOfTwoMegabytes() throws IOException {
		AtomicLong written = new AtomicLong();
		String header = "X-Large: " + "x".repeat(8000) + "\r\n";
		try (RawCollector raw = new RawCollector((socket) -> {
			RawCollector.write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\n");
			for (int i = 0; i < 260; i++) {
				RawCollector.write(socket.getOutputStream(), header);
				written.addAndGet(header.length());
			}
			RawCollector.write(socket.getOutputStream(), "Content-Length: 0\r\n\r\n");
		}); FaultBench bench = bench("11 headers of 2 MB", "200 with 2 MB of headers")) {
			bench.url.set(raw.url());
			bench.start();
			bench.record(3);
			Awaitility.await().until(() -> raw.requests.size() > 0);
			Awaitility.await()
				.until(() -> bench.reporter.status().lastError() != null || bench.reporter.status().waiting() == 0);
			if (bench.reporter.status().waiting() == 0) {
				// some releases of the JDK have no limit: then it is a success like
				// others
				bench.acceptedElsewhere.addAll(bench.recorded);
			}
			else {
				bench.awaitState(State.OPEN);
				bench.stays();
				bench.repair();
			}
		}
	}

	@Test
	void row12ABodyOfTwoGigabytes() throws IOException {
		AtomicLong written = new AtomicLong();
		try (RawCollector raw = new RawCollector((socket) -> {
			RawCollector.write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n");
			byte[] part = new byte[64 * 1024];
			for (int i = 0; i < 30_000; i++) {
				socket.getOutputStream().write(part);
				written.addAndGet(part.length);
			}
		}); FaultBench bench = bench("12 body of 2 GB", "200 with 2 GB")) {
			bench.url.set(raw.url());
			bench.start();
			bench.record(3);
			bench.arrives();
			assertThat(raw.requests).hasSize(1);
			assertThat(written.get()).isLessThan(32L * 1024 * 1024);
			bench.acceptedElsewhere.addAll(raw.requests.get(0));
		}
	}

	@Test
	void row13ABodyThatWouldUnfoldToAGigabyte() throws IOException {
		byte[] bomb = bomb();
		try (RawCollector raw = new RawCollector((socket) -> {
			OutputStream out = socket.getOutputStream();
			RawCollector.write(out,
					"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
			out.write(bomb);
			out.flush();
		}); FaultBench bench = bench("13 gzip bomb", "200 with " + bomb.length + " bytes for 256 MB")) {
			bench.url.set(raw.url());
			bench.start();
			long before = used();
			bench.record(3);
			bench.arrives();
			assertThat(used() - before).isLessThan(64L * 1024 * 1024);
			bench.acceptedElsewhere.addAll(raw.requests.get(0));
		}
	}

	private static byte[] bomb() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			byte[] zeros = new byte[1024 * 1024];
			for (int i = 0; i < 256; i++) {
				gzip.write(zeros);
			}
		}
		return bytes.toByteArray();
	}

	private static long used() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@Test
	void row39AProxyThatWantsToKnowWhoWeAre() throws IOException {
		try (RawCollector proxy = new RawCollector(
				(socket) -> RawCollector.write(socket.getOutputStream(),
						"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
								+ "Content-Length: 0\r\n\r\n"));
				FaultBench bench = bench("39 proxy 407", "407 of a proxy")) {
			through(proxy.url(), () -> {
				bench.start();
				bench.record(3);
				bench.awaitState(State.AUTH_BLOCKED);
				bench.stays();
			});
		}
	}

	@Test
	void row39AProxyThatWantsToKnowWhoWeAreBeforeATunnel() throws IOException {
		try (RawCollector proxy = new RawCollector((socket) -> RawCollector.write(socket.getOutputStream(),
				"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
						+ "Content-Length: 0\r\n\r\n"));
				FaultBench bench = bench("39 proxy 407 to CONNECT", "407 of a proxy")) {
			bench.url.set(URI.create("https://collector.invalid"));
			through(proxy.url(), () -> {
				bench.start();
				bench.record(3);
				bench.awaitState(State.AUTH_BLOCKED);
				bench.stays();
			});
		}
	}

	@Test
	void row39AProxyThatIsDown() throws IOException {
		URI down;
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			down = URI.create("http://127.0.0.1:" + closed.getLocalPort());
		}
		try (FaultBench bench = bench("39 proxy down", "a proxy that refuses connections")) {
			through(down, () -> {
				bench.start();
				bench.record(3);
				bench.awaitState(State.OPEN);
				bench.stays();
			});
		}
	}

	/** The client asks for the proxy of the platform when it is made. */
	private static void through(URI proxy, Runnable test) {
		ProxySelector before = ProxySelector.getDefault();
		ProxySelector.setDefault(new ProxySelector() {

			@Override
			public List<Proxy> select(URI uri) {
				return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort())));
			}

			@Override
			public void connectFailed(URI uri, SocketAddress address, IOException ex) {
				// as if it were the collector
			}

		});
		try {
			test.run();
		}
		finally {
			ProxySelector.setDefault(before);
		}
	}

	private FaultBench bench(String row, String wire) {
		return new FaultBench(this.directory, row, wire);
	}

}
