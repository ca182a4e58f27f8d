package co.tokenr.capture;

import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.response.ResponseUsage;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP seam read of an answer that another seam counts, kept by response id until
 * that seam asks: Spring AI drops the served tier, the split of cache writes and more.
 * Bounded: the latest 1024 answers. Thread-safe.
 */
public final class ServedDetails {

	private static final int CAPACITY = 1024;

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
