package co.tokenr.ledger.jdbc;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import co.tokenr.SeededRandom;
import co.tokenr.attribution.Attribution;
import co.tokenr.ledger.AnswerAssert;
import co.tokenr.ledger.BruteForce;
import co.tokenr.ledger.Dimension;
import co.tokenr.ledger.EventPage;
import co.tokenr.ledger.LatestEvents;
import co.tokenr.ledger.LedgerEntry;
import co.tokenr.ledger.MemoryUsageLedger;
import co.tokenr.ledger.RandomUsage;
import co.tokenr.ledger.TimeBucket;
import co.tokenr.ledger.UsageAnswer;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.UsageRow;
import co.tokenr.usage.Origin;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What a {@link JdbcUsageLedger} promises on every database.
 */
public abstract class AbstractJdbcUsageLedgerTests {

	private static final Instant NOON = Instant.parse("2026-05-05T12:00:00Z");

	private static final UsageQuery ALL = UsageQuery.between(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"),
			ZoneOffset.UTC);

	private DataSource dataSource;

	private JdbcTemplate jdbc;

	private JdbcUsageLedger ledger;

	/** An empty database. */
	protected abstract DataSource dataSource() throws Exception;

	protected abstract String platform();

	@BeforeEach
	void createTables() throws Exception {
		this.dataSource = dataSource();
		// twice, as instances start one after another
		for (int i = 0; i < 2; i++) {
			new ResourceDatabasePopulator(new ClassPathResource("co/tokenr/ledger/jdbc/schema-" + platform() + ".sql"))
				.execute(this.dataSource);
		}
		this.jdbc = new JdbcTemplate(this.dataSource);
		this.ledger = new JdbcUsageLedger(this.dataSource);
	}

	@Test
	void answersRandomQueriesAsMemoryAndBruteForceDo(@TempDir Path directory) throws IOException {
		SeededRandom random = SeededRandom.create();
		RandomUsage usage = new RandomUsage(random);
		LatestEvents events = new LatestEvents(1500);
		MemoryUsageLedger memory = new MemoryUsageLedger(events, null, Clock.fixed(NOON, ZoneOffset.UTC));
		StringBuilder lines = new StringBuilder();
		List<LedgerEntry> entries = new ArrayList<>();
		for (UsageEvent event : usage.events(1500)) {
			events.onUsage(event);
			LedgerEntry entry = LedgerEntry.of(event);
			lines.append(entry.json()).append('\n');
			entries.add(LedgerEntry.of(entry.json().getBytes(StandardCharsets.UTF_8)));
		}
		Chunks.of(entries, 700).forEach(this.ledger::append);
		BruteForce bruteForce = new BruteForce(Files.writeString(directory.resolve("usage.jsonl"), lines));
		for (int i = 0; i < 60; i++) {
			UsageQuery query = usage.query();
			UsageAnswer answer = this.ledger.answer(query);
			AnswerAssert.assertSame(platform() + ", " + random, query, answer, bruteForce.answer(query));
			assertThat(answer.rows()).as(random + " " + query).isEqualTo(memory.answer(query).rows());
			assertThat(this.ledger.events(query, null, 20)).as(random + " " + query)
				.isEqualTo(memory.events(query, null, 20));
		}
	}

	@Test
	void keepsAnEventOnceHoweverOftenItIsGiven() {
		List<LedgerEntry> entries = entries(5);
		assertThat(this.ledger.append(entries)).isEqualTo(5);
		UsageAnswer before = this.ledger.answer(ALL);
		assertThat(this.ledger.append(entries)).isZero();
		List<LedgerEntry> half = new ArrayList<>(entries.subList(0, 3));
		half.add(half.get(0));
		assertThat(this.ledger.append(half)).isZero();
		assertThat(this.ledger.answer(ALL)).isEqualTo(before);
		assertThat(before.rows().get(0).totals().calls()).isEqualTo(5);
	}

	@Test
	void doublesNothingWhereTwoWriteTheSameAtOnce() throws Exception {
		SeededRandom random = SeededRandom.create();
		List<UsageEvent> events = new RandomUsage(random).events(200);
		LatestEvents memory = new LatestEvents(200);
		events.forEach(memory::onUsage);
		List<LedgerEntry> entries = events.stream().map(LedgerEntry::of).toList();
		ExecutorService writers = Executors.newFixedThreadPool(2);
		try {
			List<Future<Integer>> done = writers.invokeAll(Collections.nCopies(2, () -> appendInParts(entries)));
			assertThat(done.get(0).get() + done.get(1).get()).isEqualTo(200);
		}
		finally {
			writers.shutdownNow();
		}
		MemoryUsageLedger expected = new MemoryUsageLedger(memory, null, Clock.fixed(NOON, ZoneOffset.UTC));
		for (UsageQuery query : List.of(ALL, ALL.groupBy("feature").bucket(TimeBucket.MONTH), ALL.groupBy("user"),
				ALL.groupBy("customer"), ALL.groupBy("service", "status", "model"))) {
			assertThat(this.ledger.answer(query).rows()).as(random.toString()).isEqualTo(expected.answer(query).rows());
		}
	}

	/** As an instance of its own, which tries again what the other one kept it from. */
	private int appendInParts(List<LedgerEntry> entries) {
		JdbcUsageLedger own = new JdbcUsageLedger(this.dataSource);
		int appended = 0;
		for (List<LedgerEntry> part : Chunks.of(entries, 20)) {
			for (int attempt = 0;; attempt++) {
				try {
					appended += own.append(part);
					break;
				}
				catch (DataAccessException ex) {
					if (attempt == 20) {
						throw ex;
					}
				}
			}
		}
		return appended;
	}

	@Test
	void keepsAllOfABatchOrNothing() {
		LedgerEntry good = entries(1).get(0);
		this.jdbc.execute("alter table tokenr_usage_quarter rename to away");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.ledger.append(List.of(good)));
		this.jdbc.execute("alter table away rename to tokenr_usage_quarter");
		assertThat(this.ledger.event(good.facts().id())).isNull();
		assertThat(this.ledger.append(List.of(good))).isOne();
		assertThat(this.ledger.answer(ALL).rows().get(0).totals().calls()).isOne();
	}

	@Test
	void addsAmountsToTheLastDigit() {
		List<UsageEvent> events = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			events.add(event(NOON, Attribution.builder().user("u").build(), "0.1"));
			events.add(event(NOON, Attribution.builder().user("u").build(), "0.000000000000000001"));
		}
		events.add(event(NOON, Attribution.builder().user("u").build(), "-0.3"));
		events.add(event(NOON, Attribution.builder().user("u").build(), "123456789012345.5"));
		append(events);
		BigDecimal exact = new BigDecimal("123456789012445.200000000000001");
		for (UsageQuery query : List.of(ALL, ALL.groupBy("user"), ALL.groupBy("service"))) {
			assertThat(this.ledger.answer(query).rows().get(0).totals().cost()).isEqualTo(Map.of("USD", exact));
		}
	}

	@Test
	void addsUpWhatCachesSavedToTheLastDigit() {
		List<UsageEvent> events = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			events.add(cached("saving", "0.1"));
			events.add(cached("saving", "-0.000000000000000001"));
			events.add(cached("losing", "-0.25"));
		}
		events.add(cached("even", "0"));
		events.add(event(NOON, Attribution.builder().user("none").feature("none").build(), "1"));
		append(events);
		// twice, so that roll-ups are added to
		append(List.of(cached("even", "0"), cached("losing", "-0.25")));
		for (String dimension : List.of("user", "feature")) {
			assertThat(this.ledger.answer(ALL.groupBy(dimension)).rows())
				.extracting((row) -> row.group().get(0), (row) -> row.totals().cacheSavings().toString())
				.containsExactlyInAnyOrder(tuple("saving", "{USD=99.999999999999999}"),
						tuple("losing", "{USD=-250.25}"), tuple("even", "{USD=0}"), tuple("none", "{}"));
		}
	}

	private static UsageEvent cached(String who, String savings) {
		return TestEvents.event(TestEvents.call().occurredAt(NOON),
				Attribution.builder().user(who).feature(who).build(), TestEvents.cost("1", "USD", savings));
	}

	@Test
	void neverAddsCurrenciesUp() {
		append(List.of(event(NOON, Attribution.NONE, "1"),
				TestEvents.event(TestEvents.call().occurredAt(NOON), Attribution.NONE, TestEvents.cost("2", "EUR"))));
		assertThat(this.ledger.answer(ALL).rows().get(0).totals().cost())
			.isEqualTo(Map.of("USD", BigDecimal.ONE, "EUR", new BigDecimal("2")));
	}

	@Test
	void keepsTheWholeDocumentAsItWasWritten() {
		LedgerEntry entry = entries(1).get(0);
		String json = entry.json()
			.replace("\"cost\":{", "\"cost\":{\"multiplier\":1.10,")
			.replace("{\"id\"", "{\"unknown\":[1,{\"a\":true}],\"id\"");
		LedgerEntry frozen = LedgerEntry.of(json.getBytes(StandardCharsets.UTF_8));
		this.ledger.append(List.of(frozen));
		assertThat(this.ledger.event(entry.facts().id())).isEqualTo(frozen.document())
			.containsEntry("unknown", List.of(1L, Map.of("a", true)));
	}

	@Test
	void takesTextsThatADatabaseWouldNot() {
		String odd = "nul\0 and half \ud800 and " + "\ud83d\ude00".repeat(2000);
		UsageEvent event = new UsageEvent(
				TestEvents.call().occurredAt(NOON).requestModel(odd).run(odd, 1).trace(odd, null).build(),
				Attribution.NONE, TestEvents.cost("1", "US\0"), new Origin(odd, "", null));
		append(List.of(event));
		LatestEvents memory = new LatestEvents(1);
		memory.onUsage(event);
		UsageQuery query = ALL.groupBy("model", "service", "environment", "run");
		assertThat(this.ledger.answer(query).rows())
			.isEqualTo(new MemoryUsageLedger(memory, null, Clock.fixed(NOON, ZoneOffset.UTC)).answer(query).rows());
		assertThat(this.ledger.answer(ALL.where("run", odd)).rows()).hasSize(1);
	}

	@Test
	void pagesThroughEventsOfOneInstant() {
		append(entries(7));
		List<Object> ids = new ArrayList<>();
		String next = null;
		do {
			EventPage page = this.ledger.events(ALL, next, 2);
			page.events().forEach((event) -> ids.add(event.get("id")));
			next = page.next();
		}
		while (next != null);
		assertThat(ids).hasSize(7).doesNotHaveDuplicates().isSortedAccordingTo(Collections.reverseOrder());
	}

	@Test
	void findsTracesAndRuns() {
		append(List.of(TestEvents.event(TestEvents.call().occurredAt(NOON).run("r1", 1).trace("t1", "s1")),
				TestEvents.event(TestEvents.call().occurredAt(NOON).run("r1", 2).trace("t2", "s2"))));
		assertThat(this.ledger.events(ALL.where("run", "r1"), null, 10).events()).hasSize(2);
		assertThat(this.ledger.answer(ALL.where("trace", "t2")).rows().get(0).totals().calls()).isOne();
	}

	@Test
	void erasesACustomerEverywhereAndKeepsTheSpend() {
		Attribution erased = new Attribution(null, "search", null, "klant-1", "user-1", "chat-1",
				Map.of("account", "klant-1", "region", "eu"));
		append(List.of(event(NOON, erased, "1"), event(NOON.plusSeconds(86400), erased, "2"),
				event(NOON, Attribution.builder().customer("klant-2").build(), "4"),
				event(NOON, Attribution.NONE, "8")));
		assertThat(this.ledger.erase(Dimension.CUSTOMER, "klant-1")).isEqualTo(2);
		assertThat(content()).doesNotContain("klant-1", "chat-1").contains("klant-2", "region", "user-1");
		assertThat(this.ledger.answer(ALL.groupBy("customer")).rows()).extracting(UsageRow::group, this::dollars)
			.containsExactlyInAnyOrder(tuple(Collections.singletonList(null), "11"), tuple(List.of("klant-2"), "4"));
		assertThat(this.ledger.answer(ALL.without("customer").where("feature", "search")).rows())
			.extracting(this::dollars)
			.containsExactly("3");
	}

	@Test
	void erasesACustomerOutOfEachHour() {
		Instant day = NOON.truncatedTo(ChronoUnit.DAYS);
		Attribution erased = Attribution.builder().customer("klant-1").build();
		append(List.of(event(day, erased, "1"), event(day, Attribution.NONE, "2"),
				event(day.plusSeconds(86_399), erased, "4")));
		this.ledger.erase(Dimension.CUSTOMER, "klant-1");
		UsageQuery byHour = UsageQuery.between(day, day.plusSeconds(86_400), ZoneOffset.UTC)
			.groupBy("customer")
			.bucket(TimeBucket.HOUR);
		assertThat(this.ledger.answer(byHour).rows()).extracting(UsageRow::group, this::dollars)
			.containsExactly(tuple(Collections.singletonList(null), "3"), tuple(Collections.singletonList(null), "4"));
	}

	@Test
	void erasesAUserEverywhere() {
		append(List.of(event(NOON,
				new Attribution(null, null, null, "klant-1", "user-1", "chat-1", Map.of("login", "user-1")), "1")));
		assertThat(this.ledger.erase(Dimension.USER, "user-1")).isOne();
		assertThat(content()).doesNotContain("user-1", "chat-1", "login").contains("klant-1");
		assertThat(this.ledger.erase(Dimension.USER, "user-1")).isZero();
	}

	@Test
	void prunesWholeDaysWithTheirRollUps() {
		append(List.of(event(NOON.minusSeconds(3 * 86400), Attribution.builder().customer("klant-1").build(), "1"),
				event(NOON.minusSeconds(86400), Attribution.builder().tag("k", "old").build(), "2"),
				event(NOON, Attribution.NONE, "4")));
		assertThat(this.ledger.prune(NOON)).isEqualTo(2);
		assertThat(this.ledger.answer(ALL).rows()).extracting(this::dollars).containsExactly("4");
		assertThat(this.ledger.answer(ALL.groupBy("user")).rows()).extracting(this::dollars).containsExactly("4");
		assertThat(this.ledger.answer(ALL).completeSince()).isEqualTo("2026-05-05T00:00:00Z");
		assertThat(content()).doesNotContain("klant-1", "old");
	}

	@Test
	void isCompleteWhereNothingWasPruned() {
		assertThat(this.ledger.answer(ALL)).isEqualTo(new UsageAnswer(UsageAnswer.Scope.DATABASE, null, List.of()));
	}

	@Test
	void takesNoValueForSql() {
		append(List.of(event(NOON, Attribution.builder().team("a' or '1'='1").tag("k'", "v';--").build(), "1")));
		assertThat(this.ledger.answer(ALL.where("team", "x' or '1'='1")).rows()).isEmpty();
		assertThat(this.ledger.answer(ALL.where("team", "a' or '1'='1").groupBy("tag:k'")).rows())
			.extracting(UsageRow::group)
			.containsExactly(List.of("v';--"));
	}

	@Test
	void refusesTheSameIdTwiceByItself() {
		this.ledger.append(entries(2));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.jdbc
			.update("update tokenr_usage_event set id = (select min(e.id) from tokenr_usage_event e)"));
	}

	private String dollars(UsageRow row) {
		return String.valueOf(row.totals().cost().get("USD"));
	}

	private String content() {
		StringBuilder content = new StringBuilder();
		for (String table : new String[] { "event", "document", "tag", "series", "day", "hour", "quarter" }) {
			content.append(this.jdbc.queryForList("select * from tokenr_usage_" + table));
		}
		return content.toString();
	}

	private void append(List<?> events) {
		this.ledger.append(events.stream()
			.map((event) -> (event instanceof UsageEvent usage) ? LedgerEntry.of(usage) : (LedgerEntry) event)
			.toList());
	}

	private static List<LedgerEntry> entries(int count) {
		List<LedgerEntry> entries = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			entries.add(LedgerEntry.of(event(NOON, Attribution.builder().user("u" + i).tag("t", "v").build(), "0.5")));
		}
		return entries;
	}

	private static UsageEvent event(Instant occurredAt, Attribution attribution, String dollars) {
		return TestEvents.event(TestEvents.call().occurredAt(occurredAt), attribution, TestEvents.cost(dollars, "USD"));
	}

}
