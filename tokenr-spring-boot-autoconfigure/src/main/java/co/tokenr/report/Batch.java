package co.tokenr.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import co.tokenr.usage.UsageEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Events that were taken from the queue together. Those that are not settled stay in
 * order, so that they can go back. Changed under the lock of the queue only; read by the
 * one worker that took it.
 */
final class Batch {

	private final List<Entry> unsettled;

	Batch(List<Entry> entries) {
		this.unsettled = new ArrayList<>(entries);
	}

	int remaining() {
		return this.unsettled.size();
	}

	/**
	 * Writes the events down that are not yet.
	 * @return the index of the first that cannot be, or -1
	 */
	int freeze() {
		for (int i = 0; i < this.unsettled.size(); i++) {
			if (!this.unsettled.get(i).freeze()) {
				return i;
			}
		}
		return -1;
	}

	List<StoredEvent> next(int count) {
		return this.unsettled.subList(0, count).stream().map(Entry::stored).toList();
	}

	Entry settle(int index) {
		return this.unsettled.remove(index);
	}

	List<Entry> unsettled() {
		return this.unsettled;
	}

	/**
	 * An event in the queue.
	 */
	static final class Entry {

		private static final Log logger = LogFactory.getLog(UsageReporter.class);

		private final UsageEvent event;

		private final long sequence;

		private final int size;

		private final long queuedAt;

		private @Nullable StoredEvent stored;

		Entry(UsageEvent event, long sequence, int size, long queuedAt) {
			this.event = event;
			this.sequence = sequence;
			this.size = size;
			this.queuedAt = queuedAt;
		}

		private boolean freeze() {
			if (this.stored == null) {
				try {
					this.stored = StoredEvent.of(this.event);
				}
				catch (RuntimeException | StackOverflowError ex) {
					logger.debug("An event could not be written: " + ex.getClass().getName());
					return false;
				}
			}
			return true;
		}

		private StoredEvent stored() {
			return Objects.requireNonNull(this.stored);
		}

		long sequence() {
			return this.sequence;
		}

		int size() {
			return this.size;
		}

		long queuedAt() {
			return this.queuedAt;
		}

	}

}
