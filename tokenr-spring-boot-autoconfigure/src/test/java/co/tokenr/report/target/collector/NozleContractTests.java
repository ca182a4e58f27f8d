package co.tokenr.report.target.collector;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.RefusedDeliveryException;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.report.target.collector.FakeCollector.Request;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import com.jayway.jsonpath.JsonPath;
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
 * What Nozle gets, and what its answers mean.
 */
@Timeout(60)
class NozleContractTests {

	private final FakeCollector collector = new FakeCollector();

	private final NozleServer nozle = new NozleServer();

	private final CollectorTarget target = target("/api/v1", "sk_test_1");

	@BeforeEach
	void listen() {
		this.collector.handler = this.nozle;
	}

	@AfterEach
	void close() {
		this.collector.close();
	}

	@Test
	void sendsAnEventFieldByField() throws Exception {
		UsageEvent event = TestEvents.event(
				TestEvents.call()
					.responseModel("gpt-4o-2024-08-06")
					.usage(TokenCounts.builder()
						.input(100L)
						.cacheReadInput(30L)
						.cacheCreationInput(20L)
						.output(9L)
						.reasoningOutput(4L)
						.build(), UsageSource.PROVIDER),
				Attribution.builder()
					.customer("acme")
					.feature("chat")
					.agent("bot")
					.team("core")
					.user("u1")
					.tag("subscription_id", "sub_1")
					.tag("k", "v")
					.build());
		this.target.deliver(TestEvents.stored(event));
		Request request = this.collector.requests.get(0);
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.header("Content-Type")).isEqualTo("application/json");
		assertThat(this.nozle.stored).singleElement()
			.satisfies((stored) -> assertThat(stored).containsExactly(entry("transaction_id", event.id().toString()),
					entry("external_customer_id", "acme"), entry("external_subscription_id", "sub_1"),
					entry("code", "llm_tokens"), entry("properties", stored.get("properties")),
					entry("timestamp", "2026-03-04T05:06:07.089Z")));
		Map<String, Object> properties = JsonPath.read(request.body(), "$.event.properties");
		assertThat(properties).containsExactly(entry("model", "gpt-4o-2024-08-06"), entry("provider", "openai"),
				entry("input_tokens", 100), entry("output_tokens", 9), entry("cached_input_tokens", 30),
				entry("cache_write_tokens", 20), entry("reasoning_tokens", 4), entry("latency_ms", 1234),
				entry("feature", "chat"), entry("agent_id", "bot"), entry("team_id", "core"),
				entry("status", "success"), entry("usage_source", "provider"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/api/v1", "/api/v1/", "/api/v1/events" })
	void findsTheEndpointFromWhatIsTyped(String path) throws Exception {
		target(path, "sk_test_1").deliver(TestEvents.stored(of("acme")));
		assertThat(this.nozle.stored).hasSize(1);
	}

	@Test
	void keepsTransactionIdAndTimestampThroughRetries() {
		this.collector.then(Answer.of(503), NozleServer.error(500, "oops"), NozleServer.error(429, "slow"));
		UsageReporter reporter = reporter();
		reporter.onUsage(of("acme"));
		reporter.start();
		assertThat(reporter.flush(Duration.ofSeconds(20)).accepted()).isEqualTo(1);
		reporter.stop();
		assertThat(this.collector.requests).hasSize(4);
		assertThat(this.collector.requests)
			.extracting((request) -> NozleServer.identity(JsonPath.read(request.body(), "$.event")))
			.containsOnly(NozleServer.identity(this.nozle.stored.get(0)));
	}

	@Test
	void anAnswerThatIsLostLeadsToNoSecondUsage() {
		this.collector.handler = (request) -> {
			Answer answer = this.nozle.answer(request);
			return (this.collector.requests.size() < 3) ? Answer.of(502) : answer;
		};
		UsageReporter reporter = reporter();
		List.of("acme", "globex", "acme").forEach((customer) -> reporter.onUsage(of(customer)));
		reporter.start();
		assertThat(reporter.flush(Duration.ofSeconds(20)).accepted()).isEqualTo(3);
		reporter.stop();
		assertThat(this.nozle.stored).hasSize(3);
		assertThat(this.collector.requests.size()).isGreaterThan(3);
	}

	@Test
	void rejectsAnEventWithoutACustomerAndNeverSendsIt() {
		UsageReporter reporter = reporter();
		reporter.onUsage(of("acme"));
		reporter.onUsage(TestEvents.event());
		reporter.onUsage(of("globex"));
		reporter.start();
		reporter.flush(Duration.ofSeconds(20));
		assertThat(reporter.status().sent()).isEqualTo(2);
		assertThat(reporter.status().rejected()).containsExactly(entry("missing_customer", 1L));
		reporter.stop();
		assertThat(this.nozle.stored).extracting((event) -> event.get("external_customer_id"))
			.containsExactly("acme", "globex");
		assertThat(this.collector.requests).hasSize(2);
	}

	@Test
	void anEventThatItSaysExistsAlreadyIsDelivered() throws Exception {
		this.collector
			.then(Answer.of(422, "{\"status\":422,\"error\":\"Unprocessable Entity\",\"code\":\"validation_errors\","
					+ "\"error_details\":{\"transaction_id\":[\"value_already_exist\"]}}"), Answer.of(409));
		assertOutcomes(this.target.deliver(TestEvents.stored(of("acme"), of("acme"))), EventOutcome.ACCEPTED,
				EventOutcome.ACCEPTED);
	}

	@Test
	void aCustomerThatItDoesNotKnowHoldsUpNobodyElse() throws Exception {
		assertOutcomes(this.target.deliver(TestEvents.stored(of("acme"), of("hooli"), of("globex"))),
				EventOutcome.ACCEPTED, EventOutcome.rejected("http_404"), EventOutcome.ACCEPTED);
		assertThatExceptionOfType(RefusedDeliveryException.class)
			.isThrownBy(() -> this.target.deliver(TestEvents.stored(of("hooli"), of("acme"))));
	}

	@Test
	void anUnknownCustomerInFrontIsSingledOutByTheReporter() {
		UsageReporter reporter = reporter();
		for (int i = 0; i < 20; i++) {
			reporter.onUsage(of((i == 0) ? "hooli" : "acme"));
		}
		reporter.start();
		reporter.flush(Duration.ofSeconds(20));
		assertThat(reporter.status().sent()).isEqualTo(19);
		assertThat(reporter.status().rejected()).containsExactly(entry("http_404", 1L));
		reporter.stop();
	}

	@Test
	void eventsWaitWhereKeyOrAddressAreWrong() {
		assertThatExceptionOfType(BlockedDeliveryException.class)
			.isThrownBy(() -> target("/api/v1", "pk_test").deliver(TestEvents.stored(of("acme"))))
			.withMessage("http_403");
		assertThatExceptionOfType(BlockedDeliveryException.class)
			.isThrownBy(() -> target("/api/v1", "tok").deliver(TestEvents.stored(of("acme"))))
			.withMessage("http_401");
		assertThatExceptionOfType(BlockedDeliveryException.class)
			.isThrownBy(() -> target("/elsewhere", "sk_test_1").deliver(TestEvents.stored(of("acme"))))
			.withMessage("http_404");
	}

	private UsageReporter reporter() {
		return new UsageReporter(this.target,
				ReporterSettings.builder()
					.initialInterval(Duration.ofMillis(1))
					.maxInterval(Duration.ofMillis(10))
					.flushInterval(Duration.ofMillis(10))
					.build());
	}

	private CollectorTarget target(String path, String token) {
		URI url = this.collector.url().resolve(path.isEmpty() ? "/" : path);
		return new CollectorTarget(CollectorConnection.of(url, token),
				CollectorSettings.builder().format(CollectorFormat.NOZLE).build());
	}

	private static UsageEvent of(String customer) {
		return TestEvents.event(TestEvents.call(), Attribution.builder().customer(customer).build());
	}

	private static void assertOutcomes(DeliveryResult result, EventOutcome... outcomes) {
		assertThat(IntStream.range(0, result.size()).mapToObj(result::outcome)).containsExactly(outcomes);
	}

}
