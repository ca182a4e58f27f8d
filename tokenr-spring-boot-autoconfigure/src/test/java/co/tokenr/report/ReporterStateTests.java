package co.tokenr.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import co.tokenr.report.ReporterStatus.State;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a reporter says it is doing.
 */
@Timeout(60)
class ReporterStateTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private final ScriptedTarget target = new ScriptedTarget();

	private final CountDownLatch released = new CountDownLatch(1);

	private UsageReporter reporter;

	@AfterEach
	void stop() {
		this.released.countDown();
		this.reporter.stop();
	}

	@Test
	void isRetryingBetweenTheAttemptsOfOneBurst() {
		this.target.then(ScriptedTarget.retryable("http_503"), this::holds);
		start(UsageReporterTests.settings(), 1);
		Awaitility.await().until(() -> this.target.offered.size() == 2);
		assertThat(this.reporter.status().state()).isEqualTo(State.RETRYING);
		this.released.countDown();
		Awaitility.await().until(() -> this.reporter.status().state() == State.RUNNING);
	}

	@Test
	void isPausedForAsLongAsTheTargetHasAsked() {
		this.target.always((batch) -> {
			throw new RetryableDeliveryException("http_429", Duration.ofMinutes(5));
		});
		start(UsageReporterTests.settings(), 1);
		Awaitility.await().until(() -> this.reporter.status().state() == State.PAUSED);
		assertThat(this.reporter.status().resumesAt()).isBetween(Instant.now().plusSeconds(240),
				Instant.now().plusSeconds(331));
	}

	@Test
	void isOpenOnceRepeatingDidNotHelpAndSaysUntilWhen() {
		this.target.always(ScriptedTarget.retryable("http_503"));
		start(UsageReporterTests.settings().maxAttempts(3).pauseInterval(LONG).pauseMaxInterval(LONG), 1);
		Awaitility.await()
			.until(() -> this.reporter.status().resumesAt() != null && this.reporter.status().state() == State.OPEN);
		assertThat(this.target.offered).hasSize(3);
		assertThat(this.reporter.status().resumesAt()).isBetween(Instant.now().plusSeconds(250),
				Instant.now().plusSeconds(601));
	}

	@Test
	void isHalfOpenWhileTheTargetIsAskedAgainAndAsksOnce() {
		this.target.then(ScriptedTarget.retryable("http_503"), this::holds);
		start(UsageReporterTests.settings().maxAttempts(1).pauseInterval(Duration.ofMillis(5)), 1);
		Awaitility.await().until(() -> this.target.offered.size() == 2);
		assertThat(this.reporter.status().state()).isEqualTo(State.HALF_OPEN);
		assertThat(this.reporter.status().resumesAt()).isNull();
		this.released.countDown();
		Awaitility.await().until(() -> this.reporter.status().state() == State.RUNNING);
	}

	@Test
	void isDrainingWhileItStopsAndStoppedAfterwards() throws Exception {
		this.target.then(this::holds);
		start(UsageReporterTests.settings().shutdownTimeout(Duration.ofSeconds(20)), 1);
		Awaitility.await().until(() -> this.target.offered.size() == 1);
		Thread stopping = new Thread(this.reporter::stop);
		stopping.start();
		Awaitility.await().until(() -> this.reporter.status().state() == State.DRAINING);
		this.released.countDown();
		stopping.join();
		assertThat(this.reporter.status().state()).isEqualTo(State.STOPPED);
		assertThat(this.reporter.status().sent()).isOne();
	}

	@Test
	void takesNoMoreThanTenBatchesApartInAMinute() {
		this.target.always((batch) -> {
			if (batch.size() > 1) {
				throw new RefusedDeliveryException("http_400");
			}
			return DeliveryResult.accepted(1);
		});
		start(UsageReporterTests.settings().batchSize(2).pauseInterval(LONG).pauseMaxInterval(LONG), 40);
		Awaitility.await().until(() -> this.reporter.status().state() == State.OPEN);
		assertThat(this.reporter.status().sent()).isEqualTo(20);
		assertThat(this.target.offered).hasSize(10 * 3 + 1);
		assertThat(this.reporter.status().waiting()).isEqualTo(20);
	}

	@Test
	void takesBatchesApartAgainAfterAMinute() {
		BisectBudget budget = new BisectBudget();
		long start = Long.MAX_VALUE - 5;
		for (int i = 0; i < 10; i++) {
			assertThat(budget.take(start)).isTrue();
		}
		assertThat(budget.take(start + Duration.ofSeconds(59).toNanos())).isFalse();
		assertThat(budget.take(start + Duration.ofSeconds(60).toNanos())).isTrue();
		this.reporter = new UsageReporter(this.target, ReporterSettings.builder().build());
	}

	private DeliveryResult holds(List<StoredEvent> batch) throws InterruptedException {
		this.released.await();
		return DeliveryResult.accepted(batch.size());
	}

	private void start(ReporterSettingsBuilder settings, int count) {
		this.reporter = new UsageReporter(this.target, settings.build());
		TestEvents.numbered(count).forEach(this.reporter::onUsage);
		this.reporter.start();
	}

}
