package co.tokenr.ledger.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import co.tokenr.ledger.LedgerEntry;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * Hands events to the ledger in batches, on a thread of its own. The caller only puts an
 * event into a bounded queue; where that is full, or the database does not come back
 * before the application ends, events are dropped and counted. Also prunes what is older
 * than the retention, once an hour.
 */
public final class JdbcLedgerFeed implements InlineUsageListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(JdbcLedgerFeed.class);

	private static final int CAPACITY = 8192;

	private static final int BATCH = 500;

	private static final long LINGER_MILLIS = 200;

	private static final long MAX_PAUSE_MILLIS = 10_000;

	private static final long CLOSE_MILLIS = 5_000;

	private static final Duration PRUNE_INTERVAL = Duration.ofHours(1);

	private final JdbcUsageLedger ledger;

	private final LedgerSchema schema;

	private final @Nullable Duration retention;

	private final BlockingQueue<UsageEvent> queue = new ArrayBlockingQueue<>(CAPACITY);

	private final LongAdder dropped = new LongAdder();

	private final LongAdder rejected = new LongAdder();

	private final Thread thread;

	private volatile boolean closed;

	private boolean failing;

	private Instant pruned = Instant.EPOCH;

	/**
	 * Creates a feed and starts its thread.
	 * @param ledger takes the events in
	 * @param schema creates the tables
	 * @param retention how long events are kept, {@code null} for ever
	 */
	public JdbcLedgerFeed(JdbcUsageLedger ledger, LedgerSchema schema, @Nullable Duration retention) {
		this.ledger = ledger;
		this.schema = schema;
		this.retention = retention;
		this.thread = new Thread(this::run, "tokenr-ledger");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	@Override
	public void onUsage(UsageEvent event) {
		if (this.closed || !this.queue.offer(event)) {
			this.dropped.increment();
		}
	}

	/**
	 * Returns how many events were dropped: the queue was full, or the database away when
	 * the application ended.
	 * @return the count since the start
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	/**
	 * Returns how many events the ledger can never take.
	 * @return the count since the start
	 */
	public long rejected() {
		return this.rejected.sum();
	}

	private void run() {
		try {
			while (!this.closed || !this.queue.isEmpty()) {
				List<LedgerEntry> batch = next();
				if (!batch.isEmpty()) {
					write(batch);
				}
				prune();
			}
		}
		catch (InterruptedException ex) {
			this.dropped.add(this.queue.size());
			this.queue.clear();
		}
	}

	private List<LedgerEntry> next() throws InterruptedException {
		List<UsageEvent> events = new ArrayList<>();
		UsageEvent first = this.queue.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
		if (first != null) {
			events.add(first);
			this.queue.drainTo(events, BATCH - 1);
		}
		List<LedgerEntry> entries = new ArrayList<>(events.size());
		for (UsageEvent event : events) {
			try {
				entries.add(LedgerEntry.of(event));
			}
			catch (RuntimeException ex) {
				reject(ex);
			}
		}
		return entries;
	}

	private void write(List<LedgerEntry> batch) throws InterruptedException {
		long pause = LINGER_MILLIS;
		while (true) {
			try {
				this.schema.create();
				append(batch);
				recovered();
				return;
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
			try {
				Thread.sleep(pause);
			}
			catch (InterruptedException ex) {
				this.dropped.add(batch.size());
				throw ex;
			}
			pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
		}
	}

	/** What the database will never take is found out one by one. */
	private void append(List<LedgerEntry> batch) {
		try {
			this.ledger.append(batch);
		}
		catch (DataIntegrityViolationException ex) {
			for (LedgerEntry entry : batch) {
				try {
					this.ledger.append(List.of(entry));
				}
				catch (DataIntegrityViolationException single) {
					reject(single);
				}
			}
		}
	}

	private void reject(RuntimeException reason) {
		this.rejected.increment();
		if (this.rejected.sum() == 1) {
			logger.warn("The usage ledger can not take an event: " + reason.getClass().getName()
					+ "; further ones are only counted");
		}
	}

	private void failed(RuntimeException reason) {
		if (!this.failing) {
			this.failing = true;
			logger.warn("The usage ledger can not be written: " + reason.getClass().getName() + "; " + this.queue.size()
					+ " events wait, up to " + CAPACITY);
		}
	}

	private void recovered() {
		if (this.failing) {
			this.failing = false;
			logger.info("The usage ledger is written again; " + dropped() + " events were dropped since the start");
		}
	}

	private void prune() {
		Instant now = Instant.now();
		if (this.retention != null && this.pruned.plus(PRUNE_INTERVAL).isBefore(now) && !this.failing) {
			this.pruned = now;
			try {
				this.ledger.prune(now.minus(this.retention));
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}
	}

	/**
	 * Writes what waits, for five seconds at the most, and ends.
	 */
	@Override
	public void close() {
		this.closed = true;
		try {
			this.thread.join(CLOSE_MILLIS);
			this.thread.interrupt();
			this.thread.join(CLOSE_MILLIS);
		}
		catch (InterruptedException ex) {
			this.thread.interrupt();
			Thread.currentThread().interrupt();
		}
	}

}
