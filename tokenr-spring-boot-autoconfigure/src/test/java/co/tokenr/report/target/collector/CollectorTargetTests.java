package co.tokenr.report.target.collector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.RefusedDeliveryException;
import co.tokenr.report.RetryableDeliveryException;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.TestEvents;
import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.report.target.collector.FakeCollector.Request;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

@Timeout(60)
class CollectorTargetTests {

	private static final String TOKEN = "tok_1234567890";

	private final FakeCollector collector = new FakeCollector();

	private CollectorTarget target = target(CollectorSettings.builder().compression(false));

	@AfterEach
	void close() {
		this.collector.close();
	}

	@Test
	void postsABatchAsTokenrTakesIt() throws Exception {
		UsageEvent event = TestEvents.event(TestEvents.call().run("run-1", 1),
				Attribution.builder().agent("a").feature("f").team("t").customer("c").tag("k", "v").build());
		this.target.deliver(TestEvents.stored(event, TestEvents.event()));
		Request request = this.collector.requests.get(0);
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo("/api/v1/track/batch");
		assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
		assertThat(request.header("Content-Type")).isEqualTo("application/json");
		assertThat(request.header("User-Agent")).startsWith("tokenr-spring-boot/");
		assertThat(request.headers()).doesNotContainKeys("Content-encoding", "Upgrade", "Cookie");
		assertThat(request.body()).startsWith("{\"requests\":[{\"provider\":\"openai\",\"model\":\"gpt-4o\","
				+ "\"input_tokens\":50,\"output_tokens\":7,\"cache_read_tokens\":30,\"cache_write_tokens\":20,"
				+ "\"agent_id\":\"a\",\"feature_name\":\"f\",\"team_id\":\"t\",\"status\":\"success\","
				+ "\"latency_ms\":1234,\"tags\":{\"k\":\"v\",\"customer_id\":\"c\",\"service\":\"shop\","
				+ "\"environment\":\"test\",\"run_id\":\"run-1\"},\"requested_at\":\"2026-03-04T05:06:07.089Z\","
				+ "\"external_id\":\"" + event.id() + "\"},{\"provider\"");
		assertThat(request.events()).hasSize(2);
	}

	@Test
	void sendsTheSameKeyForTheSameEventsInTheSameOrderOnly() throws Exception {
		List<UsageEvent> events = TestEvents.numbered(2);
		this.target.deliver(TestEvents.stored(events));
		this.target.deliver(TestEvents.stored(events));
		this.target.deliver(TestEvents.stored(List.of(events.get(1), events.get(0))));
		List<String> keys = this.collector.requests.stream().map((it) -> it.header("Idempotency-Key")).toList();
		assertThat(keys.get(0)).hasSize(64).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
	}

	@Test
	void compressesWhatIsLargeAndOnlyThat() throws Exception {
		this.target = target(CollectorSettings.builder());
		this.target.deliver(TestEvents.stored(TestEvents.numbered(1)));
		this.target.deliver(TestEvents.stored(TestEvents.numbered(50)));
		assertThat(this.collector.requests.get(0).header("Content-Encoding")).isNull();
		assertThat(this.collector.requests.get(1).header("Content-Encoding")).isEqualTo("gzip");
		assertThat(this.collector.requests.get(1).events()).hasSize(50);
	}

	@Test
	void sendsPlainForGoodWhereCompressionIsNotUnderstood() throws Exception {
		this.target = target(CollectorSettings.builder());
		this.collector.then(Answer.of(415));
		assertThat(this.target.deliver(TestEvents.stored(TestEvents.numbered(50))).size()).isEqualTo(50);
		this.target.deliver(TestEvents.stored(TestEvents.numbered(50)));
		assertThat(this.collector.requests).extracting((request) -> request.header("Content-Encoding"))
			.containsExactly("gzip", null, null);
	}

	@Test
	void needsOneThreadBesideTheOneThatDelivers() throws Exception {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		for (int i = 0; i < 10; i++) {
			this.target.deliver(TestEvents.stored(TestEvents.numbered(50)));
		}
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
			.extracting(Thread::getName)
			.filteredOn((name) -> name.startsWith("HttpClient-"))
			.singleElement(as(STRING))
			.endsWith("SelectorManager");
	}

	@Test
	void sendsFurtherHeaders() throws Exception {
		this.target = target(CollectorSettings.builder().headers(Map.of("X-Tenant", "acme")));
		this.target.deliver(TestEvents.stored(TestEvents.numbered(1)));
		assertThat(this.collector.requests.get(0).header("X-Tenant")).isEqualTo("acme");
	}

	@Test
	void rejectsTheEventsThatTheCollectorNames() throws Exception {
		this.collector
			.then(Answer.of(200, "{\"accepted\":2,\"rejected\":1,\"errors\":[{\"index\":1,\"error\":\"bad\"}]}"));
		DeliveryResult result = this.target.deliver(TestEvents.stored(TestEvents.numbered(3)));
		assertOutcomes(result, EventOutcome.ACCEPTED, EventOutcome.rejected("collector"), EventOutcome.ACCEPTED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 202, 204, 207 })
	void anySuccessIsTakenAtItsWord(int status) throws Exception {
		this.collector.then(Answer.of(status));
		assertAccepted(this.target.deliver(TestEvents.stored(TestEvents.numbered(2))), 2);
	}

	@Test
	void aSuccessWithABodyThatIsNotReadableIsASuccess() throws Exception {
		this.collector.then(Answer.of(200, "<html>ok</html>"), Answer.of(200, "{\"accepted\":"));
		assertAccepted(this.target.deliver(TestEvents.stored(TestEvents.numbered(2))), 2);
		assertAccepted(this.target.deliver(TestEvents.stored(TestEvents.numbered(2))), 2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 425, 429, 500, 502, 503, 504, 507, 520, 527 })
	void isRetryableWhereTheTroubleMayPass(int status) {
		this.collector.then(Answer.of(status).header("Retry-After", "7"));
		assertThatExceptionOfType(RetryableDeliveryException.class)
			.isThrownBy(() -> this.target.deliver(TestEvents.stored(TestEvents.numbered(2))))
			.withMessage("http_" + status)
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 300, 301, 302, 303, 304, 307, 308, 401, 402, 403, 406, 407, 410, 431, 451, 505 })
	void isBlockedWhereSomebodyMustChangeSomething(int status) {
		this.collector.then(Answer.of(status));
		assertThatExceptionOfType(BlockedDeliveryException.class)
			.isThrownBy(() -> this.target.deliver(TestEvents.stored(TestEvents.numbered(2))))
			.withMessage("http_" + status);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 409, 413, 422 })
	void refusesTheBatchWhereTheBatchIsAtFault(int status) {
		this.collector.then(Answer.of(status));
		assertThatExceptionOfType(RefusedDeliveryException.class)
			.isThrownBy(() -> this.target.deliver(TestEvents.stored(TestEvents.numbered(2))))
			.withMessage("http_" + status);
	}

	@Test
	void anEventThatTheCollectorHasAlreadyIsDelivered() throws Exception {
		this.collector.then(Answer.of(409));
		assertAccepted(this.target.deliver(TestEvents.stored(TestEvents.numbered(1))), 1);
	}

	@Test
	void followsNoRedirectAndKeepsTheTokenFromOtherHosts() {
		try (FakeCollector other = new FakeCollector()) {
			this.collector.then(Answer.of(307).header("Location", other.url() + "/track/batch"));
			assertThatExceptionOfType(BlockedDeliveryException.class)
				.isThrownBy(() -> this.target.deliver(TestEvents.stored(TestEvents.numbered(2))));
			assertThat(other.requests).isEmpty();
			assertThat(this.collector.requests).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 405, 501 })
	void sendsOneByOneWhereTheCollectorTakesNoBatches(int status) throws Exception {
		this.collector.handler = (request) -> Answer.of(request.path().endsWith("/batch") ? status : 200);
		List<UsageEvent> events = TestEvents.numbered(3);
		assertAccepted(this.target.deliver(TestEvents.stored(events)), 3);
		assertAccepted(this.target.deliver(TestEvents.stored(events.subList(0, 1))), 1);
		assertThat(this.collector.requests).extracting(Request::path)
			.containsExactly("/api/v1/track/batch", "/api/v1/track", "/api/v1/track", "/api/v1/track", "/api/v1/track");
		assertThat(this.collector.requests.get(1).ids()).containsExactly(events.get(0).id().toString());
		assertThat(this.collector.requests.get(1).header("Idempotency-Key"))
			.isEqualTo(this.collector.requests.get(4).header("Idempotency-Key"));
	}

	@Test
	void triesBatchesAgainAfterSomeTime() throws Exception {
		this.target = new CollectorTarget(CollectorConnection.of(this.collector.url(), TOKEN),
				CollectorSettings.builder().build(), Duration.ZERO);
		this.collector.then(Answer.of(404));
		this.target.deliver(TestEvents.stored(TestEvents.numbered(1)));
		this.target.deliver(TestEvents.stored(TestEvents.numbered(1)));
		assertThat(this.collector.requests).extracting(Request::path)
			.containsExactly("/api/v1/track/batch", "/api/v1/track", "/api/v1/track/batch");
	}

	@Test
	void isBlockedWhereThereIsNoEndpointAtAll() {
		this.collector.handler = (request) -> Answer.of(404);
		assertThatExceptionOfType(BlockedDeliveryException.class)
			.isThrownBy(() -> this.target.deliver(TestEvents.stored(TestEvents.numbered(2))))
			.withMessage("http_404");
	}

	@Test
	void reportsWhatWasTakenOneByOneBeforeAFailure() throws Exception {
		this.collector.then(Answer.of(404), Answer.of(200), Answer.of(422), Answer.of(503));
		DeliveryResult result = this.target.deliver(TestEvents.stored(TestEvents.numbered(5)));
		assertOutcomes(result, EventOutcome.ACCEPTED, EventOutcome.rejected("http_422"), EventOutcome.AGAIN,
				EventOutcome.AGAIN, EventOutcome.AGAIN);
	}

	@Test
	void rejectsAnEventThatCannotBeWrittenAndSendsTheOthers() throws Exception {
		StoredEvent odd = StoredEvent.of("{\"id\":7}".getBytes(StandardCharsets.UTF_8));
		StoredEvent sound = StoredEvent.of(TestEvents.event());
		DeliveryResult result = this.target.deliver(List.of(sound, odd, sound));
		EventOutcome unwritable = EventOutcome.rejected("serialize_error");
		assertOutcomes(result, EventOutcome.ACCEPTED, unwritable, EventOutcome.ACCEPTED);
		assertThat(this.collector.requests.get(0).events()).hasSize(2);
		assertOutcomes(this.target.deliver(List.of(odd)), unwritable);
		assertThat(this.collector.requests).hasSize(1);
	}

	private CollectorTarget target(CollectorSettings.Builder settings) {
		return new CollectorTarget(CollectorConnection.of(this.collector.url(), TOKEN), settings.build());
	}

	private static void assertAccepted(DeliveryResult result, int size) {
		assertOutcomes(result, Collections.nCopies(size, EventOutcome.ACCEPTED).toArray(EventOutcome[]::new));
	}

	private static void assertOutcomes(DeliveryResult result, EventOutcome... outcomes) {
		assertThat(IntStream.range(0, result.size()).mapToObj(result::outcome)).containsExactly(outcomes);
	}

}
