package co.tokenr.report.target.collector;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import co.tokenr.report.FlushResult;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.ReporterSettingsBuilder;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.ReporterStatus.State;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.usage.UsageEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reporter and a collector, over the loopback interface.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class CollectorDeliveryTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final FakeCollector collector = new FakeCollector();

	private final AtomicReference<String> token = new AtomicReference<>("tok_first_1234567890");

	private UsageReporter reporter = reporter(settings(), this.collector.url());

	@AfterEach
	void close() {
		this.reporter.stop();
		this.collector.close();
	}

	@Test
	void sendsFullBatchesAtOnceAndTheRestAfterTheInterval() {
		this.reporter = reporter(settings().batchSize(10).flushInterval(Duration.ofMillis(300)), this.collector.url());
		record(TestEvents.numbered(25));
		this.reporter.start();
		Awaitility.await().until(() -> this.collector.requests.size() == 3);
		assertThat(this.collector.requests).extracting((request) -> request.ids().size()).containsExactly(10, 10, 5);
	}

	@Test
	void deliversOnceAndInOrderAfterA503() {
		this.reporter = reporter(settings().maxAttempts(2), this.collector.url());
		this.collector.then(Answer.of(503), Answer.of(503), Answer.of(503));
		List<UsageEvent> events = record(TestEvents.numbered(150));
		this.reporter.start();
		assertThat(this.reporter.flush(LONG)).isEqualTo(new FlushResult(150, 0, 0, 0));
		assertThat(this.collector.accepted()).isEqualTo(ids(events));
		assertThat(this.reporter.status().retries()).isEqualTo(3);
		assertThat(this.reporter.status().lastError()).isEqualTo("http_503");
		assertThat(this.collector.requests.subList(0, 2)).extracting((request) -> request.header("Idempotency-Key"))
			.containsOnly(this.collector.requests.get(0).header("Idempotency-Key"));
	}

	@Test
	void sendsNothingBeforeTheCollectorWantsToHearOfUs() {
		this.collector.then(Answer.of(429).header("Retry-After", "1"));
		record(TestEvents.numbered(1));
		this.reporter.start();
		Awaitility.await().until(() -> !this.collector.requests.isEmpty());
		assertThat(this.reporter.flush(LONG).accepted()).isEqualTo(1);
		Duration between = Duration
			.ofNanos(this.collector.requests.get(1).time() - this.collector.requests.get(0).time());
		assertThat(between).isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
	}

	@Test
	void isBlockedByA401AndResumesWhenTheTokenRotates() {
		this.collector.handler = (request) -> Answer
			.of("Bearer tok_second".equals(request.header("Authorization")) ? 200 : 401);
		record(TestEvents.numbered(3));
		this.reporter.start();
		Awaitility.await().until(() -> this.reporter.status().state() == State.AUTH_BLOCKED);
		assertThat(this.reporter.status().waiting()).isEqualTo(3);
		assertThat(this.reporter.status().lastError()).isEqualTo("http_401");
		this.token.set("tok_second");
		Awaitility.await().until(() -> this.reporter.status().sent() == 3);
		Awaitility.await().until(() -> this.reporter.status().state() == State.RUNNING);
		assertThat(this.reporter.status().rejected()).isEmpty();
	}

	@Test
	void rejectsAPoisonousEventAloneAndSendsTheOtherNinetyNine() {
		List<UsageEvent> events = TestEvents.numbered(100);
		String poison = events.get(67).id().toString();
		this.collector.handler = (request) -> Answer.of(request.ids().contains(poison) ? 400 : 200);
		record(events);
		this.reporter.start();
		assertThat(this.reporter.flush(LONG)).isEqualTo(new FlushResult(99, 1, 0, 0));
		assertThat(this.reporter.status().rejected()).containsOnlyKeys("http_400").containsEntry("http_400", 1L);
		List<String> others = ids(events);
		others = others.stream().filter((id) -> !id.equals(poison)).toList();
		assertThat(this.collector.accepted()).isEqualTo(others);
		assertThat(this.collector.requests).hasSizeLessThanOrEqualTo(15);
	}

	@Test
	void countsEachEventOfAMixedAnswer() {
		this.collector.then(Answer.of(207,
				"{\"accepted\":2,\"rejected\":1,\"errors\":[{\"index\":0,\"error\":\"no such model\"}]}"));
		record(TestEvents.numbered(3));
		this.reporter.start();
		assertThat(this.reporter.flush(LONG)).isEqualTo(new FlushResult(2, 1, 0, 0));
		assertThat(this.reporter.status().rejected()).containsEntry("collector", 1L);
	}

	@Test
	void deliversOneByOneWithoutRepeatingWhatWasTaken() {
		this.collector.handler = (request) -> Answer.of(request.path().endsWith("/batch") ? 404 : 200);
		this.collector.then(Answer.of(404), Answer.of(200), Answer.of(200), Answer.of(503));
		List<UsageEvent> events = record(TestEvents.numbered(5));
		this.reporter.start();
		assertThat(this.reporter.flush(LONG).accepted()).isEqualTo(5);
		assertThat(this.collector.accepted()).isEqualTo(ids(events));
	}

	@Test
	void aShutdownDeliversWhatWaits() {
		this.reporter = reporter(settings().flushInterval(Duration.ofHours(1)), this.collector.url());
		this.reporter.start();
		List<UsageEvent> events = record(TestEvents.numbered(250));
		this.reporter.stop();
		assertThat(this.collector.accepted()).isEqualTo(ids(events));
	}

	@Test
	void aShutdownOutlivesATransientFailure() {
		this.reporter = reporter(settings().flushInterval(Duration.ofHours(1)).maxAttempts(1), this.collector.url());
		this.collector.then(Answer.of(503), Answer.of(500));
		this.reporter.start();
		record(TestEvents.numbered(10));
		this.reporter.stop();
		assertThat(this.reporter.status().sent()).isEqualTo(10);
	}

	@Test
	void aShutdownWithADeadCollectorKeepsItsDeadlineAndCountsWhatIsLost() {
		URI dead = this.collector.url();
		this.collector.close();
		this.reporter = reporter(settings().shutdownTimeout(Duration.ofSeconds(2)), dead);
		this.reporter.start();
		record(TestEvents.numbered(150));
		long start = System.nanoTime();
		this.reporter.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
		assertThat(this.reporter.status().dropped()).containsEntry("shutdown", 150L);
		assertThat(this.reporter.status().waiting()).isZero();
	}

	@Test
	void aShutdownWithASilentCollectorKeepsItsDeadline() throws Exception {
		try (RawCollector raw = new RawCollector((socket) -> Thread.sleep(30_000))) {
			this.reporter = reporter(settings().shutdownTimeout(Duration.ofMillis(700)), raw.url());
			this.reporter.start();
			record(TestEvents.numbered(5));
			Awaitility.await().until(() -> raw.connections.get() > 0);
			long start = System.nanoTime();
			this.reporter.stop();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
			assertThat(this.reporter.status().dropped()).containsEntry("shutdown", 5L);
			assertThat(this.reporter.status().workerAlive()).isFalse();
		}
	}

	@Test
	void showsTheTokenNowhere(CapturedOutput output) {
		this.collector.then(Answer.of(401, "bad token " + this.token.get()), Answer.of(400, this.token.get()),
				Answer.of(503, this.token.get()));
		record(TestEvents.numbered(1));
		this.reporter.start();
		record(TestEvents.numbered(2));
		Awaitility.await().until(() -> this.reporter.status().waiting() == 0);
		this.token.set("broken\r\ntok_first_1234567890");
		record(TestEvents.numbered(1));
		Awaitility.await().until(() -> "invalid_token".equals(this.reporter.status().lastError()));
		this.reporter.stop();
		ReporterStatus status = this.reporter.status();
		assertThat(output.getAll()).contains("http_401");
		assertThat(output.getAll() + status + this.reporter).doesNotContain("tok_first");
	}

	private List<UsageEvent> record(List<UsageEvent> events) {
		events.forEach(this.reporter::onUsage);
		return events;
	}

	private static List<String> ids(List<UsageEvent> events) {
		return events.stream().map((event) -> event.id().toString()).toList();
	}

	private UsageReporter reporter(ReporterSettingsBuilder settings, URI url) {
		CollectorConnection connection = new CollectorConnection() {

			@Override
			public URI url() {
				return url;
			}

			@Override
			public String token() {
				return CollectorDeliveryTests.this.token.get();
			}

		};
		return new UsageReporter(new CollectorTarget(connection, CollectorSettings.builder().build()),
				settings.build());
	}

	private static ReporterSettingsBuilder settings() {
		return ReporterSettings.builder()
			.flushInterval(Duration.ofMillis(30))
			.initialInterval(Duration.ofMillis(1))
			.maxInterval(Duration.ofMillis(5))
			.pauseInterval(Duration.ofMillis(5))
			.pauseMaxInterval(Duration.ofMillis(20))
			.shutdownTimeout(Duration.ofSeconds(5));
	}

}
