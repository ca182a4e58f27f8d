package co.tokenr.report.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Dead letters in memory: the latest hundred, and no more than 1 MiB of them.
 */
public final class MemoryDeadLetters implements DeadLetterStore {

	private static final int MOST = 100;

	private static final long MAX_BYTES = 1024 * 1024;

	private final Deque<byte[]> letters = new ArrayDeque<>();

	private long bytes;

	private long discarded;

	@Override
	public synchronized void keep(List<byte[]> letters) {
		for (byte[] letter : letters) {
			this.letters.addFirst(letter);
			this.bytes += letter.length;
			while (this.letters.size() > MOST || this.bytes > MAX_BYTES) {
				this.bytes -= this.letters.removeLast().length;
				this.discarded++;
			}
		}
	}

	@Override
	public void read(Consumer<byte[]> reader) {
		List<byte[]> latest;
		synchronized (this) {
			latest = List.copyOf(this.letters);
		}
		latest.forEach(reader);
	}

	@Override
	public synchronized void giveAway(UnaryOperator<List<byte[]>> taker) {
		List<byte[]> oldestFirst = new ArrayList<>(this.letters);
		Collections.reverse(oldestFirst);
		List<byte[]> left = taker.apply(oldestFirst);
		this.letters.clear();
		this.bytes = 0;
		keep(left);
	}

	@Override
	public synchronized long discarded() {
		return this.discarded;
	}

}
