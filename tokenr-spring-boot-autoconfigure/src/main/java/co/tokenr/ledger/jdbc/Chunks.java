package co.tokenr.ledger.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Cuts lists of parameters into parts that every database takes.
 */
final class Chunks {

	private static final int LARGEST = 128;

	private Chunks() {
	}

	static <T> List<List<T>> of(Collection<T> all, int size) {
		List<T> list = new ArrayList<>(all);
		List<List<T>> chunks = new ArrayList<>();
		for (int i = 0; i < list.size(); i += size) {
			chunks.add(list.subList(i, Math.min(list.size(), i + size)));
		}
		return chunks;
	}

	/** Parts of 128, 64, 32 and so on: few kinds of statements, which stay prepared. */
	static <T> List<List<T>> ofPowersOfTwo(Collection<T> all) {
		List<T> list = new ArrayList<>(all);
		List<List<T>> chunks = new ArrayList<>();
		for (int i = 0; i < list.size();) {
			int size = Math.min(LARGEST, Integer.highestOneBit(list.size() - i));
			chunks.add(list.subList(i, i + size));
			i += size;
		}
		return chunks;
	}

}
