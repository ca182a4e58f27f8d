package co.tokenr.it;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import co.tokenr.SeededRandom;
import co.tokenr.ledger.AnswerAssert;
import co.tokenr.ledger.BruteForce;
import co.tokenr.ledger.LatestEvents;
import co.tokenr.ledger.LedgerEntry;
import co.tokenr.ledger.MemoryUsageLedger;
import co.tokenr.ledger.RandomUsage;
import co.tokenr.ledger.UsageAnswer;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.jdbc.JdbcUsageLedger;
import co.tokenr.ledger.jdbc.LedgerSchema;
import co.tokenr.usage.UsageEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same questions to the same events, answered by memory, by every database, and by
 * reading the file line by line.
 */
@EnabledIfSystemProperty(named = "ledger.answers", matches = "true",
		disabledReason = "takes minutes: run by hand with -Dledger.answers=true")
class LedgerAnswersIntegrationTests {

	private static final int EVENTS = 100_000;

	private static final int QUERIES = 500;

	private static final int BATCH = 1000;

	@Test
	void everyLedgerAnswersAsBruteForceDoes(@TempDir Path directory) throws IOException {
		SeededRandom random = SeededRandom.create();
		RandomUsage usage = new RandomUsage(random);
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			Map<String, JdbcUsageLedger> databases = new LinkedHashMap<>();
			databases.put("postgresql", ledger(postgres.getPostgresDatabase()));
			databases.put("h2", ledger(h2()));
			databases.put("sqlite", ledger(sqlite(directory)));
			LatestEvents events = new LatestEvents(EVENTS);
			Path jsonl = directory.resolve("usage.jsonl");
			fill(usage, events, databases, jsonl);
			MemoryUsageLedger memory = new MemoryUsageLedger(events, null, Clock.systemUTC());
			BruteForce bruteForce = new BruteForce(jsonl);
			for (int i = 0; i < QUERIES; i++) {
				UsageQuery query = usage.query();
				UsageAnswer expected = memory.answer(query);
				AnswerAssert.assertSame("memory, " + random, query, expected, bruteForce.answer(query));
				databases.forEach((name, database) -> assertThat(database.answer(query).rows())
					.as(name + ", " + random + " " + query)
					.isEqualTo(expected.rows()));
			}
		}
	}

	private static void fill(RandomUsage usage, LatestEvents memory, Map<String, JdbcUsageLedger> databases, Path jsonl)
			throws IOException {
		try (BufferedWriter lines = Files.newBufferedWriter(jsonl)) {
			List<UsageEvent> all = new ArrayList<>(usage.events(EVENTS));
			all.sort(Comparator.comparing(UsageEvent::occurredAt));
			for (int i = 0; i < EVENTS; i += BATCH) {
				List<LedgerEntry> batch = new ArrayList<>();
				for (UsageEvent event : all.subList(i, i + BATCH)) {
					memory.onUsage(event);
					batch.add(LedgerEntry.of(event));
				}
				for (LedgerEntry entry : batch) {
					lines.append(entry.json()).append('\n');
				}
				databases.values().forEach((database) -> database.append(batch));
			}
		}
	}

	private static JdbcUsageLedger ledger(DataSource dataSource) {
		new LedgerSchema(dataSource, DatabaseInitializationMode.ALWAYS).create();
		return new JdbcUsageLedger(dataSource);
	}

	private static DataSource h2() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl("jdbc:h2:mem:answers;DB_CLOSE_DELAY=-1");
		return dataSource;
	}

	private static DataSource sqlite(Path directory) {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + directory.resolve("ledger.db"));
		return dataSource;
	}

}
