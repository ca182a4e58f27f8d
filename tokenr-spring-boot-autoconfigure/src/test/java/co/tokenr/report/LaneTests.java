package co.tokenr.report;

import java.time.Duration;
import java.util.List;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lane and its writer, without their threads.
 */
@Timeout(20)
class LaneTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private HandOff handOff;

	private Lane lane;

	@Test
	void givesAFullBatchAtOnce() throws Exception {
		record(ReporterSettings.builder().batchSize(2).flushInterval(NEVER), TestEvents.numbered(3));
		assertThat(this.lane.take().remaining()).isEqualTo(2);
	}

	@Test
	void givesABatchThatIsLargeEnoughAtOnce() throws Exception {
		record(ReporterSettings.builder().batchMaxBytes(2048).flushInterval(NEVER), TestEvents.numbered(5));
		assertThat(this.lane.take().remaining()).isBetween(2, 4);
	}

	@Test
	void givesASmallBatchOnceTheOldestHasWaitedLongEnough() throws Exception {
		long start = System.nanoTime();
		record(ReporterSettings.builder().flushInterval(Duration.ofMillis(200)), TestEvents.numbered(1));
		assertThat(this.lane.take().remaining()).isEqualTo(1);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(195),
				Duration.ofSeconds(10));
	}

	@Test
	void givesTheSameBatchAgainUntilAllOfItIsSettled() throws Exception {
		List<UsageEvent> events = TestEvents.numbered(9);
		record(ReporterSettings.builder().batchSize(4).flushInterval(NEVER), events);
		Batch batch = this.lane.take();
		assertThat(this.lane.take()).isSameAs(batch);
		this.lane.settle(batch, DeliveryResult.of(List.of(EventOutcome.AGAIN, EventOutcome.ACCEPTED, EventOutcome.AGAIN,
				EventOutcome.rejected("http_422"))));
		assertThat(this.lane.take()).isSameAs(batch);
		assertThat(ids(batch)).isEqualTo(TestEvents.ids(List.of(events.get(0), events.get(2))));
		this.lane.settle(batch, DeliveryResult.accepted(2));
		assertThat(ids(this.lane.take())).isEqualTo(TestEvents.ids(events.subList(4, 8)));
		assertThat(this.lane.counts().sent()).isEqualTo(3);
		assertThat(this.lane.counts().waiting()).isEqualTo(5);
		assertThat(this.lane.counts().rejected()).containsEntry("http_422", 1L);
	}

	@Test
	void ignoresWhatBecomesOfABatchThatWasGivenUp() throws Exception {
		record(ReporterSettings.builder().batchSize(2), TestEvents.numbered(2));
		Batch batch = this.lane.take();
		assertThat(this.lane.close()).isEqualTo(2);
		this.lane.settle(batch, DeliveryResult.accepted(2));
		Tally.Counts counts = this.lane.counts();
		assertThat(counts.sent()).isZero();
		assertThat(counts.waiting()).isZero();
		assertThat(counts.dropped()).containsEntry("shutdown", 2L);
	}

	@Test
	void dropsTheNewestWhereTheSpoolIsFullAndTakesOthersOnceThereIsRoom() throws Exception {
		List<UsageEvent> events = TestEvents.numbered(5);
		record(ReporterSettings.builder().queueCapacity(3).batchSize(3), events.subList(0, 3));
		record(events.subList(3, 5));
		assertThat(this.lane.counts().dropped()).containsEntry("queue_full", 2L);
		assertThat(this.lane.spool().hasRoom()).isFalse();
		Batch batch = this.lane.take();
		assertThat(ids(batch)).isEqualTo(TestEvents.ids(events.subList(0, 3)));
		this.lane.settle(batch, DeliveryResult.accepted(3));
		assertThat(this.lane.spool().hasRoom()).isTrue();
		record(events.subList(3, 5));
		assertThat(this.lane.counts().waiting()).isEqualTo(2);
	}

	@Test
	void anEventThatCannotBeWrittenTakesNoOtherWithIt() {
		UsageEvent sound = TestEvents.event();
		UsageEvent odd = new UsageEvent(sound.call(), null, sound.cost(), sound.origin());
		UsageEvent huge = TestEvents.event(TestEvents.call().responseId("x".repeat(1_100_000)), Attribution.NONE);
		record(ReporterSettings.builder(), List.of(sound, odd, huge, sound));
		assertThat(this.lane.counts().dropped()).containsEntry("serialize_error", 1L).containsEntry("oversize", 1L);
		assertThat(this.lane.counts().waiting()).isEqualTo(2);
	}

	private static List<String> ids(Batch batch) {
		return batch.next(batch.remaining()).stream().map(StoredEvent::id).toList();
	}

	private void record(ReporterSettingsBuilder settings, List<UsageEvent> events) {
		ReporterSettings built = settings.build();
		this.handOff = new HandOff(built);
		this.lane = new Lane("test", this.handOff, built);
		this.lane.open();
		record(events);
	}

	private void record(List<UsageEvent> events) {
		events.forEach(this.handOff::offer);
		new SpoolWriter(this.handOff, List.of(new Recipient(this.lane, false, Egress.EVERYTHING))).write();
	}

}
