package co.tokenr.report.spool;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of a spool of files: what waits, what is taken, and what can be
 * deleted. The lock is for the one who reads and the one who closes; who appends does not
 * wait for it.
 */
final class SpoolTail {

	private static final Log logger = LogFactory.getLog(FileSpool.class);

	private final ReentrantLock reading = new ReentrantLock();

	private final Deque<Segment> segments = new ConcurrentLinkedDeque<>();

	private final AtomicLong records = new AtomicLong();

	private final AtomicLong lost = new AtomicLong();

	private final Deque<Long> taken = new ArrayDeque<>();

	private final Cursor cursor;

	private final DiskSpace space;

	private @Nullable Segment current;

	private @Nullable SegmentReader reader;

	private int readOfCurrent;

	private long inFlightTo;

	SpoolTail(Cursor cursor, Collection<Segment> segments, DiskSpace space) {
		this.cursor = cursor;
		this.inFlightTo = cursor.inFlightTo();
		this.segments.addAll(segments);
		this.space = space;
		this.records.set(segments.stream().mapToLong(Segment::count).sum());
	}

	@Nullable Segment active() {
		Segment last = this.segments.peekLast();
		return (last != null && !last.isSealed()) ? last : null;
	}

	void add(Segment segment) {
		this.segments.addLast(segment);
	}

	/**
	 * Counts records that are about to be appended, or were not after all.
	 * @param count how many; negative for those that were not
	 */
	void expect(int count) {
		this.records.addAndGet(count);
	}

	List<SpoolRecord> take(int maxRecords, long maxBytes) throws IOException {
		this.reading.lock();
		try {
			// the batch of an earlier process, exactly as it was
			boolean again = this.inFlightTo > this.cursor.acknowledged() && this.taken.isEmpty();
			List<SpoolRecord> batch = again ? read(Integer.MAX_VALUE, Long.MAX_VALUE, this.inFlightTo) : List.of();
			if (batch.isEmpty()) {
				batch = read(maxRecords, maxBytes, Long.MAX_VALUE);
			}
			if (!batch.isEmpty()) {
				batch.forEach((record) -> this.taken.addLast(record.sequence()));
				this.inFlightTo = batch.get(batch.size() - 1).sequence();
				write(this.cursor.acknowledged());
			}
			return batch;
		}
		finally {
			this.reading.unlock();
		}
	}

	private List<SpoolRecord> read(int maxRecords, long maxBytes, long lastSequence) throws IOException {
		List<SpoolRecord> batch = new ArrayList<>();
		long size = 0;
		while (batch.size() < maxRecords) {
			SpoolRecord next = peek();
			if (next == null || next.sequence() > lastSequence) {
				break;
			}
			if (next.sequence() > this.cursor.acknowledged()) {
				size += next.bytes().length;
				if (!batch.isEmpty() && size > maxBytes) {
					break;
				}
				batch.add(next);
				this.readOfCurrent++;
			}
			if (this.reader != null) {
				this.reader.pass();
			}
		}
		return batch;
	}

	/**
	 * Looks at the next record, going on to the next segment where one is at its end.
	 */
	private @Nullable SpoolRecord peek() throws IOException {
		this.current = (this.current != null) ? this.current : this.segments.peekFirst();
		while (this.current != null) {
			boolean sealed = this.current.isSealed();
			SpoolRecord next = peek(this.current);
			if (next != null) {
				return next;
			}
			Segment following = following(this.current);
			if (!sealed || following == null) {
				return null;
			}
			leave(this.current);
			this.current = following;
		}
		return null;
	}

	private @Nullable SpoolRecord peek(Segment segment) throws IOException {
		if (this.reader == null) {
			if (segment.isGone()) {
				return null;
			}
			this.reader = new SegmentReader(segment.path());
		}
		return this.reader.peek(segment.size());
	}

	private @Nullable Segment following(Segment segment) {
		boolean found = false;
		for (Segment each : this.segments) {
			if (found) {
				return each;
			}
			found = each == segment;
		}
		return null;
	}

	private void leave(Segment segment) throws IOException {
		int missing = segment.count() - this.readOfCurrent;
		if (missing > 0) {
			logger.warn(missing + " usage events in " + segment.path() + " can no longer be read.");
			this.records.addAndGet(-missing);
			this.lost.addAndGet(missing);
		}
		this.readOfCurrent = 0;
		if (this.reader != null) {
			segment.damaged(this.reader.skipped());
			this.reader.close();
			this.reader = null;
		}
	}

	void acknowledge(long sequence) {
		this.reading.lock();
		try {
			Long first = this.taken.peekFirst();
			while (first != null && first <= sequence) {
				this.taken.removeFirst();
				this.records.decrementAndGet();
				first = this.taken.peekFirst();
			}
			write(sequence);
			Segment oldest = this.segments.peekFirst();
			while (oldest != null && oldest != this.current && oldest.lastSequence() <= sequence) {
				this.segments.removeFirst();
				this.space.given(oldest.size());
				oldest.remove();
				oldest = this.segments.peekFirst();
			}
		}
		finally {
			this.reading.unlock();
		}
	}

	/**
	 * Deletes the segment that is being written, where all in it is done with: on a disk
	 * that is full, others could not be written before that.
	 * @return whether there is more room now
	 */
	boolean clear() {
		this.reading.lock();
		try {
			Segment active = active();
			if (active == null || active != this.current || active.count() == 0 || this.records.get() > 0) {
				return false;
			}
			leave(active);
			active.seal();
			this.current = null;
			this.segments.remove(active);
			this.space.given(active.size());
			active.remove();
			return true;
		}
		catch (IOException ex) {
			logger.debug("A segment could not be closed", ex);
			return false;
		}
		finally {
			this.reading.unlock();
		}
	}

	private void write(long acknowledged) {
		try {
			this.cursor.write(acknowledged, Math.max(acknowledged, this.inFlightTo));
		}
		catch (IOException ex) {
			// the worst that comes of it is a batch that is sent twice
			logger.debug("The cursor could not be written", ex);
		}
	}

	long lost() {
		return this.lost.getAndSet(0);
	}

	long records() {
		return this.records.get();
	}

	long bytes() {
		return this.segments.stream().mapToLong(Segment::size).sum();
	}

	void close() {
		this.reading.lock();
		try {
			Segment active = active();
			if (active != null) {
				active.sync();
				active.seal();
			}
			this.cursor.sync();
		}
		catch (IOException ex) {
			logger.debug("A spool could not be synced", ex);
		}
		finally {
			closeFiles();
			this.space.given(bytes());
			this.reading.unlock();
		}
	}

	private void closeFiles() {
		try {
			if (this.reader != null) {
				this.reader.close();
			}
			this.cursor.close();
		}
		catch (IOException ex) {
			logger.debug("A spool could not be closed", ex);
		}
	}

}
