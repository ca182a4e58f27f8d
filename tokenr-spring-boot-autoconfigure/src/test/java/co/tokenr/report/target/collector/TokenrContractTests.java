package co.tokenr.report.target.collector;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.RefusedDeliveryException;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.TestEvents;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * What Tokenr gets, in batches and singly, and what its answers mean.
 */
@Timeout(60)
class TokenrContractTests {

	private final FakeCollector collector = new FakeCollector();

	private final TokenrServer tokenr = new TokenrServer();

	private final CollectorTarget batch = target(CollectorFormat.TOKENR);

	private final CollectorTarget single = target(CollectorFormat.TOKENR_SINGLE);

	@BeforeEach
	void listen() {
		this.collector.handler = this.tokenr;
	}

	@AfterEach
	void close() {
		this.collector.close();
	}

	@Test
	void sendsTheSameFieldsEitherWay() throws Exception {
		UsageEvent event = TestEvents.event(TestEvents.call(),
				Attribution.builder().agent("a").feature("f").team("t").customer("c").build());
		for (CollectorTarget target : List.of(this.batch, this.single)) {
			this.tokenr.stored.clear();
			assertOutcomes(target.deliver(TestEvents.stored(event)), EventOutcome.ACCEPTED);
			Map<String, Object> stored = this.tokenr.stored.get(0);
			assertThat(stored).containsExactly(entry("provider", "openai"), entry("model", "gpt-4o"),
					entry("input_tokens", 50), entry("output_tokens", 7), entry("cache_read_tokens", 30),
					entry("cache_write_tokens", 20), entry("agent_id", "a"), entry("feature_name", "f"),
					entry("team_id", "t"), entry("status", "success"), entry("latency_ms", 1234),
					entry("tags", Map.of("customer_id", "c", "service", "shop", "environment", "test")),
					entry("requested_at", "2026-03-04T05:06:07.089Z"), entry("external_id", event.id().toString()));
		}
		assertThat(this.collector.requests).extracting(FakeCollector.Request::path)
			.containsExactly("/api/v1/track/batch", "/api/v1/track");
	}

	@Test
	void anEventThatItHasAlreadyIsDelivered() throws Exception {
		List<StoredEvent> events = TestEvents.stored(TestEvents.numbered(2));
		this.batch.deliver(events.subList(1, 2));
		assertOutcomes(this.batch.deliver(events), EventOutcome.ACCEPTED, EventOutcome.ACCEPTED);
		assertThat(this.tokenr.stored).hasSize(2);
	}

	@Test
	void oneEventOfABatchCanBeRefused() throws Exception {
		assertOutcomes(this.batch.deliver(TestEvents.stored(of("a"), of("odd"), of("b"))), EventOutcome.ACCEPTED,
				EventOutcome.rejected("collector"), EventOutcome.ACCEPTED);
	}

	@Test
	void oneOfSeveralSingleEventsCanBeRefused() throws Exception {
		assertOutcomes(this.single.deliver(TestEvents.stored(of("a"), of("odd"), of("b"))), EventOutcome.ACCEPTED,
				EventOutcome.rejected("http_422"), EventOutcome.ACCEPTED);
		assertThat(this.collector.requests).hasSize(3);
	}

	@Test
	void aRefusalOfTheFirstEventMaySpeakOfAllSoTheReporterDecides() {
		assertThatExceptionOfType(RefusedDeliveryException.class)
			.isThrownBy(() -> this.single.deliver(TestEvents.stored(of("odd"), of("a"))));
		assertThat(this.collector.requests).hasSize(1);
	}

	private CollectorTarget target(CollectorFormat format) {
		return new CollectorTarget(CollectorConnection.of(this.collector.url(), "tok"),
				CollectorSettings.builder().format(format).build());
	}

	private static UsageEvent of(String model) {
		return TestEvents.event(TestEvents.call().requestModel(model), Attribution.NONE);
	}

	private static void assertOutcomes(DeliveryResult result, EventOutcome... outcomes) {
		assertThat(IntStream.range(0, result.size()).mapToObj(result::outcome)).containsExactly(outcomes);
	}

}
