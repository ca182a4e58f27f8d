package co.tokenr.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Brings one batch to its target and books what becomes of it. A batch that is refused as
 * a whole is halved until the event at fault stands alone, so that it takes no other with
 * it; how often is bounded, so that a target that refuses everything is not flooded.
 */
final class BatchSender {

	/** Enough to single out two events among a hundred. */
	private static final int MAX_SPLITS = 16;

	private final BisectBudget budget = new BisectBudget();

	private final ReportTarget target;

	private final Lane lane;

	private final DeadLetterBox deadLetters;

	private final DeliveryRetry retry;

	private final DeliveryHealth health;

	private final BatchListener listener;

	BatchSender(ReportTarget target, Lane lane, DeadLetterBox deadLetters, DeliveryRetry retry, DeliveryHealth health,
			BatchListener listener) {
		this.target = target;
		this.lane = lane;
		this.deadLetters = deadLetters;
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
		Deque<Part> parts = new ArrayDeque<>();
		parts.push(new Part(batch, batch.remaining()));
		int splits = 0;
		while (!parts.isEmpty()) {
			Part part = parts.pop();
			try {
				this.retry.call(() -> exchange(part), this.health.isFailing());
			}
			catch (RefusedDeliveryException ex) {
				if (part.size == 1) {
					settle(batch, DeliveryResult.of(List.of(EventOutcome.rejected(ex.kind()))));
				}
				else if (splits < MAX_SPLITS && (splits > 0 || this.budget.take())) {
					splits++;
					int half = part.size / 2;
					parts.push(new Part(batch, part.size - half));
					parts.push(new Part(batch, half));
				}
				else {
					throw ex;
				}
			}
		}
	}

	/**
	 * One attempt. What the target leaves open is a failure that may pass, so that it is
	 * tried again after a wait and without the rest.
	 */
	private void exchange(Part part) throws InterruptedException {
		List<StoredEvent> events = part.events();
		long attempt = this.lane.tickets().attemptStarted();
		this.health.attemptStarted();
		long start = System.nanoTime();
		boolean success = false;
		try {
			DeliveryResult result = this.target.deliver(events);
			if (result.size() != events.size()) {
				throw new IllegalStateException(
						"A result for " + result.size() + " events where " + events.size() + " were given");
			}
			part.size -= settle(part.batch, result);
			if (part.size > 0) {
				throw new RetryableDeliveryException("partial", null);
			}
			success = true;
			this.health.attemptSucceeded();
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
				this.lane.tickets().attemptFailed(attempt);
			}
			tell(events.size(), Duration.ofNanos(System.nanoTime() - start), success);
		}
	}

	/** What is rejected is put away before it is forgotten. */
	private int settle(Batch batch, DeliveryResult result) {
		this.deadLetters.keep(batch.next(result.size()), result);
		return this.lane.settle(batch, result);
	}

	private void tell(int size, Duration duration, boolean success) {
		try {
			this.listener.onBatch(this.target.name(), size, duration, success);
		}
		catch (RuntimeException ex) {
			// whoever measures must not disturb what is measured
		}
	}

	/**
	 * The first unsettled events of a batch. Shrinks as they are settled.
	 */
	private static final class Part {

		private final Batch batch;

		private int size;

		private Part(Batch batch, int size) {
			this.batch = batch;
			this.size = size;
		}

		private List<StoredEvent> events() {
			return this.batch.next(this.size);
		}

	}

}
