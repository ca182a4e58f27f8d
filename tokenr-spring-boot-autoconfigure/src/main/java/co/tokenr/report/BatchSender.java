package co.tokenr.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import co.tokenr.usage.UsageEvent;

/**
 * Brings one batch to its target and books what becomes of it. A batch that is refused as
 * a whole is halved until the event at fault stands alone, so that it takes no other with
 * it; how often is bounded, so that a target that refuses everything is not flooded.
 */
final class BatchSender {

	/** Enough to single out two events among a hundred. */
	private static final int MAX_SPLITS = 16;

	private final ReportTarget target;

	private final DeliveryQueue queue;

	private final DeliveryRetry retry;

	private final DeliveryHealth health;

	private final BatchListener listener;

	BatchSender(ReportTarget target, DeliveryQueue queue, DeliveryRetry retry, DeliveryHealth health,
			BatchListener listener) {
		this.target = target;
		this.queue = queue;
		this.retry = retry;
		this.health = health;
		this.listener = listener;
	}

	/**
	 * Returns when all events of the batch are settled, or throws what kept the rest from
	 * being delivered.
	 * @param batch the batch
	 * @throws InterruptedException if the thread was interrupted
	 */
	void send(Batch batch) throws InterruptedException {
		Deque<Integer> parts = new ArrayDeque<>();
		parts.push(batch.remaining());
		int splits = 0;
		while (!parts.isEmpty()) {
			int size = parts.pop();
			List<UsageEvent> events = batch.next(size);
			try {
				DeliveryResult result = this.retry.call(() -> exchange(events), this.health.isFailing());
				this.queue.settle(batch, result);
				if (result.size() < size) {
					parts.push(size - result.size());
				}
			}
			catch (RefusedDeliveryException ex) {
				if (size == 1) {
					this.queue.settle(batch, DeliveryResult.rejected(ex.kind()));
				}
				else if (splits++ < MAX_SPLITS) {
					parts.push(size - size / 2);
					parts.push(size / 2);
				}
				else {
					throw ex;
				}
			}
		}
	}

	private DeliveryResult exchange(List<UsageEvent> events) throws InterruptedException {
		long attempt = this.queue.attemptStarted();
		this.health.attemptStarted();
		long start = System.nanoTime();
		boolean success = false;
		try {
			DeliveryResult result = this.target.deliver(events);
			if (result.size() < 1 || result.size() > events.size()) {
				throw new IllegalStateException(
						"A result for " + result.size() + " events where " + events.size() + " were given");
			}
			success = true;
			this.health.attemptSucceeded();
			return result;
		}
		catch (RefusedDeliveryException ex) {
			// an answer about these events, not a failure of the way
			success = events.size() == 1;
			this.health.attemptRefused(ex);
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			this.health.attemptFailed(ex);
			throw ex;
		}
		finally {
			if (!success) {
				this.queue.attemptFailed(attempt);
			}
			tell(events.size(), Duration.ofNanos(System.nanoTime() - start), success);
		}
	}

	private void tell(int size, Duration duration, boolean success) {
		try {
			this.listener.onBatch(this.target.name(), size, duration, success);
		}
		catch (RuntimeException ex) {
			// whoever measures must not disturb what is measured
		}
	}

}
