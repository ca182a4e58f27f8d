package co.tokenr.ledger;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import co.tokenr.SeededRandom;
import co.tokenr.attribution.Attribution;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MemoryUsageLedger}.
 */
class MemoryUsageLedgerTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final UsageQuery ALL = UsageQuery.between(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"),
			ZoneOffset.UTC);

	private final LatestEvents events = new LatestEvents(5);

	private final MemoryUsageLedger ledger = new MemoryUsageLedger(this.events, null,
			Clock.fixed(START, ZoneOffset.UTC));

	@Test
	void answersRandomQueriesAsBruteForceDoes(@TempDir Path directory) throws IOException {
		SeededRandom random = SeededRandom.create();
		RandomUsage usage = new RandomUsage(random);
		LatestEvents many = new LatestEvents(3000);
		Path jsonl = directory.resolve("usage.jsonl");
		StringBuilder lines = new StringBuilder();
		for (UsageEvent event : usage.events(3000)) {
			many.onUsage(event);
			lines.append(LedgerEntry.of(event).json()).append('\n');
		}
		Files.writeString(jsonl, lines);
		BruteForce bruteForce = new BruteForce(jsonl);
		MemoryUsageLedger all = new MemoryUsageLedger(many, null, Clock.fixed(START, ZoneOffset.UTC));
		for (int i = 0; i < 100; i++) {
			UsageQuery query = usage.query();
			AnswerAssert.assertSame("memory, " + random, query, all.answer(query), bruteForce.answer(query));
		}
	}

	@Test
	void saysThatItKnowsThisInstanceOnly() {
		assertThat(this.ledger.answer(ALL)).isEqualTo(new UsageAnswer(UsageAnswer.Scope.INSTANCE, START, List.of()));
	}

	@Test
	void isCompleteSinceTheLatestCallThatItHasForgotten() {
		for (int minute = 0; minute < 7; minute++) {
			this.events.onUsage(event(START.plusSeconds(60 * minute), Attribution.NONE));
		}
		UsageAnswer answer = this.ledger.answer(ALL);
		assertThat(answer.completeSince()).isEqualTo(START.plusSeconds(60).plusNanos(1000));
		assertThat(answer.rows().get(0).totals().calls()).isEqualTo(5);
	}

	@Test
	void tellsUsageWithoutAValueFromTextsThatLookLikeIt() {
		for (String feature : new String[] { null, "none", "null", "" }) {
			this.events.onUsage(event(START, new Attribution(null, feature, null, null, null, null, Map.of())));
		}
		assertThat(this.ledger.answer(ALL.groupBy("feature")).rows()).extracting((row) -> row.group().get(0))
			.containsExactly(null, "", "none", "null");
		assertThat(this.ledger.answer(ALL.without("feature")).rows().get(0).totals().calls()).isOne();
		assertThat(this.ledger.answer(ALL.where("feature", "none")).rows().get(0).totals().calls()).isOne();
	}

	@Test
	void sumsUpAsOtherWhatIsBeyondTheTop() {
		for (String team : new String[] { "a", "b", "b", "c", null }) {
			this.events.onUsage(event(START, Attribution.builder().team(team).build()));
		}
		List<UsageRow> rows = this.ledger.answer(ALL.groupBy("team").top(1)).rows();
		assertThat(rows).extracting(UsageRow::other).containsExactly(false, true);
		assertThat(rows.get(0).group()).containsExactly("b");
		assertThat(rows.get(1).totals().calls()).isEqualTo(3);
		assertThat(rows.get(1).totals().cost()).isEqualTo(Map.of("USD", new BigDecimal("0.3")));
	}

	@Test
	void aDayOfTwentyFiveHoursIsOneDay() {
		ZoneId havana = ZoneId.of("America/Havana");
		// clocks go from 01:00 back to 00:00 on the first of November 2026
		Instant midnight = Instant.parse("2026-11-01T04:00:00Z");
		for (int hour = 0; hour < 5; hour++) {
			this.events.onUsage(event(midnight.plusSeconds(hour * 6 * 3600 + 1), Attribution.NONE));
		}
		UsageQuery query = UsageQuery.between(midnight, midnight.plusSeconds(25 * 3600), havana).bucket(TimeBucket.DAY);
		assertThat(this.ledger.answer(query).rows()).singleElement().satisfies((row) -> {
			assertThat(row.bucket()).isEqualTo(midnight);
			assertThat(row.totals().calls()).isEqualTo(5);
		});
	}

	@Test
	void cutsMonthsByTheClocksOfTheZone() {
		ZoneId kathmandu = ZoneId.of("Asia/Kathmandu");
		Instant newYear = Instant.parse("2025-12-31T18:15:00Z");
		this.events.onUsage(event(newYear.minusNanos(1000), Attribution.NONE));
		this.events.onUsage(event(newYear, Attribution.NONE));
		UsageQuery query = UsageQuery.between(newYear.minusSeconds(9000), newYear.plusSeconds(9000), kathmandu)
			.bucket(TimeBucket.MONTH);
		assertThat(this.ledger.answer(query).rows()).extracting(UsageRow::bucket)
			.containsExactly(Instant.parse("2025-11-30T18:15:00Z"), newYear);
	}

	@Test
	void pagesThroughEventsNewestFirst() {
		for (int minute : new int[] { 3, 1, 2, 2, 0 }) {
			this.events.onUsage(event(START.plusSeconds(60 * minute), Attribution.NONE));
		}
		EventPage first = this.ledger.events(ALL, null, 2);
		EventPage second = this.ledger.events(ALL, first.next(), 2);
		EventPage third = this.ledger.events(ALL, second.next(), 2);
		assertThat(third.next()).isNull();
		assertThat(List.of(first, second, third)).flatExtracting(EventPage::events)
			.extracting((event) -> event.get("occurred_at"))
			.containsExactly("2026-01-01T00:03:00Z", "2026-01-01T00:02:00Z", "2026-01-01T00:02:00Z",
					"2026-01-01T00:01:00Z", "2026-01-01T00:00:00Z");
		assertThat(List.of(first, second, third)).flatExtracting(EventPage::events)
			.extracting((event) -> event.get("id"))
			.doesNotHaveDuplicates();
	}

	@Test
	void findsAnEventByItsId() {
		UsageEvent event = event(START, Attribution.NONE);
		this.events.onUsage(event);
		assertThat(this.ledger.event(event.id().toString())).containsEntry("id", event.id().toString());
		assertThat(this.ledger.event("another")).isNull();
	}

	@Test
	void erasesACustomerAndKeepsTheSpend() {
		this.events.onUsage(event(START, new Attribution(null, null, null, "klant-1", "user-1", "chat-1",
				Map.of("account", "klant-1", "region", "eu"))));
		this.events.onUsage(event(START, Attribution.builder().customer("klant-2").build()));
		assertThat(this.ledger.erase(Dimension.CUSTOMER, "klant-1")).isOne();
		String kept = this.ledger.events(ALL, null, 10).toString();
		assertThat(kept).doesNotContain("klant-1", "chat-1").contains("klant-2", "region", "user-1");
		assertThat(this.ledger.answer(ALL).rows().get(0).totals().calls()).isEqualTo(2);
		assertThatIllegalArgumentException().isThrownBy(() -> this.ledger.erase(Dimension.TEAM, "x"))
			.withMessageContaining("Only a user or a customer");
	}

	@Test
	void prunesWholeDays() {
		this.events.onUsage(event(START.minusSeconds(1), Attribution.NONE));
		this.events.onUsage(event(START.plusSeconds(1), Attribution.NONE));
		assertThat(this.ledger.prune(START.plusSeconds(3600))).isOne();
		assertThat(this.ledger.answer(ALL).rows().get(0).totals().calls()).isOne();
	}

	@Test
	void readsFromTheDocumentWhatItReadsFromTheEvent() {
		SeededRandom random = SeededRandom.create();
		for (UsageEvent event : new RandomUsage(random).events(2000)) {
			LedgerEntry entry = LedgerEntry.of(event);
			assertThat(LedgerEntry.of(entry.json().getBytes(StandardCharsets.UTF_8))).as(random.toString())
				.isEqualTo(entry);
		}
	}

	private static UsageEvent event(Instant occurredAt, Attribution attribution) {
		return TestEvents.event(TestEvents.call().occurredAt(occurredAt), attribution, TestEvents.cost("0.10", "USD"));
	}

}
