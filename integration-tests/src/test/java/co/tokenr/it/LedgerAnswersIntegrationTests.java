package co.tokenr.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import co.tokenr.SeededRandom;
import co.tokenr.ledger.AnswerAssert;
import co.tokenr.ledger.BruteForce;
import co.tokenr.ledger.LatestEvents;
import co.tokenr.ledger.LedgerEntry;
import co.tokenr.ledger.MemoryUsageLedger;
import co.tokenr.ledger.RandomUsage;
import co.tokenr.ledger.UsageAnswer;
import co.tokenr.ledger.UsageLedger;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.jdbc.JdbcUsageLedger;
import co.tokenr.ledger.jdbc.LedgerSchema;
import co.tokenr.usage.UsageEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same questions to the same events, answered by memory, by every database, and by
 * reading the file line by line: of some thousand events by default, of a hundred
 * thousand with {@code -Dledger.answers=100000}. Each event is given to each database
 * twice, by two writers at once: one begins with the first, one with the last.
 */
class LedgerAnswersIntegrationTests {

	private static final Log logger = LogFactory.getLog(LedgerAnswersIntegrationTests.class);

	private static final int EVENTS = Integer.getInteger("ledger.answers", 100_000);

	private static final int QUERIES = 500;

	private static final int BATCH = 500;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@Test
	void everyLedgerAnswersAsBruteForceDoes(@TempDir Path directory) throws Exception {
		SeededRandom random = SeededRandom.create();
		RandomUsage usage = new RandomUsage(random);
		List<UsageEvent> events = new ArrayList<>(usage.events(EVENTS));
		events.sort(Comparator.comparing(UsageEvent::occurredAt));
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			long start = System.nanoTime();
			Map<String, UsageLedger> databases = filled(events,
					Map.of("postgresql", postgres.getPostgresDatabase(), "h2", h2(), "sqlite", sqlite(directory)));
			LatestEvents latest = new LatestEvents(EVENTS);
			events.forEach(latest::onUsage);
			MemoryUsageLedger memory = new MemoryUsageLedger(latest, null, Clock.systemUTC());
			BruteForce bruteForce = new BruteForce(jsonl(directory, events));
			long filled = System.nanoTime();
			for (int i = 0; i < QUERIES; i++) {
				UsageQuery query = usage.query();
				Map<String, Future<UsageAnswer>> answers = new LinkedHashMap<>();
				databases
					.forEach((name, database) -> answers.put(name, this.executor.submit(() -> database.answer(query))));
				UsageAnswer expected = memory.answer(query);
				AnswerAssert.assertSame("memory, " + random, query, expected, bruteForce.answer(query));
				for (Map.Entry<String, Future<UsageAnswer>> answer : answers.entrySet()) {
					assertThat(answer.getValue().get().rows()).as(answer.getKey() + ", " + random + " " + query)
						.isEqualTo(expected.rows());
				}
			}
			logger.info("%d events in %d s, %d questions in %d s".formatted(EVENTS, (filled - start) / 1_000_000_000,
					QUERIES, (System.nanoTime() - filled) / 1_000_000_000));
		}
		finally {
			this.executor.shutdownNow();
		}
	}

	private Map<String, UsageLedger> filled(List<UsageEvent> events, Map<String, DataSource> databases)
			throws Exception {
		Map<String, Future<Integer>> written = new LinkedHashMap<>();
		Map<String, UsageLedger> ledgers = new LinkedHashMap<>();
		for (Map.Entry<String, DataSource> database : databases.entrySet()) {
			new LedgerSchema(database.getValue(), DatabaseInitializationMode.ALWAYS).create();
			List<UsageEvent> backwards = new ArrayList<>(events);
			Collections.reverse(backwards);
			for (List<UsageEvent> order : List.of(events, backwards)) {
				JdbcUsageLedger writer = ledger(database.getValue());
				written.put(database.getKey() + written.size(), this.executor.submit(() -> write(writer, order)));
				ledgers.put(database.getKey(), writer);
			}
		}
		int all = 0;
		for (Future<Integer> count : written.values()) {
			all += count.get();
		}
		assertThat(all).isEqualTo(databases.size() * events.size());
		return ledgers;
	}

	/** Tries again what the other writer kept it from, as delivery does. */
	private static int write(JdbcUsageLedger ledger, List<UsageEvent> events) {
		int fresh = 0;
		int refused = 0;
		for (int i = 0; i < events.size();) {
			List<UsageEvent> batch = events.subList(i, Math.min(events.size(), i + BATCH));
			try {
				fresh += ledger.append(batch.stream().map(LedgerEntry::of).toList());
				i += batch.size();
			}
			catch (DataAccessException ex) {
				if (++refused > 1000) {
					throw ex;
				}
			}
		}
		return fresh;
	}

	private static Path jsonl(Path directory, List<UsageEvent> events) throws IOException {
		return Files.write(directory.resolve("usage.jsonl"),
				(Iterable<String>) events.stream().map((event) -> LedgerEntry.of(event).json())::iterator,
				StandardCharsets.UTF_8);
	}

	/** With one connection, as a pool would give it. */
	private static JdbcUsageLedger ledger(DataSource dataSource) throws SQLException {
		return new JdbcUsageLedger(new SingleConnectionDataSource(dataSource.getConnection(), true));
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
