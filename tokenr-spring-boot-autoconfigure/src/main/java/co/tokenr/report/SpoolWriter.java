package co.tokenr.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import co.tokenr.report.HandOff.Entry;
import co.tokenr.report.spool.SpoolRecord;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import co.tokenr.usage.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * Writes events down, once for all targets, and has the spool of each keep them. Runs on
 * a thread of its own, from a start to the next stop; where a caller must not return
 * before its event is kept, on the caller's.
 */
final class SpoolWriter implements Runnable {

	private static final Log logger = LogFactory.getLog(UsageReporter.class);

	private static final long BETWEEN_SYNCS = Duration.ofSeconds(1).toNanos();

	private static final Duration AFTER_ACCIDENT = Duration.ofMillis(100);

	private final ReentrantLock order = new ReentrantLock();

	/** Used under the lock of the order. */
	private final JsonWriter json = new JsonWriter();

	private final HandOff handOff;

	private final List<Recipient> recipients;

	private final Thread thread;

	private volatile boolean dirty;

	private long lastSync = System.nanoTime();

	SpoolWriter(HandOff handOff, List<Recipient> recipients) {
		this.handOff = handOff;
		this.recipients = recipients;
		this.thread = ReporterThread.of(this, "tokenr-spool");
	}

	void start() {
		this.thread.start();
	}

	boolean isAlive() {
		return this.thread.isAlive();
	}

	/**
	 * Has the closed hand-off emptied and the thread ended.
	 * @param timeout how long that may take
	 * @throws InterruptedException if the calling thread was interrupted
	 */
	void finish(Duration timeout) throws InterruptedException {
		this.thread.join(Math.max(1, timeout.toMillis()));
	}

	@Override
	public void run() {
		boolean closed = false;
		while (!closed) {
			try {
				this.handOff.awaitWork(this.dirty ? BETWEEN_SYNCS : Long.MAX_VALUE);
				closed = this.handOff.isClosed();
				write();
				syncIfDue(closed);
			}
			catch (InterruptedException ex) {
				logger.debug("Interrupted, and going on");
			}
			catch (RuntimeException | Error ex) {
				logger.debug("Events could not be written", ex);
				LockSupport.parkNanos(AFTER_ACCIDENT.toNanos());
			}
		}
	}

	/** Writes all that waits now. What another thread took before is written first. */
	void write() {
		this.order.lock();
		try {
			List<Entry> entries = this.handOff.take();
			while (!entries.isEmpty()) {
				write(entries);
				entries = this.handOff.take();
			}
		}
		finally {
			this.order.unlock();
		}
	}

	private void write(List<Entry> entries) {
		List<Entry> sound = new ArrayList<>(entries.size());
		// as many forms as there are ways out, each written once
		Map<Egress, List<SpoolRecord>> records = new LinkedHashMap<>();
		this.recipients.forEach((recipient) -> records.put(recipient.egress(), new ArrayList<>(entries.size())));
		Map<Entry, String> failed = new LinkedHashMap<>();
		// an outage that has filled all spools should not keep a processor busy
		boolean room = this.recipients.stream().anyMatch((recipient) -> recipient.lane().spool().hasRoom());
		for (Entry entry : entries) {
			String failure = room ? freeze(entry, records) : null;
			if (failure != null) {
				failed.put(entry, failure);
			}
			else {
				sound.add(entry);
			}
		}
		List<Portion> portions = this.recipients.stream()
			.map((recipient) -> Portion.of(recipient.lane(), recipient.local(), sound,
					Objects.requireNonNull(records.get(recipient.egress()))))
			.toList();
		int[] kept = portions.stream().mapToInt(Portion::keep).toArray();
		this.dirty |= room && !sound.isEmpty();
		ReentrantLock books = this.handOff.lock();
		books.lock();
		try {
			failed.forEach((entry, reason) -> {
				this.handOff.dropped(entry, reason);
				portions.forEach((portion) -> portion.lane().tickets().dropped(entry.sequence()));
			});
			sound.forEach(this.handOff::written);
			for (int i = 0; i < kept.length; i++) {
				portions.get(i).book(kept[i]);
			}
		}
		finally {
			books.unlock();
		}
	}

	private @Nullable String freeze(Entry entry, Map<Egress, List<SpoolRecord>> records) {
		try {
			Map<Egress, SpoolRecord> frozen = new LinkedHashMap<>();
			for (Egress egress : records.keySet()) {
				UsageEvent leaving = egress.apply(entry.event());
				byte[] json = this.json.write(leaving);
				if (json.length > SpoolRecord.MAX_BYTES) {
					return DeliveryReason.OVERSIZE;
				}
				frozen.put(egress, new EventRecord(entry.sequence(), leaving, json));
			}
			records.forEach((egress, all) -> all.add(Objects.requireNonNull(frozen.get(egress))));
			return null;
		}
		catch (RuntimeException | Error ex) {
			logger.debug("An event could not be written: " + ex.getClass().getName());
			return DeliveryReason.SERIALIZE_ERROR;
		}
	}

	private void syncIfDue(boolean closing) {
		long now = System.nanoTime();
		if (this.dirty && (closing || now - this.lastSync >= BETWEEN_SYNCS)) {
			this.dirty = false;
			this.lastSync = now;
			this.recipients.forEach((recipient) -> recipient.lane().spool().sync());
		}
	}

}
