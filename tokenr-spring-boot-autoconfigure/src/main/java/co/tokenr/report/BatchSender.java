package co.tokenr.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import co.tokenr.report.Batch.Item;
import org.jspecify.annotations.Nullable;

/**
 * Brings one batch to its target and books what becomes of it. A batch that is refused as
 * a whole is halved until the event at fault stands alone, so that it takes no other with
 * it. A target that refuses everything is not flooded, nor are the events held to be at
 * fault. One that was left alone for a while is asked for a few events first.
 */
final class BatchSender {

	/** Enough to single out two events among a hundred. */
	private static final int MAX_SPLITS = 16;

	/** As many are offered to a target that may still refuse all. */
	private static final int PROBE = 5;

	private final BisectBudget budget = new BisectBudget();

	private final Suspects suspects = new Suspects();

	private final ReportTarget target;

	private final Lane lane;

	private final DeadLetterBox deadLetters;

	private final DeliveryRetry retry;

	private final DeliveryHealth health;

	private final BatchListener listener;

	private final LearnedSize size;

	private long attempt;

	BatchSender(ReportTarget target, Lane lane, DeadLetterBox deadLetters, DeliveryRetry retry, DeliveryHealth health,
			BatchListener listener, LearnedSize size) {
		this.target = target;
		this.lane = lane;
		this.deadLetters = deadLetters;
		this.retry = retry;
		this.health = health;
		this.listener = listener;
		this.size = size;
	}

	/**
	 * Returns when all events of the batch are settled, or throws what kept the rest from
	 * being delivered.
	 * @param batch the batch
	 * @throws InterruptedException if the thread was interrupted
	 */
	void send(Batch batch) throws InterruptedException {
		boolean probing = this.health.isFailing();
		Deque<Part> parts = parts(batch, probing);
		this.suspects.clear();
		int splits = 0;
		boolean elsewhere = false;
		while (!parts.isEmpty()) {
			Part part = elsewhere ? parts.removeLast() : parts.removeFirst();
			elsewhere = false;
			if (part.bytes() > this.size.limit() && part.size() > 1) {
				Part rest = part;
				part = rest.takeBytes(this.size.limit());
				parts.addFirst(rest);
			}
			RefusedDeliveryException refusal = offer(batch, part);
			this.suspects.takeAgain().forEach((item) -> parts.addLast(new Part(List.of(item))));
			if (refusal == null) {
				continue;
			}
			if (part.size() == 1) {
				accuse(batch, part.first(), refusal.kind());
				requireUnderstanding(batch, parts);
				// in doubt the largest part says most of whose fault it is
				elsewhere = this.suspects.areDoubtful();
			}
			else if (splits < MAX_SPLITS && (splits > 0 || this.budget.take())) {
				splits++;
				parts.addFirst(part);
				parts.addFirst(part.take(part.size() / 2, false));
			}
			else {
				throw this.suspects.areDoubtful() ? misunderstood(batch) : refusal;
			}
		}
		settle(batch, this.suspects.rejected(probing));
		if (this.suspects.areDoubtful()) {
			throw misunderstood(batch);
		}
	}

	/**
	 * A few events first where the target was left alone. Which ones matters only for a
	 * batch that may be on its way already, and for one of which the first were refused.
	 */
	private static Deque<Part> parts(Batch batch, boolean probing) {
		Deque<Part> parts = new ArrayDeque<>();
		Part all = batch.all();
		if (probing && !batch.isAmbiguous() && all.size() > PROBE) {
			parts.addLast(all.take(PROBE, batch.isRefused()));
		}
		parts.addLast(all);
		return parts;
	}

	private @Nullable RefusedDeliveryException offer(Batch batch, Part part) throws InterruptedException {
		long bytes = part.bytes();
		try {
			this.retry.call(() -> exchange(batch, part), this.health.isFailing());
			this.size.taken();
			return null;
		}
		catch (RefusedDeliveryException ex) {
			if (ex.isAboutSize() && part.size() > 1) {
				this.size.refused(bytes);
			}
			return ex;
		}
	}

	private void accuse(Batch batch, Item item, String kind) {
		this.suspects.add(item, kind);
		if (!this.suspects.areDoubtful()) {
			settle(batch, this.suspects.rejected(false));
		}
	}

	private void requireUnderstanding(Batch batch, Deque<Part> parts) {
		int open = parts.stream().mapToInt(Part::size).sum();
		if (this.suspects.areMany() && open > PROBE) {
			throw misunderstood(batch);
		}
	}

	/** What everything is refused for is not the fault of the events. */
	private BlockedDeliveryException misunderstood(Batch batch) {
		batch.markRefused();
		this.lane.tickets().attemptFailed(this.attempt);
		return new BlockedDeliveryException(this.suspects.kind());
	}

	/**
	 * One attempt. What the target leaves open is a failure that may pass, so that it is
	 * tried again after a wait and without the rest.
	 */
	private void exchange(Batch batch, Part part) throws InterruptedException {
		List<StoredEvent> events = part.events();
		this.attempt = this.lane.tickets().attemptStarted();
		this.health.attemptStarted();
		long start = System.nanoTime();
		boolean success = false;
		try {
			DeliveryResult result = this.target.deliver(events);
			if (result.size() != events.size()) {
				throw new IllegalStateException(
						"A result for " + result.size() + " events where " + events.size() + " were given");
			}
			settle(batch, part, result);
			if (part.size() > 0) {
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
			if (isAmbiguous(ex)) {
				batch.markAmbiguous();
			}
			this.health.attemptFailed(ex);
			throw ex;
		}
		finally {
			if (!success) {
				this.lane.tickets().attemptFailed(this.attempt);
			}
			tell(events.size(), Duration.ofNanos(System.nanoTime() - start), success);
		}
	}

	private static boolean isAmbiguous(Throwable failure) {
		return (failure instanceof RetryableDeliveryException retryable) ? retryable.isAmbiguous()
				: !(failure instanceof DeliveryException);
	}

	private void settle(Batch batch, Part part, DeliveryResult result) {
		Map<Item, EventOutcome> outcomes = new HashMap<>();
		part.read(result, outcomes);
		part.removeAll(outcomes);
		if (outcomes.containsValue(EventOutcome.ACCEPTED)) {
			this.suspects.prove();
		}
		settle(batch, outcomes);
	}

	/** What is rejected is put away before it is forgotten. */
	private void settle(Batch batch, Map<Item, EventOutcome> outcomes) {
		DeliveryResult result = batch.result(outcomes);
		this.deadLetters.keep(batch.next(result.size()), result);
		this.lane.settle(batch, result);
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
