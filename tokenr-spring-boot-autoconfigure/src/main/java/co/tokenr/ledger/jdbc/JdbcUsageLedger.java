package co.tokenr.ledger.jdbc;

import java.sql.DatabaseMetaData;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import co.tokenr.ledger.AnswerBuilder;
import co.tokenr.ledger.Dimension;
import co.tokenr.ledger.Erasure;
import co.tokenr.ledger.EventPage;
import co.tokenr.ledger.LedgerEntry;
import co.tokenr.ledger.UsageAnswer;
import co.tokenr.ledger.UsageLedger;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.report.JsonDocument;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * The ledger in a database, which any number of instances may write to. What it is given
 * is kept once, by the id of the event, however often and by whomever it is given.
 * Answers are those of the ledger in memory to the last digit: questions that roll-ups
 * know all dimensions of are answered from them, all others from the single events.
 */
public final class JdbcUsageLedger implements UsageLedger {

	private static final long DAY_MICROS = Span.DAY.micros();

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final SingletonSupplier<Tables> tables;

	/**
	 * Creates a ledger on tables that are there when it is used first.
	 * @param dataSource the database, which need not be reachable yet
	 */
	public JdbcUsageLedger(DataSource dataSource) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.tables = SingletonSupplier.of(() -> Tables.of(this.jdbc, database(dataSource)));
	}

	/**
	 * Takes events in, all or none. Those that the ledger already has are left out.
	 * @param entries the events
	 * @return how many were new
	 * @throws DataAccessException if the database is not to be had, or another writer
	 * held it for too long: the same events can be given again
	 */
	public int append(List<LedgerEntry> entries) {
		Map<String, LedgerEntry> fresh = new LinkedHashMap<>();
		entries.forEach((entry) -> fresh.putIfAbsent(entry.facts().id(), entry));
		return fresh.isEmpty() ? 0 : transacted(() -> {
			WriteLock lock = WriteLock.acquire(this.jdbc);
			fresh.keySet().removeAll(tables().events().known(fresh.keySet()));
			if (!fresh.isEmpty()) {
				tables().events().insert(fresh.values(), lock);
				tables().rollups().add(fresh.values().stream().map(LedgerEntry::facts).toList(), lock);
				lock.save();
			}
			return fresh.size();
		});
	}

	@Override
	public UsageAnswer answer(UsageQuery query) {
		// for one connection, which may be a new one, instead of one for each statement
		return transacted(() -> read(query));
	}

	private UsageAnswer read(UsageQuery query) {
		Long completeSince = WriteLock.completeSince(this.jdbc);
		AnswerBuilder answer = new AnswerBuilder(query);
		Cube cube = Cube.covering(query);
		if (cube == null) {
			tables().sums().read(query, Span.micros(query.from()), Span.micros(query.to()), answer);
		}
		else {
			for (Span.Segment segment : Span.segments(query, cube.shortest())) {
				if (segment.span() == Span.EVENT) {
					tables().sums().read(query, segment.from(), segment.to(), answer);
				}
				else {
					tables().rollups().read(query, cube, segment, answer);
				}
			}
		}
		return answer.build(UsageAnswer.Scope.DATABASE, (completeSince != null) ? instant(completeSince) : null);
	}

	@Override
	public EventPage events(UsageQuery query, @Nullable String after, int size) {
		EventPage.checkSize(size);
		return EventPage.of(tables().events().page(query, EventPage.Cursor.parse(after), size + 1), size);
	}

	@Override
	public @Nullable Map<String, Object> event(String id) {
		LedgerEntry entry = tables().events().find(id);
		return (entry != null) ? entry.document() : null;
	}

	@Override
	public long erase(Dimension dimension, String id) {
		Erasure erasure = Erasure.of(dimension, id);
		return transacted(() -> {
			WriteLock lock = WriteLock.acquire(this.jdbc);
			List<Long> named = tables().events().naming(dimension, id);
			for (List<Long> chunk : Chunks.of(named, EventTable.CHUNK)) {
				Map<Long, LedgerEntry> entries = tables().events().entries(chunk);
				entries.replaceAll((seq, entry) -> erased(entry, erasure));
				tables().events().replace(entries, id);
			}
			if (dimension.equals(Dimension.CUSTOMER)) {
				tables().rollups().forget(Cube.CUSTOMER, id, lock);
				lock.save();
			}
			return (long) named.size();
		});
	}

	@Override
	public long prune(Instant before) {
		long end = Span.micros(before.truncatedTo(ChronoUnit.DAYS));
		long pruned = 0;
		Long oldest = tables().events().oldest();
		// day by day, so that nobody waits long for the lock
		while (oldest != null && oldest < end) {
			long next = Math.min(end, (Span.DAY.slot(oldest) + 1) * DAY_MICROS);
			pruned += transacted(() -> pruneDay(next));
			oldest = tables().events().oldest();
		}
		if (pruned > 0) {
			transacted(() -> {
				WriteLock.acquire(this.jdbc);
				tables().rollups().deleteUnusedSeries();
				return 0;
			});
		}
		return pruned;
	}

	private int pruneDay(long end) {
		WriteLock.acquire(this.jdbc);
		tables().rollups().deleteBefore(end);
		this.jdbc.update("update tokenr_ledger set complete_since = ? where id = 1 and"
				+ " (complete_since is null or complete_since < ?)", end, end);
		return tables().events().deleteBefore(end);
	}

	private <T> T transacted(Supplier<T> work) {
		// looked up first: it takes a connection, and there may be but one
		tables();
		return Objects.requireNonNull(this.transaction.execute((status) -> work.get()));
	}

	private static LedgerEntry erased(LedgerEntry entry, Erasure erasure) {
		return LedgerEntry.of(JsonDocument.write(erasure.of(entry.document())));
	}

	private static Instant instant(long micros) {
		return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
	}

	private static DatabaseDriver database(DataSource dataSource) {
		try {
			return DatabaseDriver.fromProductName(
					JdbcUtils.extractDatabaseMetaData(dataSource, DatabaseMetaData::getDatabaseProductName));
		}
		catch (MetaDataAccessException ex) {
			throw new DataAccessResourceFailureException("The ledger's database is not to be had", ex);
		}
	}

	private Tables tables() {
		return this.tables.obtain();
	}

	/** What the database holds. */
	private record Tables(EventTable events, EventSums sums, RollupTable rollups) {

		static Tables of(JdbcTemplate jdbc, DatabaseDriver database) {
			Totals totals = new Totals(AmountColumns.of(database));
			SumReader reader = new SumReader(jdbc, totals, database);
			RowWriting writing = RowWriting.of(database);
			EventTable events = new EventTable(jdbc, totals, writing);
			return new Tables(events, new EventSums(events, totals, reader),
					new RollupTable(jdbc, totals, reader, writing));
		}

	}

}
