package co.tokenr.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of this instance: answers from the latest events, as many as are kept. Each
 * question goes through all of them.
 */
public final class MemoryUsageLedger implements UsageLedger {

	private static final Comparator<UsageFacts> OLDEST_FIRST = Comparator.comparingLong(UsageFacts::occurredMicros)
		.thenComparing(UsageFacts::id);

	private final LatestEvents events;

	private final Instant since;

	private final @Nullable Duration retention;

	private final Clock clock;

	/**
	 * Creates a ledger.
	 * @param events the events
	 * @param retention how long events are kept, {@code null} for as long as there is
	 * room
	 * @param clock tells the time; the ledger is complete since now
	 */
	public MemoryUsageLedger(LatestEvents events, @Nullable Duration retention, Clock clock) {
		this.events = events;
		this.since = clock.instant();
		this.retention = retention;
		this.clock = clock;
	}

	@Override
	public UsageAnswer answer(UsageQuery query) {
		pruneExpired();
		Instant completeSince = completeSince();
		AnswerBuilder answer = new AnswerBuilder(query);
		for (UsageEvent event : this.events.latest(Integer.MAX_VALUE)) {
			if (isIn(event, query)) {
				UsageFacts facts = UsageFacts.of(event);
				if (query.matches(facts)) {
					answer.cell(UsageFacts.instant(facts.occurredMicros()), group(query, facts)).add(facts);
				}
			}
		}
		return answer.build(UsageAnswer.Scope.INSTANCE, completeSince);
	}

	@Override
	public EventPage events(UsageQuery query, @Nullable String after, int size) {
		EventPage.checkSize(size);
		pruneExpired();
		EventPage.Cursor cursor = EventPage.Cursor.parse(after);
		PriorityQueue<Found> newest = new PriorityQueue<>(Comparator.comparing(Found::facts, OLDEST_FIRST));
		for (UsageEvent event : this.events.latest(Integer.MAX_VALUE)) {
			if (isIn(event, query)) {
				UsageFacts facts = UsageFacts.of(event);
				if (query.matches(facts) && (cursor == null || cursor.isBefore(facts))) {
					newest.add(new Found(event, facts));
					if (newest.size() > size + 1) {
						newest.remove();
					}
				}
			}
		}
		List<Found> found = new ArrayList<>(newest);
		found.sort(Comparator.comparing(Found::facts, OLDEST_FIRST).reversed());
		return EventPage.of(found.stream().map((one) -> LedgerEntry.of(one.event())).toList(), size);
	}

	@Override
	public @Nullable Map<String, Object> event(String id) {
		pruneExpired();
		for (UsageEvent event : this.events.latest(Integer.MAX_VALUE)) {
			if (event.id().toString().equals(id)) {
				return LedgerEntry.of(event).document();
			}
		}
		return null;
	}

	@Override
	public long erase(Dimension dimension, String id) {
		Erasure erasure = Erasure.of(dimension, id);
		return this.events.change((event) -> {
			Attribution before = event.attribution();
			Attribution after = erasure.of(before);
			return (after != before) ? new UsageEvent(event.call(), after, event.cost(), event.origin()) : event;
		});
	}

	@Override
	public long prune(Instant before) {
		Instant day = before.truncatedTo(ChronoUnit.DAYS);
		return this.events.remove((event) -> event.occurredAt().isBefore(day));
	}

	private void pruneExpired() {
		if (this.retention != null) {
			prune(this.clock.instant().minus(this.retention));
		}
	}

	/** Just after the latest call that is no longer kept. */
	private Instant completeSince() {
		Instant forgotten = this.events.forgotten();
		return (forgotten != null && !forgotten.isBefore(this.since)) ? forgotten.plus(1, ChronoUnit.MICROS)
				: this.since;
	}

	private static boolean isIn(UsageEvent event, UsageQuery query) {
		Instant occurredAt = event.occurredAt();
		return !occurredAt.isBefore(query.from()) && occurredAt.isBefore(query.to());
	}

	private static List<@Nullable String> group(UsageQuery query, UsageFacts facts) {
		List<@Nullable String> group = new ArrayList<>(query.groupBy().size());
		for (Dimension dimension : query.groupBy()) {
			group.add(facts.value(dimension));
		}
		return group;
	}

	private record Found(UsageEvent event, UsageFacts facts) {

	}

}
