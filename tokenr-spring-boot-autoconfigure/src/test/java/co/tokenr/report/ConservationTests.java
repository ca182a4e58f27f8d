package co.tokenr.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class ConservationTests {

	private static final int THREADS = 8;

	private static final int EVENTS = 2000;

	@RepeatedTest(3)
	void everyEventIsAccountedForAtEveryInstant() throws Exception {
		long seed = System.nanoTime();
		RandomTarget target = new RandomTarget(seed);
		UsageReporter reporter = new UsageReporter(target,
				UsageReporterTests.settings()
					.queueCapacity(700)
					.batchSize(16)
					.flushInterval(Duration.ofMillis(1))
					.build());
		AtomicBoolean done = new AtomicBoolean();
		AtomicLong looks = new AtomicLong();
		Thread auditor = new Thread(() -> {
			while (!done.get()) {
				UsageReporterTests.assertBalanced(reporter.status());
				looks.incrementAndGet();
			}
		});
		List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
		auditor.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
		reporter.start();
		auditor.start();
		List<Thread> callers = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int caller = i;
			Thread thread = new Thread(() -> call(reporter, new Random(seed + caller)));
			thread.start();
			callers.add(thread);
		}
		for (Thread caller : callers) {
			caller.join();
		}
		reporter.stop();
		done.set(true);
		auditor.join();
		ReporterStatus status = reporter.status();
		assertThat(failures).as("seed %s", seed).isEmpty();
		assertThat(looks).hasPositiveValue();
		assertThat(status.recorded()).as("seed %s", seed).isEqualTo((long) THREADS * EVENTS);
		assertThat(status.waiting()).isZero();
		assertThat(status.queuedBytes()).isZero();
		UsageReporterTests.assertBalanced(status);
		// what we say was sent and rejected is what the target saw, each event once
		assertThat(status.sent()).as("seed %s", seed).isEqualTo(target.accepted.size());
		assertThat(status.rejected().getOrDefault(DeliveryReason.COLLECTOR, 0L)).as("seed %s", seed)
			.isEqualTo(target.rejected.size());
		assertThat(target.twice).as("seed %s", seed).hasValue(0);
	}

	private static void call(UsageReporter reporter, Random random) {
		for (int i = 0; i < EVENTS; i++) {
			reporter.onUsage(TestEvents.event());
			if (random.nextInt(50) == 0) {
				Thread.yield();
			}
			if (random.nextInt(500) == 0) {
				FlushResult result = reporter.flush(Duration.ofMillis(random.nextInt(5)));
				assertThat(result.waiting()).isNotNegative();
			}
		}
	}

	/**
	 * Behaves at random, and keeps its own books.
	 */
	private static final class RandomTarget implements ReportTarget {

		private final Random random;

		private final Set<Object> accepted = ConcurrentHashMap.newKeySet();

		private final Set<Object> rejected = ConcurrentHashMap.newKeySet();

		private final AtomicLong twice = new AtomicLong();

		RandomTarget(long seed) {
			this.random = new Random(seed);
		}

		@Override
		public String name() {
			return "random";
		}

		@Override
		public DeliveryResult deliver(List<StoredEvent> batch) {
			switch (this.random.nextInt(12)) {
				case 0 -> throw new RetryableDeliveryException("http_503", null);
				case 1 -> throw new RefusedDeliveryException("http_400");
				case 2 -> throw new IllegalStateException("planted");
				case 3 -> throw new StackOverflowError("planted");
				default -> {
				}
			}
			List<EventOutcome> outcome = new ArrayList<>();
			for (StoredEvent event : batch) {
				EventOutcome next = switch (this.random.nextInt(10)) {
					case 0 -> EventOutcome.rejected(DeliveryReason.COLLECTOR);
					case 1 -> EventOutcome.AGAIN;
					default -> EventOutcome.ACCEPTED;
				};
				outcome.add(next);
				Set<Object> books = (next.kind() == EventOutcome.Kind.REJECTED) ? this.rejected : this.accepted;
				if (next.kind() != EventOutcome.Kind.AGAIN && !books.add(event.id())) {
					this.twice.incrementAndGet();
				}
			}
			return DeliveryResult.of(outcome);
		}

	}

}
