package co.tokenr.report.target.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import co.tokenr.report.DeliveryResult;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.RetryableDeliveryException;
import co.tokenr.report.TestEvents;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A collector that misbehaves below HTTP.
 */
@Timeout(60)
class CollectorFaultTests {

	private static final String TOKEN = "tok_1234567890";

	@Test
	void aBodyThatDripsIsCutAtTheDeadlineAndItsConnectionClosed() throws Exception {
		AtomicBoolean cut = new AtomicBoolean();
		try (RawCollector raw = new RawCollector((socket) -> {
			RawCollector.write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
			try {
				for (int i = 0; i < 600; i++) {
					RawCollector.write(socket.getOutputStream(), "x");
					Thread.sleep(50);
				}
			}
			catch (IOException ex) {
				cut.set(true);
			}
		})) {
			CollectorTarget slow = new CollectorTarget(CollectorConnection.of(raw.url(), TOKEN),
					CollectorSettings.builder().requestTimeout(Duration.ofMillis(400)).build());
			long start = System.nanoTime();
			assertThatExceptionOfType(RetryableDeliveryException.class)
				.isThrownBy(() -> slow.deliver(TestEvents.stored(TestEvents.numbered(1))))
				.withMessage("TimeoutException");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			Awaitility.await().untilTrue(cut);
		}
	}

	@Test
	void aCollectorThatNeverAnswersIsGivenUpAtTheDeadline() throws Exception {
		try (RawCollector raw = new RawCollector((socket) -> Thread.sleep(30_000))) {
			CollectorTarget slow = new CollectorTarget(CollectorConnection.of(raw.url(), TOKEN),
					CollectorSettings.builder().requestTimeout(Duration.ofMillis(300)).build());
			assertThatExceptionOfType(RetryableDeliveryException.class)
				.isThrownBy(() -> slow.deliver(TestEvents.stored(TestEvents.numbered(1))))
				.withMessageMatching("(Http)?Timeout(Exception)?");
		}
	}

	@Test
	void readsNoMoreThanTheBeginningOfAHugeBody() throws Exception {
		AtomicLong written = new AtomicLong();
		AtomicBoolean cut = new AtomicBoolean();
		try (RawCollector raw = new RawCollector((socket) -> {
			RawCollector.write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n");
			byte[] part = new byte[64 * 1024];
			try {
				for (int i = 0; i < 30_000; i++) {
					socket.getOutputStream().write(part);
					written.addAndGet(part.length);
				}
			}
			catch (IOException ex) {
				cut.set(true);
			}
		})) {
			assertAccepted(
					new CollectorTarget(CollectorConnection.of(raw.url(), TOKEN), CollectorSettings.builder().build())
						.deliver(TestEvents.stored(TestEvents.numbered(1))),
					1);
			Awaitility.await().untilTrue(cut);
			assertThat(written.get()).isLessThan(32L * 1024 * 1024);
		}
	}

	@RepeatedTest(30)
	void aBodyThatBreaksOffAfterASuccessIsASuccess() throws Exception {
		try (RawCollector raw = new RawCollector((socket) -> RawCollector.write(socket.getOutputStream(),
				"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"acc"))) {
			assertAccepted(
					new CollectorTarget(CollectorConnection.of(raw.url(), TOKEN), CollectorSettings.builder().build())
						.deliver(TestEvents.stored(TestEvents.numbered(1))),
					1);
		}
	}

	@Test
	void aConnectionThatBreaksMayPass() throws Exception {
		try (RawCollector raw = new RawCollector((socket) -> socket.setSoLinger(true, 0))) {
			CollectorTarget broken = new CollectorTarget(CollectorConnection.of(raw.url(), TOKEN),
					CollectorSettings.builder().build());
			assertThatExceptionOfType(RetryableDeliveryException.class)
				.isThrownBy(() -> broken.deliver(TestEvents.stored(TestEvents.numbered(1))));
		}
	}

	@Test
	void aConnectionThatIsRefusedMayPass() throws Exception {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = closed.getLocalPort();
		}
		CollectorTarget refused = new CollectorTarget(
				CollectorConnection.of(URI.create("http://127.0.0.1:" + port), TOKEN),
				CollectorSettings.builder().build());
		assertThatExceptionOfType(RetryableDeliveryException.class)
			.isThrownBy(() -> refused.deliver(TestEvents.stored(TestEvents.numbered(1))))
			.withMessage("ConnectException");
	}

	private static void assertAccepted(DeliveryResult result, int size) {
		assertThat(result.size()).isEqualTo(size);
		for (int i = 0; i < size; i++) {
			assertThat(result.outcome(i)).isEqualTo(EventOutcome.ACCEPTED);
		}
	}

}
