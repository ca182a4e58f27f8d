package co.tokenr.capture.springai;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import co.tokenr.attribution.AttributionContext;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The threads of Reactor's own schedulers, which the next test will meet again.
 */
final class SchedulerThreads {

	private SchedulerThreads() {
	}

	/**
	 * Visits every thread once it is done with what it does. To be called before anything
	 * that restores thread-locals is taken away.
	 */
	static void assertNothingIsLeft() throws InterruptedException {
		assertNothingIsLeft(Schedulers.single(), 1);
		assertNothingIsLeft(Schedulers.parallel(), Schedulers.DEFAULT_POOL_SIZE);
		assertNothingIsLeft(Schedulers.boundedElastic(), Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE);
	}

	private static void assertNothingIsLeft(Scheduler scheduler, int threads) throws InterruptedException {
		Queue<AttributionContext> seen = new ConcurrentLinkedQueue<>();
		CountDownLatch arrived = new CountDownLatch(threads);
		for (int thread = 0; thread < threads; thread++) {
			scheduler.schedule(() -> {
				seen.add(AttributionContext.current());
				arrived.countDown();
				// so that each task has a thread of its own
				await(arrived);
			});
		}
		assertThat(arrived.await(30, TimeUnit.SECONDS)).as("every thread of " + scheduler).isTrue();
		assertThat(seen).as("left on threads of " + scheduler).containsOnly(AttributionContext.EMPTY);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
