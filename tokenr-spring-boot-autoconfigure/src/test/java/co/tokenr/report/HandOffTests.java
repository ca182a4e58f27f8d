package co.tokenr.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.HandOff.Entry;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(20)
class HandOffTests {

	private static final long LONG = Duration.ofHours(1).toNanos();

	@Test
	void dropsTheNewestWhenFullByCountAndCountsIt() {
		HandOff handOff = new HandOff(ReporterSettings.builder().queueCapacity(3).build());
		List<UsageEvent> events = TestEvents.numbered(5);
		assertThat(events).extracting(handOff::offer).containsExactly(true, true, true, false, false);
		assertThat(counts(handOff).dropped()).containsExactly(Map.entry("queue_full", 2L));
		assertThat(handOff.take()).extracting(Entry::event).isEqualTo(events.subList(0, 3));
	}

	@Test
	void dropsTheNewestWhenFullByBytes() {
		HandOff handOff = new HandOff(ReporterSettings.builder().queueMaxBytes(64 * 1024).build());
		UsageEvent large = TestEvents.event(TestEvents.call().responseId("x".repeat(40_000)), Attribution.NONE);
		assertThat(handOff.offer(large)).isTrue();
		assertThat(handOff.offer(large)).isFalse();
		assertThat(handOff.offer(TestEvents.event())).isTrue();
		assertThat(counts(handOff).handOffBytes()).isBetween(40_000L, 65_536L);
	}

	@Test
	void countsWhatIsBeingWrittenAsWaitingAndAgainstTheCapacity() {
		HandOff handOff = new HandOff(ReporterSettings.builder().queueCapacity(2).build());
		handOff.offer(TestEvents.event());
		handOff.offer(TestEvents.event());
		List<Entry> entries = handOff.take();
		assertThat(counts(handOff).waiting()).isEqualTo(2);
		assertThat(handOff.offer(TestEvents.event())).isFalse();
		entries.forEach(handOff::written);
		assertThat(counts(handOff).waiting()).isZero();
		assertThat(counts(handOff).handOffBytes()).isZero();
		assertThat(handOff.offer(TestEvents.event())).isTrue();
	}

	@Test
	void givesWorkOnceTheOldestHasLingered() throws Exception {
		HandOff handOff = new HandOff(ReporterSettings.DEFAULTS);
		handOff.offer(TestEvents.event());
		long start = System.nanoTime();
		handOff.awaitWork(LONG);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(40), Duration.ofSeconds(5));
	}

	@Test
	void givesWorkAtOnceWhereThereIsEnoughOrSomebodyFlushes() throws Exception {
		HandOff handOff = new HandOff(ReporterSettings.DEFAULTS);
		TestEvents.numbered(HandOff.FULL).forEach(handOff::offer);
		handOff.awaitWork(LONG);
		handOff.take();
		handOff.offer(TestEvents.event());
		handOff.lock().lock();
		handOff.flush();
		handOff.lock().unlock();
		handOff.awaitWork(LONG);
		assertThat(handOff.take()).hasSize(1);
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void weighsAnEventWhoseTagsAreNoText() {
		HandOff handOff = new HandOff(ReporterSettings.DEFAULTS);
		Attribution odd = new Attribution(null, null, null, null, null, null, (Map) Map.of("n", 1));
		assertThat(handOff.offer(TestEvents.event(TestEvents.call(), odd))).isTrue();
	}

	private static Tally.Counts counts(HandOff handOff) {
		return new Tally().counts(handOff, 0, 0, false);
	}

}
