package co.tokenr.report.target.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.DeadLetter;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.ReporterSettingsBuilder;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.ReporterStatus.State;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.report.target.collector.FakeCollector.Request;
import co.tokenr.usage.UsageEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows of the fault matrix, each with its number, against a reporter that keeps events in
 * files. After each row the books are compared with the ids that the collector has.
 */
@Timeout(60)
@ExtendWith(FaultSummary.class)
class DeliveryFaultTests {

	@TempDir
	Path directory;

	private final FakeCollector collector = new FakeCollector();

	private final AtomicReference<String> token = new AtomicReference<>("tok_1234567890");

	private final AtomicReference<URI> url = new AtomicReference<>(this.collector.url());

	private String row = "";

	private List<String> recorded = List.of();

	private UsageReporter reporter;

	@AfterEach
	void compareTheBooks() {
		if (this.reporter != null) {
			ReporterStatus status = this.reporter.status();
			this.reporter.stop();
			ReporterStatus stopped = this.reporter.status();
			FaultSummary.note(this.row, wire(this.collector), outcome(status),
					FaultSummary.law(stopped, this.recorded.size(), new HashSet<>(this.collector.accepted()).size()));
			assertThat(stopped.unaccounted()).isZero();
			assertThat(stopped.recorded()).isEqualTo(this.recorded.size());
		}
		this.collector.close();
	}

	@Test
	void row01ACollectorThatRefusesConnections() throws IOException {
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.url.set(URI.create("http://127.0.0.1:" + closed.getLocalPort()));
		}
		start("01 refused", 3);
		Awaitility.await().until(() -> this.reporter.status().retries() > 6);
		assertThat(this.reporter.status().state()).isIn(State.OPEN, State.HALF_OPEN);
		assertThat(this.reporter.status().lastError()).isEqualTo("ConnectException");
		stays(3);
		this.url.set(this.collector.url());
		arrives(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>ok</html>", "{", "\u0000", "" })
	void row14ASuccessThatIsNotReadable(String body) {
		this.collector.handler = (request) -> Answer.of(200, body);
		start("14 body of " + body.length(), 3);
		arrives(3);
	}

	@Test
	void row15And17APartialRejection() {
		this.collector.then(Answer.of(207, "{\"errors\":[{\"index\":0,\"status\":422,\"error\":\"bad\"},"
				+ "{\"index\":1,\"status\":429,\"error\":\"slow\"},{\"index\":2,\"error\":\"external_id already exists\"}]}"));
		start("17 mixed", 4);
		ended(4);
		assertThat(this.reporter.status().rejected()).containsOnlyKeys("collector").containsEntry("collector", 1L);
		assertThat(this.collector.requests).extracting((request) -> request.ids().size()).containsExactly(4, 1);
		assertThat(this.collector.requests.get(1).ids()).containsExactly(this.recorded.get(1));
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 202, 204 })
	void row16ASuccess(int status) {
		this.collector.handler = (request) -> Answer.of(status);
		start("16 " + status, 3);
		arrives(3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 307, 308, 404, 405, 406, 410, 431, 501, 505 })
	void rows18And23SomethingThatOnlySomebodyCanChange(int status) {
		try (FakeCollector other = new FakeCollector()) {
			this.collector.handler = (request) -> Answer.of(status).header("Location", other.url().toString());
			start("18/23 " + status, 3);
			Awaitility.await().until(() -> this.reporter.status().state() == State.CONFIG_BLOCKED);
			stays(3);
			assertThat(other.requests).isEmpty();
			this.collector.handler = (request) -> Answer.of(200);
			this.reporter.flush(Duration.ofSeconds(10));
			arrives(3);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422 })
	void row19OnePoisonousEventInAHundred(int status) {
		AtomicReference<String> poison = new AtomicReference<>("");
		this.collector.handler = (request) -> Answer.of(request.ids().contains(poison.get()) ? status : 200);
		List<UsageEvent> events = TestEvents.numbered(100);
		poison.set(events.get(41).id().toString());
		start("19 " + status, events);
		ended(100);
		assertThat(this.reporter.status().rejected()).containsOnlyKeys("http_" + status);
		assertThat(this.reporter.status().sent()).isEqualTo(99);
		assertThat(this.collector.requests).hasSizeLessThanOrEqualTo(15);
	}

	@Test
	void row20ARefusalOfEverythingAndThenARepair() {
		this.collector.handler = (request) -> Answer.of(400);
		this.reporter = reporter(settings().pauseInterval(Duration.ofHours(1)).pauseMaxInterval(Duration.ofHours(1)));
		start("20 schema break", 100);
		Awaitility.await().until(() -> this.reporter.status().state() == State.CONFIG_BLOCKED);
		assertThat(this.collector.requests).hasSizeLessThanOrEqualTo(25);
		stays(100);
		this.collector.handler = (request) -> Answer.of(200);
		this.reporter.flush(Duration.ofSeconds(20));
		assertThat(this.reporter.status().sent()).isEqualTo(100);
		assertThat(this.collector.accepted()).containsExactlyInAnyOrderElementsOf(this.recorded);
	}

	@Test
	void row20ARepairBetweenTheRefusalOfOneEventAndTheNextRequest() {
		this.collector.handler = (request) -> Answer.of((this.collector.requests.size() < 2) ? 400 : 200);
		start("20 repaired in the middle", 2);
		ended(2);
		assertThat(this.reporter.status().sent()).isEqualTo(2);
	}

	@Test
	void row20ARefusalOfEverythingWhereEventsComeOneByOne() {
		this.collector.handler = (request) -> Answer.of(400);
		this.reporter = reporter(
				settings().batchSize(1).pauseInterval(Duration.ofHours(1)).pauseMaxInterval(Duration.ofHours(1)));
		start("20 schema break, one by one", 50);
		Awaitility.await().until(() -> this.reporter.status().state() == State.CONFIG_BLOCKED);
		assertThat(this.reporter.status().rejected()).isEqualTo(Map.of("http_400", 3L));
		assertThat(this.collector.requests).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 407 })
	void rows21And22ATokenThatIsRotated(int status) {
		this.collector.handler = (request) -> Answer
			.of("Bearer tok_new".equals(request.header("Authorization")) ? 200 : status);
		start("21/22 " + status, 3);
		Awaitility.await().until(() -> this.reporter.status().state() == State.AUTH_BLOCKED);
		stays(3);
		this.token.set("tok_new");
		arrives(3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 425, 429, 500, 502, 503, 504, 507, 520, 527 })
	void rows24And29And33TroubleThatPasses(int status) {
		this.collector.then(Answer.of(status), Answer.of(status), Answer.of(status));
		start("24/29/33 " + status, 3);
		arrives(3);
		Set<String> keys = new HashSet<>();
		this.collector.requests.forEach((request) -> keys.add(request.header("Idempotency-Key")));
		assertThat(keys).hasSize(1);
		assertThat(this.collector.requests).hasSize(4);
	}

	@Test
	void row33ACollectorThatWasLeftAloneIsAskedForAFewEventsFirst() {
		Answer down = Answer.of(503);
		this.collector.then(down, down, down, down, down, down, down, down);
		start("33 503 to all, then a probe", 100);
		arrives(100);
		assertThat(this.collector.requests).extracting((request) -> request.ids().size())
			.containsExactly(100, 100, 100, 100, 100, 5, 5, 5, 5, 95);
	}

	@Test
	void row25AConflict() {
		this.collector.handler = (request) -> Answer.of(409);
		start("25 409", 4);
		ended(4);
		assertThat(this.reporter.status().sent()).isEqualTo(4);
	}

	@Test
	void row26ABodyThatIsTooLarge() {
		this.collector.handler = (request) -> Answer.of((request.body().length() > 8000) ? 413 : 200);
		start("26 at most 8000 bytes", 500);
		arrives(500);
		assertThat(this.collector.requests.stream().filter((request) -> request.status() == 413)).hasSizeLessThan(6);
	}

	@Test
	void row26AnEventThatIsTooLargeByItself() {
		this.collector.handler = (request) -> Answer.of((request.body().length() > 8000) ? 413 : 200);
		List<UsageEvent> events = new ArrayList<>(TestEvents.numbered(50));
		UsageEvent large = TestEvents.event(TestEvents.call().requestModel("m".repeat(9000)), Attribution.NONE);
		events.add(20, large);
		start("26 one above 8000 bytes", events);
		ended(51);
		assertThat(this.reporter.status().sent()).isEqualTo(50);
		assertThat(this.reporter.deadLetters("tokenr", 10).latest()).extracting(DeadLetter::id)
			.containsExactly(large.id().toString());
	}

	@Test
	void row28AMapOfWhatIsWrongInWhichMostIsKnownAlready() {
		Set<String> kept = new LinkedHashSet<>();
		AtomicReference<String> bad = new AtomicReference<>("");
		this.collector.handler = (request) -> lago(request, kept, bad.get());
		List<UsageEvent> events = TestEvents.numbered(10);
		kept.addAll(TestEvents.ids(events.subList(2, 7)));
		bad.set(events.get(8).id().toString());
		start("28 422 with duplicates", events);
		ended(10);
		assertThat(this.reporter.status().sent()).isEqualTo(9);
		assertThat(this.reporter.status().rejected()).isEqualTo(Map.of("collector", 1L));
		assertThat(this.collector.requests).hasSize(2);
		assertThat(this.collector.accepted())
			.isEqualTo(TestEvents.ids(List.of(events.get(0), events.get(1), events.get(7), events.get(9))));
		kept.remove(bad.get());
		assertThat(kept).hasSize(9);
	}

	/** All of a batch or nothing, as Lago takes it. */
	private static Answer lago(Request request, Set<String> kept, String bad) {
		List<String> wrong = new ArrayList<>();
		for (int i = 0; i < request.ids().size(); i++) {
			if (kept.contains(request.ids().get(i))) {
				wrong.add("\"" + i + "\":{\"transaction_id\":[\"value_already_exist\"]}");
			}
			else if (request.ids().get(i).equals(bad)) {
				wrong.add("\"" + i + "\":{\"external_subscription_id\":[\"value_is_mandatory\"]}");
			}
		}
		if (wrong.isEmpty()) {
			kept.addAll(request.ids());
			return Answer.of(200);
		}
		return Answer.of(422, "{\"status\":422,\"error\":\"Unprocessable Entity\",\"code\":\"validation_errors\","
				+ "\"error_details\":{" + String.join(",", wrong) + "}}");
	}

	@Test
	void row27NoCompressionPlease() {
		this.collector.handler = (request) -> Answer.of((request.header("Content-Encoding") != null) ? 415 : 200);
		start("27 415", 100);
		arrives(100);
		assertThat(this.collector.requests).hasSize(2);
	}

	@Test
	void row30ARequestToWait() {
		this.collector.then(Answer.of(429).header("Retry-After", "1"));
		start("30 Retry-After", 1);
		arrives(1);
		assertThat(this.collector.requests.get(1).time() - this.collector.requests.get(0).time())
			.isGreaterThanOrEqualTo(Duration.ofMillis(990).toNanos());
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "abc", "0", "" })
	void row32ARequestToWaitThatMakesNoSense(String value) {
		this.collector.then(Answer.of(503).header("Retry-After", value));
		start("32 Retry-After " + value, 1);
		arrives(1);
	}

	@Test
	void row53EventsAfterTheEnd() {
		start("53 late", 3);
		arrives(3);
		this.reporter.stop();
		UsageEvent late = TestEvents.event();
		this.reporter.onUsage(late);
		this.recorded = new ArrayList<>(this.recorded);
		this.recorded.add(late.id().toString());
		assertThat(this.reporter.status().dropped()).containsEntry("shutdown", 1L);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100, 101 })
	void row66BatchesOfAnySizeAndNoneEmpty(int size) {
		start("66 " + size, size);
		arrives(size);
		assertThat(this.collector.requests).allMatch((request) -> !request.ids().isEmpty());
	}

	/** The answers, in order of their first appearance. */
	static String wire(FakeCollector collector) {
		Map<Integer, Integer> answers = new LinkedHashMap<>();
		collector.requests.forEach((request) -> answers.merge(request.status(), 1, Integer::sum));
		return answers.toString();
	}

	static String outcome(ReporterStatus status) {
		return status.state() + ", last error " + status.lastError() + ", dead letters " + status.rejected();
	}

	private void start(String row, int count) {
		start(row, TestEvents.numbered(count));
	}

	private void start(String row, List<UsageEvent> events) {
		this.row = row;
		this.recorded = TestEvents.ids(events);
		this.reporter = (this.reporter != null) ? this.reporter : reporter(settings());
		events.forEach(this.reporter::onUsage);
		this.reporter.start();
	}

	/** All are delivered, and the collector has each once and in order. */
	private void arrives(int count) {
		ended(count);
		assertThat(this.reporter.status().sent()).isEqualTo(count);
		assertThat(this.collector.accepted()).isEqualTo(this.recorded);
		Awaitility.await().until(() -> this.reporter.status().state() == State.RUNNING);
	}

	private void ended(int count) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.reporter.status().waiting() == 0);
		assertThat(this.reporter.status().recorded()).isEqualTo(count);
	}

	private void stays(int count) {
		assertThat(this.reporter.status().waiting()).isEqualTo(count);
		assertThat(this.reporter.status().spoolEvents()).isEqualTo(count);
		assertThat(this.reporter.status().rejected()).isEmpty();
		assertThat(this.reporter.status().dropped()).isEmpty();
	}

	private UsageReporter reporter(ReporterSettingsBuilder settings) {
		CollectorConnection connection = new CollectorConnection() {

			@Override
			public URI url() {
				return DeliveryFaultTests.this.url.get();
			}

			@Override
			public String token() {
				return DeliveryFaultTests.this.token.get();
			}

		};
		return new UsageReporter(new CollectorTarget(connection, CollectorSettings.builder().build()),
				settings.build());
	}

	private ReporterSettingsBuilder settings() {
		return ReporterSettings.builder()
			.flushInterval(Duration.ofMillis(30))
			.initialInterval(Duration.ofMillis(1))
			.maxInterval(Duration.ofMillis(5))
			.pauseInterval(Duration.ofMillis(5))
			.pauseMaxInterval(Duration.ofMillis(20))
			.shutdownTimeout(Duration.ofSeconds(2))
			.spool(new SpoolSettings(this.directory, 64 * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL));
	}

}
