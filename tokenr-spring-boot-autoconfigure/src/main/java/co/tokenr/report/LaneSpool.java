package co.tokenr.report;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import co.tokenr.report.spool.MemorySpool;
import co.tokenr.report.spool.Spool;
import co.tokenr.report.spool.SpoolRecord;
import co.tokenr.report.spool.SpoolStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The spool that this process writes for one target. Does I/O, and so is never called
 * under the lock of the books.
 */
final class LaneSpool {

	private static final Log logger = LogFactory.getLog(UsageReporter.class);

	private static final long BETWEEN_TRIES = Duration.ofSeconds(1).toNanos();

	private final String target;

	private final ReporterSettings settings;

	private final SpoolStore store;

	private volatile @Nullable Spool current;

	private volatile boolean full;

	private volatile long fullSince;

	LaneSpool(String target, ReporterSettings settings) {
		this.target = target;
		this.settings = settings;
		this.store = settings.store(target);
	}

	/**
	 * Makes a spool, in memory where the files cannot be had.
	 * @return a new and empty spool
	 */
	Spool open() {
		Spool opened;
		try {
			opened = this.store.create();
		}
		catch (IOException ex) {
			logger.error("Usage events for '" + this.target + "' cannot be kept in files (" + ex
					+ ") and are kept in memory only; they are lost if this process ends.");
			opened = new MemorySpool(this.settings.queueCapacity(), this.settings.queueMaxBytes());
		}
		this.full = false;
		this.current = opened;
		return opened;
	}

	/**
	 * Returns the spool.
	 * @return the spool, {@code null} while none is open
	 */
	@Nullable Spool current() {
		return this.current;
	}

	/** Hides the spool from those who would still write. */
	void forget() {
		this.current = null;
	}

	/**
	 * Makes a spool beside the present one, as durable as that.
	 * @param records what it holds
	 * @return the spool, {@code null} where there can be none or it has no room for all
	 */
	@Nullable Spool aside(List<SpoolRecord> records) {
		Spool own = this.current;
		if (own == null) {
			return null;
		}
		try {
			Spool aside = own.isDurable() ? this.store.create() : new MemorySpool(records.size(), Long.MAX_VALUE);
			if (aside.append(records) == records.size()) {
				aside.sync();
				return aside;
			}
			drop(aside, records);
		}
		catch (IOException ex) {
			logger.debug("No further spool could be made", ex);
		}
		return null;
	}

	/** What was kept of them stays where it came from. */
	private static void drop(Spool aside, List<SpoolRecord> records) {
		while (!aside.take(records.size(), Long.MAX_VALUE).isEmpty()) {
			aside.acknowledge(records.get(records.size() - 1).sequence());
		}
		aside.close();
	}

	@Nullable Spool adopt() {
		return this.store.adopt();
	}

	/** Tells whether it makes sense to write events down for this target. */
	boolean hasRoom() {
		return !this.full || System.nanoTime() - this.fullSince >= BETWEEN_TRIES;
	}

	/**
	 * Keeps records.
	 * @param records the records
	 * @return how many of the first are kept
	 */
	int keep(List<SpoolRecord> records) {
		Spool spool = this.current;
		int kept = (spool != null && !records.isEmpty()) ? spool.append(records) : 0;
		if (kept < records.size()) {
			this.fullSince = System.nanoTime();
			this.full = true;
		}
		return kept;
	}

	void acknowledge(Spool spool, long sequence) {
		spool.acknowledge(sequence);
		this.full = false;
	}

	void sync() {
		Spool spool = this.current;
		if (spool != null) {
			spool.sync();
		}
	}

}
