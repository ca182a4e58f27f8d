package co.tokenr.benchmark.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.sql.DataSource;

import co.tokenr.attribution.Attribution;
import co.tokenr.benchmark.report.Figure;
import co.tokenr.benchmark.report.FigureTable;
import co.tokenr.benchmark.report.Goal;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.jdbc.JdbcLedgerTarget;
import co.tokenr.ledger.jdbc.JdbcUsageLedger;
import co.tokenr.ledger.jdbc.LedgerSchema;
import co.tokenr.report.StoredEvent;
import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Origin;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.Assert;
import org.springframework.util.FileSystemUtils;

/**
 * How many events a second the ledger's target takes, in batches as the reporter makes
 * them, on databases in files.
 */
final class LedgerHarness implements Harness {

	private static final int BATCH = 100;

	private static final Instant START = Instant.parse("2026-10-15T09:41:27Z");

	@Override
	public void run(Scale scale) throws Exception {
		int events = scale.of(10_000, 1000);
		Path folder = Files.createTempDirectory("tokenr-ledger");
		FigureTable table = new FigureTable("ledger", "Ledger in", "inserts").row("H2",
				insert("jdbc:h2:" + folder.resolve("h2"), events));
		table.row("SQLite", insert("jdbc:sqlite:" + folder.resolve("sqlite.db"), events));
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			double figure = insert(new SingleConnectionDataSource(postgres.getPostgresDatabase().getConnection(), true),
					events);
			table.row("PostgreSQL", Figure.of(figure, "events/s", Goal.atLeast(10_000)));
		}
		finally {
			FileSystemUtils.deleteRecursively(folder);
		}
		table.write();
	}

	private static Figure insert(String url, int events) throws Exception {
		SingleConnectionDataSource dataSource = new SingleConnectionDataSource(url, true);
		try {
			return Figure.of(insert(dataSource, events), "events/s");
		}
		finally {
			dataSource.destroy();
		}
	}

	private static double insert(DataSource dataSource, int events) throws Exception {
		JdbcUsageLedger ledger = new JdbcUsageLedger(dataSource);
		JdbcLedgerTarget target = new JdbcLedgerTarget(ledger,
				new LedgerSchema(dataSource, DatabaseInitializationMode.ALWAYS));
		Random random = new Random(42);
		Median figures = new Median();
		int rounds = 4;
		for (int round = 0; round < rounds; round++) {
			List<List<StoredEvent>> batches = batches(random, round * events, events);
			long start = System.nanoTime();
			for (List<StoredEvent> batch : batches) {
				target.deliver(batch);
			}
			if (round > 0) {
				figures.add(events / ((System.nanoTime() - start) / 1e9));
			}
		}
		long kept = ledger.answer(UsageQuery.between(START, START.plus(Duration.ofDays(400)), ZoneOffset.UTC))
			.rows()
			.get(0)
			.totals()
			.calls();
		Assert.state(kept == (long) rounds * events, () -> "Kept " + kept);
		return figures.value();
	}

	private static List<List<StoredEvent>> batches(Random random, int first, int count) {
		List<List<StoredEvent>> batches = new ArrayList<>();
		for (int i = 0; i < count; i += BATCH) {
			List<StoredEvent> batch = new ArrayList<>(BATCH);
			for (int j = 0; j < BATCH; j++) {
				batch.add(StoredEvent.of(event(random, START.plusMillis(50L * (first + i + j)))));
			}
			batches.add(batch);
		}
		return batches;
	}

	private static UsageEvent event(Random random, Instant at) {
		LlmCall call = LlmCall.builder("load")
			.occurredAt(at)
			.provider(Calls.PROVIDER)
			.requestModel("model-" + random.nextInt(6))
			.latency(Duration.ofMillis(200 + random.nextInt(20_000)))
			.usage(TokenCounts.builder().input((long) random.nextInt(8000)).output((long) random.nextInt(1000)).build(),
					UsageSource.PROVIDER)
			.build();
		int feature = random.nextInt(12);
		Attribution attribution = new Attribution("agent-" + feature % 5, "feature-" + feature, "team-" + feature % 6,
				"customer-" + random.nextInt(1000), "user-" + random.nextInt(20_000), null,
				Map.of("region", "r" + random.nextInt(6)));
		return new UsageEvent(call, attribution, Cost.UNPRICED, new Origin("load", "test", "i-1"));
	}

}
