package co.tokenr.ledger.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import co.tokenr.ledger.UsageLedger;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Prunes what is older than the retention, at once and every hour, on a thread of its
 * own.
 */
public final class LedgerRetention implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LedgerRetention.class);

	private final UsageLedger ledger;

	private final Duration retention;

	private final ScheduledExecutorService hourly = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "tokenr-ledger-retention");
		thread.setDaemon(true);
		return thread;
	});

	private final ScheduledFuture<?> pruning;

	/**
	 * Starts pruning.
	 * @param ledger what is pruned
	 * @param retention how long events are kept
	 */
	public LedgerRetention(UsageLedger ledger, Duration retention) {
		this.ledger = ledger;
		this.retention = retention;
		this.pruning = this.hourly.scheduleWithFixedDelay(this::prune, 0, 1, TimeUnit.HOURS);
	}

	private void prune() {
		try {
			this.ledger.prune(Clock.systemUTC().instant().minus(this.retention));
		}
		catch (RuntimeException ex) {
			logger.warn("The usage ledger could not be pruned and will be in an hour: " + ex.getClass().getName());
		}
	}

	@Override
	public void close() {
		this.pruning.cancel(true);
		this.hourly.shutdown();
	}

}
