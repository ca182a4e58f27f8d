package co.tokenr.it;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import co.tokenr.SeededRandom;
import co.tokenr.attribution.Attribution;
import co.tokenr.ledger.LedgerEntry;
import co.tokenr.ledger.TimeBucket;
import co.tokenr.ledger.UsageLedger;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.jdbc.JdbcUsageLedger;
import co.tokenr.ledger.jdbc.LedgerSchema;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Origin;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long questions take with the events of a quarter of a year in PostgreSQL: some
 * thousand by default, a million with {@code -Dledger.events=1000000}, ten million with
 * {@code -Psoak}.
 */
class LedgerSpeedIntegrationTests {

	private static final Log logger = LogFactory.getLog(LedgerSpeedIntegrationTests.class);

	private static final int EVENTS = Integer.getInteger("ledger.events", 1_000_000);

	private static final int BATCH = 1000;

	private static final Instant END = Instant.parse("2026-10-15T09:41:27Z");

	/** The day's, in the zone. */
	private static final Instant START = Instant.parse("2026-10-14T22:00:00Z");

	private static final Duration RANGE = Duration.ofDays(90);

	private static final Duration MONTH = Duration.ofDays(30);

	private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

	private static final String[] MODELS = { "gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "claude-haiku-4-5",
			"gemini-2.5-flash", "text-embedding-3-small" };

	private static EmbeddedPostgres postgres;

	private static SingleConnectionDataSource dataSource;

	private static UsageLedger ledger;

	@BeforeAll
	static void fill() throws Exception {
		postgres = EmbeddedPostgres.start();
		// as a pool gives it
		dataSource = new SingleConnectionDataSource(postgres.getPostgresDatabase().getConnection(), true);
		new LedgerSchema(dataSource, DatabaseInitializationMode.ALWAYS).create();
		JdbcUsageLedger filled = new JdbcUsageLedger(dataSource);
		SeededRandom random = SeededRandom.create();
		long step = RANGE.toNanos() / EVENTS;
		Instant at = END.minus(RANGE);
		long writing = 0;
		for (int i = 0; i < EVENTS; i += BATCH) {
			List<LedgerEntry> batch = new ArrayList<>(BATCH);
			for (int j = 0; j < BATCH; j++) {
				at = at.plusNanos(step);
				batch.add(LedgerEntry.of(event(random, at)));
			}
			long start = System.nanoTime();
			filled.append(batch);
			writing += System.nanoTime() - start;
		}
		logger.info(EVENTS + " events, " + (long) (EVENTS / (writing / 1e9)) + " a second in batches of " + BATCH);
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.execute("vacuum analyze");
		for (String table : new String[] { "event", "document", "tag", "series", "day", "hour", "quarter" }) {
			logger
				.info(table + ": " + jdbc.queryForMap("select count(*) as rows, pg_size_pretty(pg_total_relation_size('"
						+ "tokenr_usage_" + table + "')) as size from tokenr_usage_" + table));
		}
		ledger = filled;
	}

	@AfterAll
	static void stop() throws IOException {
		dataSource.destroy();
		postgres.close();
	}

	/** All that the dashboard asks when it opens, the month before included. */
	@Test
	void overviewOfAMonthAnswersAtOnce() {
		UsageQuery totals = UsageQuery.between(START.minus(MONTH), END, ZONE);
		UsageQuery month = totals.withoutPercentiles();
		UsageQuery before = UsageQuery.between(START.minus(MONTH).minus(MONTH), END.minus(MONTH), ZONE)
			.withoutPercentiles();
		List<UsageQuery> overview = new ArrayList<>(List.of(totals, before,
				month.groupBy("feature").bucket(TimeBucket.DAY).top(6), before.bucket(TimeBucket.DAY)));
		for (String dimension : List.of("feature", "model", "team", "customer")) {
			overview.add(month.groupBy(dimension));
			overview.add(before.groupBy(dimension).top(1000));
		}
		assertThat(percentile95("overview", 50, overview)).isLessThan(300);
	}

	@Test
	void filteredOverviewAnswersSoon() {
		UsageQuery month = UsageQuery.between(END.minus(MONTH), END, ZONE).where("environment", "production");
		assertThat(percentile95("filtered overview", 10,
				List.of(month, month.groupBy("feature").top(8), month.groupBy("model").bucket(TimeBucket.DAY).top(8))))
			.isLessThan(1000);
	}

	@Test
	void tagOfAMonthAnswersWithinASecond() {
		UsageQuery month = UsageQuery.between(END.minus(MONTH), END, ZONE);
		assertThat(percentile95("usage by tag", 10, List.of(month.groupBy("tag:region")))).isLessThan(limit());
		assertThat(
				percentile95("usage by tag and day", 10, List.of(month.groupBy("tag:region").bucket(TimeBucket.DAY))))
			.isLessThan(limit());
		assertThat(percentile95("features of a tag", 10, List.of(month.where("tag:release", "v7").groupBy("feature"))))
			.isLessThan(limit());
	}

	@Test
	void pageOfEventsAnswersAtOnce() {
		UsageQuery month = UsageQuery.between(END.minus(MONTH), END, ZONE);
		long start = System.nanoTime();
		assertThat(ledger.events(month.where("customer", "customer-3"), null, 50).events()).hasSize(50);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
	}

	/** Tags are not rolled up: what they cost grows with the events. */
	private static long limit() {
		return Math.max(1000, EVENTS / 1000);
	}

	private static double percentile95(String what, int rounds, List<UsageQuery> queries) {
		double[] millis = new double[rounds];
		for (int i = -5; i < rounds; i++) {
			long start = System.nanoTime();
			queries.forEach((query) -> assertThat(ledger.answer(query).rows()).isNotEmpty());
			if (i >= 0) {
				millis[i] = (System.nanoTime() - start) / 1e6;
			}
		}
		Arrays.sort(millis);
		double p95 = millis[(int) Math.ceil(rounds * 0.95) - 1];
		logger.info(
				"%s, %d questions: p50 %.0f ms, p95 %.0f ms".formatted(what, queries.size(), millis[rounds / 2], p95));
		return p95;
	}

	private static UsageEvent event(SeededRandom random, Instant at) {
		int feature = (int) (12 * Math.pow(random.nextDouble(), 2));
		int model = random.nextInt(MODELS.length);
		LlmCall call = LlmCall.builder("test")
			.occurredAt(at)
			.provider((model < 2 || model == 5) ? "openai" : (model == 4) ? "gcp.gemini" : "anthropic")
			.requestModel(MODELS[model])
			.status((random.nextInt(50) == 0) ? CallStatus.ERROR : CallStatus.SUCCESS)
			.latency(Duration.ofNanos((long) (Math.exp(random.nextGaussian()) * 1_500_000_000L)))
			.timeToFirstToken(Duration.ofNanos((long) (Math.exp(random.nextGaussian()) * 300_000_000L)))
			.usage(TokenCounts.builder()
				.input((long) random.nextInt(8000))
				.cacheReadInput((long) random.nextInt(4000))
				.output((long) random.nextInt(1000))
				.build(), UsageSource.PROVIDER)
			.run("run-" + random.nextInt(EVENTS), 1)
			.trace(Long.toHexString(random.nextLong()), Long.toHexString(random.nextLong()))
			.build();
		Attribution attribution = new Attribution("agent-" + feature % 5, "feature-" + feature, "team-" + feature % 6,
				"customer-" + (int) (1000 * Math.pow(random.nextDouble(), 2)),
				"user-" + (int) (20_000 * Math.pow(random.nextDouble(), 2)), null,
				Map.of("region", "r" + random.nextInt(6), "release", "v" + random.nextInt(40)));
		return new UsageEvent(call, attribution,
				TestEvents.cost(BigDecimal.valueOf(random.nextInt(10_000_000), 9).toPlainString(), "USD"),
				new Origin("shop", (random.nextInt(10) == 0) ? "staging" : "production", "i-1"));
	}

}
