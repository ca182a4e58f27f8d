package co.tokenr.report.target.collector;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.RefusedDeliveryException;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.ReporterStatus.State;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.usage.UsageEvent;
import com.jayway.jsonpath.JsonPath;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * What LLMCosts gets, and what its answers mean; and the faults of its own client, which
 * are not to be ours.
 */
@Timeout(60)
class LlmCostsContractTests {

	private final FakeCollector collector = new FakeCollector();

	private final LlmCostsServer llmCosts = new LlmCostsServer();

	private final CollectorTarget target = target(this.collector.url(), "key_1");

	@BeforeEach
	void listen() {
		this.collector.handler = this.llmCosts;
	}

	@AfterEach
	void close() {
		this.collector.close();
	}

	@Test
	void sendsARecordFieldByField() throws Exception {
		UsageEvent event = TestEvents.event(
				TestEvents.call().responseId("chatcmpl-1").serviceTier("flex").run("run-1", 1),
				Attribution.builder().customer("acme").user("u1").feature("chat").tag("k", "v").build());
		this.target.deliver(TestEvents.stored(event));
		String body = this.collector.requests.get(0).body();
		Map<String, Object> taken = JsonPath.read(body, "$.usage_records[0]");
		assertThat(taken).containsExactly(entry("usage", taken.get("usage")), entry("model_id", "gpt-4o"),
				entry("response_id", event.id().toString()), entry("timestamp", "2026-03-04T05:06:07.089Z"),
				entry("provider", "openai"), entry("service_tier", "flex"), entry("context", taken.get("context")),
				entry("client_customer_key", "acme"));
		Map<String, Object> context = JsonPath.read(body, "$.usage_records[0].context");
		assertThat(context).containsExactly(entry("k", "v"), entry("feature", "chat"), entry("user_id", "u1"),
				entry("service", "shop"), entry("environment", "test"), entry("run_id", "run-1"),
				entry("status", "success"), entry("provider_response_id", "chatcmpl-1"));
		assertThat((Boolean) JsonPath.read(body, "$.remote_save")).isTrue();
		assertThat(this.llmCosts.saved).hasSize(1);
	}

	@Test
	void sendsTheCustomerAlwaysBeItNull() throws Exception {
		this.target.deliver(TestEvents.stored(TestEvents.event()));
		assertThat(this.llmCosts.saved.get(0)).containsEntry("client_customer_key", null);
	}

	@Test
	void rejectsTheRecordsThatItNamesAndNoOthers() throws Exception {
		this.llmCosts.refusedModel = "gpt-odd";
		assertOutcomes(this.target.deliver(TestEvents.stored(of("gpt-4o"), of("gpt-odd"), of("gpt-4o"))),
				EventOutcome.ACCEPTED, EventOutcome.rejected("collector"), EventOutcome.ACCEPTED);
		assertThat(this.collector.requests.get(0).status()).isEqualTo(207);
	}

	@Test
	void rejectsAllWhereItNamesAll() throws Exception {
		this.llmCosts.refusedModel = "gpt-odd";
		assertOutcomes(this.target.deliver(TestEvents.stored(of("gpt-odd"), of("gpt-odd"))),
				EventOutcome.rejected("collector"), EventOutcome.rejected("collector"));
		assertThat(this.collector.requests.get(0).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422 })
	void offersAgainWhoIsNotNamedInARefusal(int status) throws Exception {
		this.collector.then(Answer.of(status,
				"{\"status\":\"failed\",\"errors\":[{\"record_index\":1,\"errors\":[\"negative count\"]}]}"));
		assertOutcomes(this.target.deliver(TestEvents.stored(of("a"), of("b"), of("c"))), EventOutcome.AGAIN,
				EventOutcome.rejected("collector"), EventOutcome.AGAIN);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422 })
	void leavesARefusalThatNamesNobodyToTheReporter(int status) {
		this.collector.then(Answer.of(status, "{\"detail\":\"no\"}"));
		assertThatExceptionOfType(RefusedDeliveryException.class)
			.isThrownBy(() -> this.target.deliver(TestEvents.stored(of("a"), of("b"))))
			.withMessage("http_" + status);
	}

	@Test
	void aRecordThatItHasAlreadyIsDelivered() throws Exception {
		List<StoredEvent> events = TestEvents.stored(of("a"), of("b"));
		this.target.deliver(events.subList(0, 1));
		assertOutcomes(this.target.deliver(events), EventOutcome.ACCEPTED, EventOutcome.ACCEPTED);
		assertOutcomes(this.target.deliver(events), EventOutcome.ACCEPTED, EventOutcome.ACCEPTED);
		assertThat(this.collector.requests).extracting(FakeCollector.Request::status).containsExactly(200, 207, 400);
		assertThat(this.llmCosts.saved).hasSize(2);
	}

	/** Fault D1 of its client: every failure is taken for one that passes. */
	@Test
	void tellsFailuresApartByTheRealStatus() {
		this.collector.then(Answer.of(401));
		assertThatExceptionOfType(BlockedDeliveryException.class)
			.isThrownBy(() -> this.target.deliver(TestEvents.stored(of("a"))));
		UsageReporter reporter = reporter(this.target);
		this.collector.then(Answer.of(401));
		reporter.onUsage(of("a"));
		reporter.start();
		Awaitility.await().until(() -> reporter.status().state() == State.AUTH_BLOCKED);
		assertThat(reporter.status().lastError()).isEqualTo("http_401");
		assertThat(reporter.status().waiting()).isEqualTo(1);
		reporter.stop();
	}

	/** Fault D2: nothing is tried again, and what is lost is not counted. */
	@ParameterizedTest
	@ValueSource(ints = { 429, 500, 502, 503, 504 })
	void triesAgainWhatMayPass(int status) {
		this.collector.then(Answer.of(status), Answer.of(status));
		UsageReporter reporter = reporter(this.target);
		reporter.onUsage(of("a"));
		reporter.start();
		assertThat(reporter.flush(Duration.ofSeconds(20)).accepted()).isEqualTo(1);
		reporter.stop();
		assertThat(this.llmCosts.saved).hasSize(1);
		assertThat(this.collector.requests).extracting(FakeCollector.Request::body)
			.hasSize(3)
			.containsOnly(this.collector.requests.get(0).body());
	}

	/**
	 * Fault D3: a record that cannot be written takes its batch and the worker with it.
	 */
	@Test
	void anEventThatCannotBeWrittenTakesNoOtherWithIt() throws Exception {
		StoredEvent odd = StoredEvent.of("{\"usage\":7}".getBytes(StandardCharsets.UTF_8));
		List<StoredEvent> batch = new ArrayList<>(TestEvents.stored(of("a"), of("b")));
		batch.add(1, odd);
		assertOutcomes(this.target.deliver(batch), EventOutcome.ACCEPTED, EventOutcome.rejected("serialize_error"),
				EventOutcome.ACCEPTED);
		assertThat(this.llmCosts.saved).hasSize(2);
	}

	/** Fault D4: one record that is not to be saved leaves its whole batch unsaved. */
	@Test
	void neverMixesWhatIsToBeSavedWithWhatIsNot() throws Exception {
		UsageEvent unsaved = TestEvents.event(TestEvents.call(),
				Attribution.builder().tag("remote_save", "false").tag("k", "v").build());
		assertOutcomes(this.target.deliver(TestEvents.stored(of("a"), unsaved, of("b"))), EventOutcome.ACCEPTED,
				EventOutcome.ACCEPTED, EventOutcome.ACCEPTED);
		assertThat(this.llmCosts.saved).extracting((taken) -> taken.get("model_id")).containsExactly("a", "b");
		assertThat(this.llmCosts.priced).extracting((taken) -> taken.get("response_id"))
			.containsExactly(unsaved.id().toString());
		Map<String, Object> context = JsonPath.read(this.llmCosts.priced.get(0), "$.context");
		assertThat(context).containsEntry("k", "v").doesNotContainKey("remote_save");
	}

	@Test
	void reportsWhatWasTakenBeforeTheSecondRequestFailed() throws Exception {
		UsageEvent unsaved = TestEvents.event(TestEvents.call(),
				Attribution.builder().tag("remote_save", "false").build());
		this.collector.handler = (request) -> request.body().contains("\"remote_save\":false") ? Answer.of(503)
				: this.llmCosts.answer(request);
		assertOutcomes(this.target.deliver(TestEvents.stored(of("a"), unsaved, of("b"))), EventOutcome.ACCEPTED,
				EventOutcome.AGAIN, EventOutcome.ACCEPTED);
	}

	/** Fault D5: the calls of one account are sent with the key of another. */
	@Test
	void twoAccountsKeepTheirKeys() throws Exception {
		try (FakeCollector other = new FakeCollector()) {
			CollectorTarget second = target(other.url(), "key_2");
			this.target.deliver(TestEvents.stored(of("a")));
			second.deliver(TestEvents.stored(of("b")));
			this.target.deliver(TestEvents.stored(of("c")));
			assertThat(this.collector.requests).extracting((request) -> request.header("Authorization"))
				.containsExactly("Bearer key_1", "Bearer key_1");
			assertThat(other.requests).extracting((request) -> request.header("Authorization"))
				.containsExactly("Bearer key_2");
		}
	}

	private static UsageReporter reporter(CollectorTarget target) {
		return new UsageReporter(target,
				ReporterSettings.builder()
					.initialInterval(Duration.ofMillis(1))
					.maxInterval(Duration.ofMillis(10))
					.flushInterval(Duration.ofMillis(10))
					.build());
	}

	private static CollectorTarget target(URI url, String token) {
		return new CollectorTarget(CollectorConnection.of(url, token),
				CollectorSettings.builder().format(CollectorFormat.LLMCOSTS).build());
	}

	private static UsageEvent of(String model) {
		return TestEvents.event(TestEvents.call().requestModel(model), Attribution.NONE);
	}

	private static void assertOutcomes(DeliveryResult result, EventOutcome... outcomes) {
		assertThat(IntStream.range(0, result.size()).mapToObj(result::outcome)).containsExactly(outcomes);
	}

}
