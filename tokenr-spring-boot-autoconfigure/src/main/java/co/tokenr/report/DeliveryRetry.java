package co.tokenr.report;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryContext;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.policy.SimpleRetryPolicy;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * Repeats an attempt that failed with a {@link RetryableDeliveryException}, by Spring
 * Retry. Waits between attempts at random, from nothing up to a bound that grows (full
 * jitter: many instances that lost the same collector come back spread out), or as long
 * as the target has asked for.
 */
final class DeliveryRetry {

	private final ReporterSettings settings;

	private final Pause pause;

	/** Made by the thread that delivers, when there is something to deliver. */
	private final SingletonSupplier<RetryTemplate> burst = SingletonSupplier.of(this::burst);

	DeliveryRetry(ReporterSettings settings, Pause pause) {
		this.settings = settings;
		this.pause = pause;
	}

	private RetryTemplate burst() {
		RetryTemplate burst = new RetryTemplate();
		burst.setRetryPolicy(new SimpleRetryPolicy(this.settings.maxAttempts(),
				Map.of(RetryableDeliveryException.class, true), false, false));
		burst.setBackOffPolicy(new FullJitter());
		return burst;
	}

	/**
	 * Makes an attempt and, where that fails, more of them.
	 * @param attempt what to try
	 * @param once whether there is only one attempt
	 * @throws InterruptedException if the thread was interrupted
	 */
	void call(Attempt attempt, boolean once) throws InterruptedException {
		if (once) {
			this.pause.pass();
			attempt.make();
			return;
		}
		try {
			this.burst.obtain().<@Nullable Void, InterruptedException>execute((context) -> {
				this.pause.pass();
				attempt.make();
				return null;
			});
		}
		catch (BackOffInterruptedException ex) {
			// Spring Retry sets the flag again; from here on the exception says it
			Thread.interrupted();
			throw new InterruptedException();
		}
	}

	private static @Nullable Duration retryAfter(@Nullable Throwable failure) {
		return (failure instanceof RetryableDeliveryException retryable) ? retryable.retryAfter() : null;
	}

	/**
	 * One exchange with a target.
	 */
	@FunctionalInterface
	interface Attempt {

		void make() throws InterruptedException;

	}

	private final class FullJitter implements BackOffPolicy {

		@Override
		public BackOffContext start(RetryContext context) {
			return new Started(context);
		}

		@Override
		public void backOff(BackOffContext backOffContext) {
			RetryContext context = ((Started) backOffContext).context();
			Duration wait = jittered(bound(context.getRetryCount()));
			Duration asked = retryAfter(context.getLastThrowable());
			boolean obeyed = asked != null && asked.compareTo(wait) > 0;
			if (asked != null && obeyed) {
				wait = asked.plus(jittered(asked.dividedBy(10)));
			}
			if (!DeliveryRetry.this.pause.fits(wait)) {
				context.setExhaustedOnly();
				return;
			}
			try {
				DeliveryRetry.this.pause.sleep(wait, obeyed);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new BackOffInterruptedException("Interrupted between attempts", ex);
			}
		}

		private Duration bound(int failures) {
			ReporterSettings settings = DeliveryRetry.this.settings;
			double nanos = settings.initialInterval().toNanos() * Math.pow(settings.multiplier(), failures - 1.0);
			return Duration.ofNanos((long) Math.min(nanos, (double) settings.maxInterval().toNanos()));
		}

		private Duration jittered(Duration bound) {
			return Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound.toNanos() + 1));
		}

	}

	private record Started(RetryContext context) implements BackOffContext {
	}

}
