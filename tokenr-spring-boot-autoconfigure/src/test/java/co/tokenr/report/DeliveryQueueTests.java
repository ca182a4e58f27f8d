package co.tokenr.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(20)
class DeliveryQueueTests {

	private static final Duration NEVER = Duration.ofHours(1);

	@Test
	void dropsTheNewestWhenFullByCountAndCountsIt() throws Exception {
		DeliveryQueue queue = new DeliveryQueue(ReporterSettings.builder().queueCapacity(3).batchSize(3).build());
		List<UsageEvent> events = TestEvents.numbered(5);
		events.forEach((event) -> queue.offer(event, false));
		assertThat(queue.counts().dropped()).containsExactly(Map.entry("queue_full", 2L));
		assertThat(queue.counts().waiting()).isEqualTo(3);
		assertThat(ids(queue.take())).isEqualTo(TestEvents.ids(events.subList(0, 3)));
	}

	@Test
	void dropsTheNewestWhenFullByBytes() {
		DeliveryQueue queue = new DeliveryQueue(ReporterSettings.builder().queueMaxBytes(64 * 1024).build());
		UsageEvent large = TestEvents.event(TestEvents.call().responseId("x".repeat(40_000)), Attribution.NONE);
		queue.offer(large, false);
		queue.offer(large, false);
		queue.offer(TestEvents.event(), false);
		assertThat(queue.counts().waiting()).isEqualTo(2);
		assertThat(queue.counts().dropped()).containsEntry("queue_full", 1L);
		assertThat(queue.counts().bytes()).isBetween(40_000L, 65_536L);
	}

	@Test
	void countsEventsInFlightAsWaitingAndAgainstTheCapacity() throws Exception {
		DeliveryQueue queue = new DeliveryQueue(ReporterSettings.builder().queueCapacity(2).batchSize(2).build());
		TestEvents.numbered(2).forEach((event) -> queue.offer(event, false));
		queue.take();
		assertThat(queue.counts().waiting()).isEqualTo(2);
		queue.offer(TestEvents.event(), false);
		assertThat(queue.counts().dropped()).containsEntry("queue_full", 1L);
	}

	@Test
	void givesAFullBatchAtOnce() throws Exception {
		DeliveryQueue queue = new DeliveryQueue(ReporterSettings.builder().batchSize(2).flushInterval(NEVER).build());
		TestEvents.numbered(3).forEach((event) -> queue.offer(event, false));
		assertThat(queue.take().remaining()).isEqualTo(2);
	}

	@Test
	void givesABatchThatIsLargeEnoughAtOnce() throws Exception {
		DeliveryQueue queue = new DeliveryQueue(
				ReporterSettings.builder().batchMaxBytes(2048).flushInterval(NEVER).build());
		TestEvents.numbered(5).forEach((event) -> queue.offer(event, false));
		assertThat(queue.take().remaining()).isEqualTo(3);
	}

	@Test
	void givesALargeEventAlone() throws Exception {
		DeliveryQueue queue = new DeliveryQueue(
				ReporterSettings.builder().batchMaxBytes(1024).flushInterval(NEVER).build());
		queue.offer(TestEvents.named("x".repeat(5000)), false);
		queue.offer(TestEvents.event(), false);
		assertThat(queue.take().remaining()).isEqualTo(1);
	}

	@Test
	void givesASmallBatchOnceTheOldestHasWaitedLongEnough() throws Exception {
		DeliveryQueue queue = new DeliveryQueue(
				ReporterSettings.builder().flushInterval(Duration.ofMillis(200)).build());
		long start = System.nanoTime();
		queue.offer(TestEvents.event(), false);
		assertThat(queue.take().remaining()).isEqualTo(1);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(195),
				Duration.ofSeconds(10));
	}

	@Test
	void takesBackWhatIsLeftInOrder() throws Exception {
		DeliveryQueue queue = new DeliveryQueue(ReporterSettings.builder().batchSize(3).build());
		List<UsageEvent> events = TestEvents.numbered(4);
		events.forEach((event) -> queue.offer(event, false));
		Batch batch = queue.take();
		assertThat(queue.settle(batch, DeliveryResult.accepted(1))).isEqualTo(1);
		queue.giveBack(batch);
		assertThat(ids(queue.take())).isEqualTo(TestEvents.ids(events.subList(1, 4)));
	}

	@Test
	void keepsWhatIsToBeOfferedAgainInOrder() throws Exception {
		DeliveryQueue queue = new DeliveryQueue(ReporterSettings.builder().batchSize(4).build());
		List<UsageEvent> events = TestEvents.numbered(4);
		events.forEach((event) -> queue.offer(event, false));
		Batch batch = queue.take();
		int settled = queue.settle(batch, DeliveryResult.of(List.of(EventOutcome.AGAIN, EventOutcome.ACCEPTED,
				EventOutcome.AGAIN, EventOutcome.rejected("http_422"))));
		assertThat(settled).isEqualTo(2);
		assertThat(ids(batch)).isEqualTo(TestEvents.ids(List.of(events.get(0), events.get(2))));
		assertThat(queue.counts().sent()).isEqualTo(1);
		assertThat(queue.counts().rejected()).containsEntry("http_422", 1L);
	}

	private static List<String> ids(Batch batch) {
		assertThat(batch.freeze()).isEqualTo(-1);
		return batch.next(batch.remaining()).stream().map(StoredEvent::id).toList();
	}

	@Test
	void ignoresWhatBecomesOfABatchThatWasGivenUp() throws Exception {
		DeliveryQueue queue = new DeliveryQueue(ReporterSettings.builder().batchSize(2).build());
		TestEvents.numbered(2).forEach((event) -> queue.offer(event, false));
		Batch batch = queue.take();
		assertThat(queue.dropAll()).isEqualTo(2);
		queue.settle(batch, DeliveryResult.accepted(2));
		queue.giveBack(batch);
		Tally.Counts counts = queue.counts();
		assertThat(counts.sent()).isZero();
		assertThat(counts.waiting()).isZero();
		assertThat(counts.bytes()).isZero();
		assertThat(counts.dropped()).containsEntry("shutdown", 2L);
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void weighsAnEventWhoseTagsAreNoText() {
		DeliveryQueue queue = new DeliveryQueue(ReporterSettings.DEFAULTS);
		Attribution odd = new Attribution(null, null, null, null, null, null, (Map) Map.of("n", 1));
		queue.offer(TestEvents.event(TestEvents.call(), odd), false);
		assertThat(queue.counts().waiting()).isEqualTo(1);
	}

}
