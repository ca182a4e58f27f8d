package co.tokenr.ledger;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import co.tokenr.usage.TestEvents;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LatestEvents}.
 */
class LatestEventsTests {

	private final LatestEvents latest = new LatestEvents(3);

	@Test
	void givesTheLatestFirst() {
		List<UsageEvent> events = events(2);
		assertThat(this.latest.latest(100)).isEmpty();
		events.forEach(this.latest::onUsage);
		assertThat(this.latest.latest(100)).containsExactly(events.get(1), events.get(0));
	}

	@Test
	void keepsNoMoreThanItsCapacity() {
		List<UsageEvent> events = events(10);
		events.forEach(this.latest::onUsage);
		assertThat(this.latest.latest(100)).containsExactly(events.get(9), events.get(8), events.get(7));
	}

	@Test
	void aReadingIsNotChangedByLaterEvents() {
		List<UsageEvent> events = events(2);
		this.latest.onUsage(events.get(0));
		List<UsageEvent> reading = this.latest.latest(100);
		this.latest.onUsage(events.get(1));
		assertThat(reading).containsExactly(events.get(0));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(reading::clear);
	}

	@Test
	void keepsItsBoundAmongManyThreads() throws Exception {
		List<UsageEvent> events = events(500);
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			executor.invokeAll(Collections.nCopies(4, Executors.callable(() -> events.forEach(this.latest::onUsage))));
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(this.latest.latest(100)).hasSize(3).isSubsetOf(new HashSet<>(events));
	}

	private static List<UsageEvent> events(int count) {
		return Stream.generate(() -> TestEvents.event(TestEvents.call())).limit(count).toList();
	}

}
