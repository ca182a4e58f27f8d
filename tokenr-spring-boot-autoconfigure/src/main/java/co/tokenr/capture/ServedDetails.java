package co.tokenr.capture;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import co.tokenr.response.ResponseUsage;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP seam read of an answer that another seam counts, kept by response id until
 * that seam asks: Spring AI drops the served tier, the split of cache writes and more.
 * Bounded: the latest 1024 answers. Thread-safe.
 */
public final class ServedDetails {

	private static final int CAPACITY = 1024;

	/** The ids of the answers closed while a stream is given up on this thread. */
	private static final ThreadLocal<Set<String>> CLOSING = new ThreadLocal<>();

	private final Map<String, ResponseUsage> details = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, ResponseUsage> eldest) {
			return size() > CAPACITY;
		}

	};

	/**
	 * Creates an empty store.
	 */
	public ServedDetails() {
	}

	/**
	 * Keeps what was read, in place of what was kept for the same answer.
	 * @param details what was read; left out where it has no response id
	 */
	public void put(ResponseUsage details) {
		if (details.responseId() != null) {
			synchronized (this.details) {
				this.details.put(details.responseId(), details);
			}
		}
	}

	/**
	 * Takes note that the body of an answer was closed on this thread.
	 * @param responseId the answer's id, or {@code null}
	 */
	void closed(@Nullable String responseId) {
		@Nullable Set<String> closing = CLOSING.get();
		if (closing != null && responseId != null) {
			closing.add(responseId);
		}
	}

	/**
	 * Gives a stream up. That closes the body of its answer, on this thread, and so tells
	 * the answer's id where the stream did not: Spring AI's Anthropic module names it
	 * beside the last chunk only.
	 * @param action gives up, and may throw what it likes
	 * @param id takes the id of the answer that was closed; not called where there was
	 * none or more than one
	 */
	public void closing(Runnable action, Consumer<String> id) {
		@Nullable Set<String> around = CLOSING.get();
		Set<String> closed = (around != null) ? around : new HashSet<>(2);
		CLOSING.set(closed);
		try {
			action.run();
		}
		finally {
			if (around == null) {
				CLOSING.remove();
			}
			if (closed.size() == 1) {
				id.accept(closed.iterator().next());
			}
		}
	}

	/**
	 * Takes what was read of an answer.
	 * @param responseId the answer's id, or {@code null}
	 * @return what was read, {@code null} where nothing was
	 */
	public @Nullable ResponseUsage take(@Nullable String responseId) {
		if (responseId == null) {
			return null;
		}
		synchronized (this.details) {
			return this.details.remove(responseId);
		}
	}

}
