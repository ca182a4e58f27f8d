package co.tokenr.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import co.tokenr.report.ReporterStatus.State;
import co.tokenr.usage.UsageEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Targets that take a part of what they are offered, or nothing, or only little at once.
 */
@Timeout(60)
class RefusalTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final ScriptedTarget target = new ScriptedTarget();

	private UsageReporter reporter;

	@AfterEach
	void stop() {
		this.reporter.stop();
		assertThat(this.reporter.status().unaccounted()).isZero();
	}

	@Test
	void eventsThatAreAllRefusedAreNotAtFault() {
		this.reporter = reporter(
				UsageReporterTests.settings().pauseInterval(Duration.ofHours(1)).pauseMaxInterval(Duration.ofHours(1)));
		this.target.always(RefusalTests::refuse);
		TestEvents.numbered(100).forEach(this.reporter::onUsage);
		this.reporter.start();
		awaitState(State.CONFIG_BLOCKED);
		assertThat(this.target.offered).hasSizeLessThanOrEqualTo(25);
		assertThat(this.reporter.status().rejected()).isEmpty();
		assertThat(this.reporter.status().waiting()).isEqualTo(100);
	}

	@Test
	void threeEventsAloneAreRejectedOnTheWordOfATargetThatTookNone() {
		this.reporter = reporter(UsageReporterTests.settings()
			.batchSize(1)
			.pauseInterval(Duration.ofHours(1))
			.pauseMaxInterval(Duration.ofHours(1)));
		this.target.always(RefusalTests::refuse);
		TestEvents.numbered(10).forEach(this.reporter::onUsage);
		this.reporter.start();
		awaitState(State.CONFIG_BLOCKED);
		assertThat(this.reporter.status().rejected()).isEqualTo(Map.of("http_400", 3L));
		assertThat(this.reporter.status().waiting()).isEqualTo(7);
	}

	@Test
	void aFewEventsAtFaultHoldUpTheOthersNotForEver() {
		this.reporter = reporter(UsageReporterTests.settings().batchSize(5));
		List<UsageEvent> events = TestEvents.numbered(12);
		List<String> atFault = TestEvents.ids(events.subList(0, 5));
		this.target.always((batch) -> batch.stream().anyMatch((event) -> atFault.contains(event.id())) ? refuse(batch)
				: DeliveryResult.accepted(batch.size()));
		events.forEach(this.reporter::onUsage);
		this.reporter.start();
		Awaitility.await().until(() -> this.reporter.status().waiting() == 0);
		assertThat(this.reporter.status().rejected()).isEqualTo(Map.of("http_400", 5L));
		assertThat(this.target.taken).isEqualTo(TestEvents.ids(events.subList(5, 12)));
	}

	@Test
	void theFirstEventsOfALargeBatchAtFaultHoldUpTheOthersNotForEver() {
		this.reporter = reporter(UsageReporterTests.settings());
		List<UsageEvent> events = TestEvents.numbered(100);
		List<String> atFault = IntStream.range(0, 100)
			.filter((i) -> i < 6 || i % 7 == 0)
			.mapToObj((i) -> events.get(i).id().toString())
			.toList();
		this.target.always((batch) -> batch.stream().anyMatch((event) -> atFault.contains(event.id())) ? refuse(batch)
				: DeliveryResult.accepted(batch.size()));
		events.forEach(this.reporter::onUsage);
		this.reporter.start();
		Awaitility.await().atMost(LONG).until(() -> this.reporter.status().waiting() == 0);
		assertThat(this.reporter.status().rejected()).isEqualTo(Map.of("http_400", (long) atFault.size()));
		assertThat(this.target.taken).hasSize(100 - atFault.size()).doesNotHaveDuplicates();
	}

	@Test
	void asksATargetThatWasLeftAloneForAFewEventsAndThenSendsTheRest() {
		this.reporter = reporter(UsageReporterTests.settings().maxAttempts(1));
		this.target.then(ScriptedTarget.retryable("http_503"), ScriptedTarget.retryable("http_503"));
		List<UsageEvent> events = TestEvents.numbered(100);
		events.forEach(this.reporter::onUsage);
		this.reporter.start();
		assertThat(this.reporter.flush(LONG).accepted()).isEqualTo(100);
		assertThat(this.target.offered).extracting(List::size).containsExactly(100, 5, 5, 95);
		assertThat(this.target.taken).isEqualTo(TestEvents.ids(events));
	}

	@Test
	void offersABatchThatMayHaveArrivedAgainExactlyAsItWas() {
		this.reporter = reporter(UsageReporterTests.settings().maxAttempts(1));
		ScriptedTarget.Behaviour silence = (batch) -> {
			throw RetryableDeliveryException.ambiguous("TimeoutException");
		};
		this.target.then(silence, silence);
		TestEvents.numbered(100).forEach(this.reporter::onUsage);
		this.reporter.start();
		assertThat(this.reporter.flush(LONG).accepted()).isEqualTo(100);
		assertThat(this.target.offered).extracting(List::size).containsExactly(100, 100, 100);
	}

	@Test
	void learnsHowLargeABatchMayBe() {
		this.reporter = reporter(UsageReporterTests.settings());
		this.target.always((batch) -> {
			if (batch.size() > 30) {
				throw RefusedDeliveryException.tooLarge("http_413");
			}
			return DeliveryResult.accepted(batch.size());
		});
		this.reporter.start();
		List<UsageEvent> events = TestEvents.numbered(500);
		events.forEach(this.reporter::onUsage);
		assertThat(this.reporter.flush(LONG).accepted()).isEqualTo(500);
		assertThat(this.target.taken).isEqualTo(TestEvents.ids(events));
		assertThat(this.target.offered.stream().filter((batch) -> batch.size() > 30)).hasSize(2);
	}

	private static DeliveryResult refuse(List<StoredEvent> batch) {
		throw new RefusedDeliveryException("http_400");
	}

	private void awaitState(State state) {
		Awaitility.await().until(() -> this.reporter.status().state() == state);
	}

	private UsageReporter reporter(ReporterSettingsBuilder settings) {
		return new UsageReporter(this.target, settings.build());
	}

}
