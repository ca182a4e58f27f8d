package co.tokenr.report.target.collector;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

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
 * Rows of the fault matrix, each with its number, where an answer does not come or does
 * not end.
 */
@Timeout(90)
@ExtendWith(FaultSummary.class)
class BrokenAnswerTests {

	@TempDir
	Path directory;

	@Test
	void row33ACollectorThatIsDownIsLeftAloneAfterFiveAttempts() {
		try (FaultBench bench = bench("33 left alone", "503 to all")) {
			bench.collector.handler = (request) -> FakeCollector.Answer.of(503);
			Duration hour = Duration.ofHours(1);
			bench.start(bench.settings().pauseInterval(hour).pauseMaxInterval(hour),
					CollectorSettings.builder().build());
			bench.record(3);
			bench.awaitState(State.OPEN);
			Awaitility.await().during(Duration.ofMillis(300)).until(() -> bench.collector.requests.size() <= 5);
			bench.stays();
		}
	}

	@Test
	void row04ACollectorThatNeverAnswers() throws IOException {
		try (RawCollector raw = new RawCollector((socket) -> Thread.sleep(1000));
				FaultBench bench = bench("04 silence", "no answer")) {
			bench.url.set(raw.url());
			bench.start(Duration.ofMillis(300));
			bench.record(3);
			bench.awaitError("(Http)?Timeout(Exception)?");
			bench.stays();
			bench.repair();
			assertThat(raw.requests).allSatisfy((ids) -> assertThat(ids).isEqualTo(bench.recorded));
		}
	}

	@Test
	void row06ABodyThatDripsAfterASuccess() throws IOException {
		try (RawCollector raw = new RawCollector((socket) -> {
			RawCollector.write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
			for (int i = 0; i < 40; i++) {
				RawCollector.write(socket.getOutputStream(), "x");
				Thread.sleep(50);
			}
		}); FaultBench bench = bench("06 slow body", "200, then a byte each 50 ms")) {
			bench.url.set(raw.url());
			bench.start(Duration.ofMillis(300));
			bench.record(3);
			bench.awaitError("(Http)?Timeout(Exception)?");
			bench.stays();
			bench.repair();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void row07AConnectionThatIsResetOrClosed(int linger) throws IOException {
		String how = (linger == 0) ? "RST" : "FIN";
		try (RawCollector raw = new RawCollector((socket) -> socket.setSoLinger(linger == 0, Math.max(0, linger)));
				FaultBench bench = bench("07 " + how, how + " in place of an answer")) {
			bench.url.set(raw.url());
			bench.start();
			bench.record(3);
			bench.awaitState(State.OPEN);
			bench.stays();
			bench.repair();
			assertThat(raw.requests).allSatisfy((ids) -> assertThat(ids).isEqualTo(bench.recorded));
		}
	}

	@Test
	void row09ABodyThatBreaksOffAfterASuccess() throws IOException {
		try (RawCollector raw = new RawCollector((socket) -> RawCollector.write(socket.getOutputStream(),
				"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"acc"));
				FaultBench bench = bench("09 truncated body", "200 with 5 bytes of 1000")) {
			bench.url.set(raw.url());
			bench.start();
			bench.record(3);
			bench.arrives();
			assertThat(raw.requests).hasSize(1);
			bench.acceptedElsewhere.addAll(raw.requests.get(0));
		}
	}

	private FaultBench bench(String row, String wire) {
		return new FaultBench(this.directory, row, wire);
	}

}
