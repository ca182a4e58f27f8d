package co.tokenr.report.target.collector;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.report.target.collector.FakeCollector.Request;
import co.tokenr.usage.Cost;
import co.tokenr.usage.Origin;
import co.tokenr.usage.UsageEvent;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * What a receiver of CloudEvents gets, and what its answers mean.
 */
@Timeout(60)
class CloudEventsContractTests {

	private final FakeCollector collector = new FakeCollector();

	private final CloudEventsServer receiver = new CloudEventsServer();

	private final URI url = this.collector.url().resolve("/api/v1/events");

	private CollectorTarget target = target("llm_tokens");

	@BeforeEach
	void listen() {
		this.collector.handler = this.receiver;
	}

	@AfterEach
	void close() {
		this.collector.close();
	}

	@Test
	void sendsAnEventFieldByField() throws Exception {
		UsageEvent event = of("acme");
		this.target.deliver(TestEvents.stored(event, of("globex")));
		Request request = this.collector.requests.get(0);
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo("/api/v1/events");
		assertThat(request.header("Authorization")).isEqualTo("Bearer om_1");
		Map<String, Object> sent = JsonPath.read(request.body(), "$[0]");
		assertThat(sent).containsExactly(entry("specversion", "1.0"), entry("id", event.id().toString()),
				entry("source", "shop"), entry("type", "llm_tokens"), entry("subject", "acme"),
				entry("time", "2026-03-04T05:06:07.089Z"), entry("datacontenttype", "application/json"),
				entry("data", sent.get("data")));
		assertThat((Integer) JsonPath.read(request.body(), "$[0].data.usage.input_tokens")).isEqualTo(100);
		assertThat((String) JsonPath.read(request.body(), "$[0].data.request_model")).isEqualTo("gpt-4o");
		assertThat(this.receiver.stored).hasSize(2);
	}

	@Test
	void hasNoSubjectWhereThereIsNoCustomer() throws Exception {
		this.target.deliver(TestEvents.stored(TestEvents.event()));
		assertThat(this.receiver.stored.get(0)).doesNotContainKey("subject");
	}

	@Test
	void namesASourceThatIsAUriReferenceWhateverTheServiceIsCalled() throws Exception {
		for (String service : new String[] { "Caf\u00e9 & Bar/1", " ", null }) {
			this.target.deliver(TestEvents.stored(new UsageEvent(TestEvents.call().build(), Attribution.NONE,
					Cost.UNPRICED, new Origin(service, null, null))));
		}
		assertThat(this.receiver.stored).extracting((event) -> URI.create((String) event.get("source")))
			.containsExactly(URI.create("Caf%C3%A9%20%26%20Bar%2F1"), URI.create("tokenr"), URI.create("tokenr"));
	}

	@Test
	void callsUsageAsTheReceiverDoes() throws Exception {
		this.target = target("prompt");
		this.target.deliver(TestEvents.stored(of("acme")));
		assertThat(this.receiver.stored.get(0)).containsEntry("type", "prompt");
	}

	@Test
	void aRepeatIsTakenOnce() {
		this.collector.handler = (request) -> {
			Answer answer = this.receiver.answer(request);
			return this.collector.requests.isEmpty() ? Answer.of(504) : answer;
		};
		UsageReporter reporter = reporter();
		List.of("a", "b", "c").forEach((customer) -> reporter.onUsage(of(customer)));
		reporter.start();
		assertThat(reporter.flush(Duration.ofSeconds(20)).accepted()).isEqualTo(3);
		reporter.stop();
		assertThat(this.receiver.stored).hasSize(3);
		assertThat(this.collector.requests.get(1).body()).isEqualTo(this.collector.requests.get(0).body());
	}

	@Test
	void anEventThatTheReceiverRefusesTakesNoOtherWithIt() {
		this.receiver.subjectRequired = true;
		UsageReporter reporter = reporter();
		for (int i = 0; i < 10; i++) {
			reporter.onUsage((i == 3) ? TestEvents.event() : of("acme"));
		}
		reporter.start();
		reporter.flush(Duration.ofSeconds(20));
		assertThat(reporter.status().sent()).isEqualTo(9);
		assertThat(reporter.status().rejected()).containsExactly(entry("http_400", 1L));
		reporter.stop();
		assertThat(this.receiver.stored).hasSize(9);
	}

	private UsageReporter reporter() {
		return new UsageReporter(this.target,
				ReporterSettings.builder()
					.initialInterval(Duration.ofMillis(1))
					.maxInterval(Duration.ofMillis(10))
					.flushInterval(Duration.ofMillis(10))
					.build());
	}

	private CollectorTarget target(String type) {
		return new CollectorTarget(CollectorConnection.of(this.url, "om_1"),
				CollectorSettings.builder().format(CollectorFormat.CLOUDEVENTS).metricCode(type).build());
	}

	private static UsageEvent of(String customer) {
		return TestEvents.event(TestEvents.call(), Attribution.builder().customer(customer).build());
	}

}
