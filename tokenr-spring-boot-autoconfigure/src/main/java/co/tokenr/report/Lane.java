package co.tokenr.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import co.tokenr.report.Batch.Item;
import co.tokenr.report.HandOff.Entry;
import co.tokenr.report.spool.Spool;
import co.tokenr.report.spool.SpoolRecord;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for one target, and the books of it: an event and its count change hands
 * under the lock of the {@link HandOff}, which is never held over I/O. At most one batch
 * is in flight; its events still count as waiting. Survives stop and restart.
 */
final class Lane {

	private static final Log logger = LogFactory.getLog(UsageReporter.class);

	private static final long BETWEEN_LOOKS = Duration.ofMinutes(1).toNanos();

	private static final long BETWEEN_TRIES = Duration.ofSeconds(1).toNanos();

	private final ReentrantLock lock;

	private final Condition work;

	private final FlushTickets tickets;

	private final Deque<SpoolSource> adopted = new ArrayDeque<>();

	private final Tally tally = new Tally();

	private final LaneAge age = new LaneAge();

	private final String target;

	private final HandOff handOff;

	private final ReporterSettings settings;

	private final LaneSpool spool;

	private @Nullable Batch inFlight;

	private long stored;

	private long untaken;

	private long untakenBytes;

	private long notBefore = System.nanoTime();

	private long nextLook = System.nanoTime();

	private volatile boolean draining;

	Lane(String target, HandOff handOff, ReporterSettings settings) {
		this.target = target;
		this.handOff = handOff;
		this.settings = settings;
		this.spool = new LaneSpool(target, settings);
		this.lock = handOff.lock();
		this.work = this.lock.newCondition();
		this.tickets = new FlushTickets(this.lock);
	}

	/** Begins to keep events. */
	void open() {
		if (this.spool.current() != null) {
			return;
		}
		this.spool.open();
		this.lock.lock();
		try {
			// what an earlier stop left on disk is counted again when it is found there
			this.tally.recovered(-this.stored);
			this.stored = 0;
			this.untaken = 0;
			this.untakenBytes = 0;
			this.age.clear();
			this.draining = false;
			this.nextLook = System.nanoTime();
		}
		finally {
			this.lock.unlock();
		}
	}

	LaneSpool spool() {
		return this.spool;
	}

	/**
	 * Books what became of events. Called under the lock.
	 * @param entries the events
	 * @param records their records, or none
	 * @param kept how many of the first were kept
	 */
	void kept(List<Entry> entries, List<SpoolRecord> records, int kept) {
		for (int i = 0; i < entries.size(); i++) {
			if (i < kept) {
				this.stored++;
				this.untaken++;
				this.untakenBytes += records.get(i).bytes().length;
			}
			else {
				this.tally.dropped(isDurable() ? DeliveryReason.SPOOL_FULL : DeliveryReason.QUEUE_FULL);
				this.tickets.dropped(entries.get(i).sequence());
			}
		}
		if (kept > 0) {
			this.age.kept(entries.get(0), entries.get(kept - 1));
			this.work.signal();
		}
	}

	private boolean isDurable() {
		Spool current = this.spool.current();
		return current != null && current.isDurable();
	}

	/** Books an event that is not for this target. Called under the lock. */
	void withheld(Entry entry) {
		this.tally.withheld();
		this.tickets.withheld(entry.sequence());
	}

	/**
	 * Waits for the next batch: the one in flight as long as a part of it is not settled.
	 * @return the batch, {@code null} where there is none for now, or none for ever after
	 * {@link #drain()}
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable Batch take() throws InterruptedException {
		adoptIfDue();
		SpoolSource source;
		int most;
		this.lock.lockInterruptibly();
		try {
			if (this.inFlight != null && this.inFlight.remaining() > 0) {
				return this.inFlight;
			}
			this.inFlight = null;
			source = await();
			if (source == null) {
				return null;
			}
			most = source.isAdopted() ? this.settings.batchSize()
					: (int) Math.min(this.untaken, this.settings.batchSize());
		}
		finally {
			this.lock.unlock();
		}
		return cut(source, most);
	}

	/** Waits until something is due, or it is time to look for more. */
	private @Nullable SpoolSource await() throws InterruptedException {
		Spool current = this.spool.current();
		while (current != null) {
			if (!this.adopted.isEmpty()) {
				return this.adopted.peekFirst();
			}
			long patience = this.nextLook - System.nanoTime();
			if (this.untaken > 0) {
				boolean now = this.draining || this.untaken >= this.settings.batchSize()
						|| this.untakenBytes >= this.settings.batchMaxBytes();
				long left = now ? 0 : this.age.left(this.settings.flushInterval());
				left = Math.max(left, this.notBefore - System.nanoTime());
				if (left <= 0) {
					return new SpoolSource(current, -1);
				}
				patience = Math.min(patience, left);
			}
			if (patience <= 0 || (this.draining && this.untaken == 0)) {
				return null;
			}
			this.work.awaitNanos(patience);
			current = this.spool.current();
		}
		return null;
	}

	private @Nullable Batch cut(SpoolSource source, int most) {
		List<SpoolRecord> records = source.spool().take(most, this.settings.batchMaxBytes());
		long lost = source.spool().lost();
		boolean done = records.isEmpty() && source.isAdopted();
		long unread = done ? source.spool().records() : 0;
		this.lock.lock();
		try {
			this.tally.dropped(DeliveryReason.SPOOL_DAMAGED, lost);
			this.tally.recovered(-unread);
			this.stored -= lost + unread;
			if (source.isAdopted()) {
				this.adopted.removeIf((each) -> done && each == source);
			}
			else {
				takeOwn(records, lost);
			}
			if (this.spool.current() != null && !records.isEmpty()) {
				this.inFlight = new Batch(source.spool(), records, source.sequence());
			}
			return this.inFlight;
		}
		finally {
			this.lock.unlock();
			if (done) {
				source.spool().close();
			}
		}
	}

	private void takeOwn(List<SpoolRecord> records, long lost) {
		this.untaken -= lost + records.size();
		records.forEach((record) -> this.untakenBytes -= record.bytes().length);
		if (!records.isEmpty()) {
			this.age.taken(records.get(records.size() - 1).sequence());
		}
		else {
			// unreadable for now: a disk that fails is not asked without a pause
			this.notBefore = System.nanoTime() + BETWEEN_TRIES;
		}
	}

	/**
	 * Looks for what others have left: at the start, after each that was found and is
	 * done, and otherwise from time to time. One at a time, since there may be many.
	 */
	private void adoptIfDue() {
		if (!this.adopted.isEmpty() || System.nanoTime() < this.nextLook) {
			return;
		}
		Spool found = this.spool.adopt();
		if (found == null) {
			this.nextLook = System.nanoTime() + BETWEEN_LOOKS;
			return;
		}
		long records = found.records();
		if (takeOver(found, records)) {
			logger.info(records + " usage events for '" + this.target
					+ "' were left by an earlier process and are delivered now.");
		}
	}

	/** Delivers what another spool holds before our own, or closes it. */
	boolean takeOver(Spool found, long records) {
		boolean wanted;
		this.lock.lock();
		try {
			wanted = records > 0 && this.spool.current() != null;
			if (wanted) {
				this.stored += records;
				this.tally.recovered(records);
				this.adopted.addLast(new SpoolSource(found, this.handOff.nextSequence()));
				this.work.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (!wanted) {
			found.close();
		}
		return wanted;
	}

	/**
	 * Books what became of the first unsettled events of a batch. Without effect on a
	 * batch that is no longer in flight, since its events have been given up.
	 * @param batch the batch
	 * @param result what became of them
	 */
	void settle(Batch batch, DeliveryResult result) {
		int open = 0;
		this.lock.lock();
		try {
			if (this.inFlight != batch) {
				return;
			}
			for (int i = 0; i < result.size(); i++) {
				EventOutcome outcome = result.outcome(i);
				if (outcome.kind() == EventOutcome.Kind.AGAIN) {
					open++;
				}
				else {
					settle(batch.settle(open), outcome.reason());
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		this.spool.acknowledge(batch.spool(), batch.settledTo());
	}

	private void settle(Item item, @Nullable String rejection) {
		this.stored--;
		this.tally.settled(rejection);
		this.tickets.settled(item.sequence(), rejection);
	}

	/**
	 * Follows all that wait now, and has them sent without waiting for others.
	 * @param triedIsEnough whether one failed attempt settles the matter
	 * @return the ticket
	 */
	FlushTicket follow(boolean triedIsEnough) {
		this.lock.lock();
		try {
			long last = this.handOff.flush();
			FlushTicket ticket = this.tickets.open(last, this.handOff.pending() + this.stored, triedIsEnough);
			this.age.flush(last);
			this.work.signal();
			return ticket;
		}
		finally {
			this.lock.unlock();
		}
	}

	FlushTickets tickets() {
		return this.tickets;
	}

	/** Has the rest delivered without waiting for more. */
	void drain() {
		this.lock.lock();
		try {
			this.draining = true;
			this.work.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Tells whether the rest has been delivered. For the worker only. */
	boolean isDrained() {
		return this.draining && this.untaken == 0 && this.adopted.isEmpty() && this.inFlight == null;
	}

	/**
	 * Gives up what waits in memory, and leaves to a later process what waits in files.
	 * @return how many events were given up
	 */
	long close() {
		Spool own = this.spool.current();
		// without a spool there is nothing left to give up: it was closed before
		boolean durable = own == null || own.isDurable();
		List<SpoolSource> others;
		long dropped = 0;
		this.lock.lock();
		try {
			others = List.copyOf(this.adopted);
			this.spool.forget();
			this.adopted.clear();
			this.inFlight = null;
			if (!durable) {
				dropped = this.stored;
				this.stored = 0;
				this.tally.dropped(DeliveryReason.SHUTDOWN, dropped);
			}
			this.tickets.close(durable);
			this.work.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		others.forEach((source) -> source.spool().close());
		if (own != null) {
			own.close();
		}
		return dropped;
	}

	Tally.Counts counts() {
		Spool current = this.spool.current();
		long spoolBytes = (current != null) ? current.bytes() : 0;
		this.lock.lock();
		try {
			return this.tally.counts(this.handOff, this.stored, spoolBytes, isDurable());
		}
		finally {
			this.lock.unlock();
		}
	}

}
