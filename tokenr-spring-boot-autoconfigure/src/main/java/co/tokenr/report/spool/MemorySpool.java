package co.tokenr.report.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Records in memory, bounded by count and size. Thread-safe.
 */
public final class MemorySpool implements Spool {

	private final int maxRecords;

	private final long maxBytes;

	private final Deque<SpoolRecord> waiting = new ArrayDeque<>();

	private final Deque<SpoolRecord> taken = new ArrayDeque<>();

	private long bytes;

	/**
	 * Creates a spool.
	 * @param maxRecords how many records it keeps at most
	 * @param maxBytes how large they may be together
	 */
	public MemorySpool(int maxRecords, long maxBytes) {
		this.maxRecords = maxRecords;
		this.maxBytes = maxBytes;
	}

	/**
	 * A store of spools in memory.
	 * @param maxRecords how many records a spool keeps at most
	 * @param maxBytes how large they may be together
	 * @return the store
	 */
	public static SpoolStore store(int maxRecords, long maxBytes) {
		return new SpoolStore() {

			@Override
			public Spool create() {
				return new MemorySpool(maxRecords, maxBytes);
			}

			@Override
			public @Nullable Spool adopt() {
				return null;
			}

		};
	}

	@Override
	public synchronized int append(List<SpoolRecord> records) {
		int kept = 0;
		for (SpoolRecord record : records) {
			if (records() >= this.maxRecords || this.bytes + record.bytes().length > this.maxBytes) {
				break;
			}
			this.waiting.addLast(record);
			this.bytes += record.bytes().length;
			kept++;
		}
		return kept;
	}

	@Override
	public void sync() {
		// nothing here outlives anything
	}

	@Override
	public synchronized List<SpoolRecord> take(int maxRecords, long maxBytes) {
		List<SpoolRecord> batch = new ArrayList<>();
		long size = 0;
		SpoolRecord next = this.waiting.peekFirst();
		while (next != null && batch.size() < maxRecords
				&& (batch.isEmpty() || size + next.bytes().length <= maxBytes)) {
			size += next.bytes().length;
			batch.add(this.waiting.removeFirst());
			next = this.waiting.peekFirst();
		}
		this.taken.addAll(batch);
		return batch;
	}

	@Override
	public synchronized void acknowledge(long sequence) {
		SpoolRecord first = this.taken.peekFirst();
		while (first != null && first.sequence() <= sequence) {
			this.bytes -= this.taken.removeFirst().bytes().length;
			first = this.taken.peekFirst();
		}
	}

	@Override
	public long lost() {
		return 0;
	}

	@Override
	public synchronized long records() {
		return (long) this.waiting.size() + this.taken.size();
	}

	@Override
	public synchronized long bytes() {
		return this.bytes;
	}

	@Override
	public boolean isDurable() {
		return false;
	}

	@Override
	public synchronized void close() {
		this.waiting.clear();
		this.taken.clear();
		this.bytes = 0;
	}

}
