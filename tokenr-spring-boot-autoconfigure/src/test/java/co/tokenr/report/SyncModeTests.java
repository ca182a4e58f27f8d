package co.tokenr.report;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class SyncModeTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final ScriptedTarget target = new ScriptedTarget();

	private UsageReporter reporter = reporter(UsageReporterTests.settings().mode(ReporterSettings.Mode.SYNC));

	@AfterEach
	void stop() {
		this.reporter.stop();
	}

	@Test
	void returnsAfterTheDelivery() {
		this.reporter = reporter(UsageReporterTests.settings()
			.mode(ReporterSettings.Mode.SYNC)
			.flushInterval(Duration.ofHours(1))
			.syncTimeout(LONG));
		this.reporter.start();
		for (int i = 1; i <= 20; i++) {
			this.reporter.onUsage(TestEvents.event());
			assertThat(this.target.taken).hasSize(i);
		}
	}

	@Test
	void returnsAfterOneFailedAttemptAndKeepsTheEvent() {
		this.reporter = reporter(UsageReporterTests.settings()
			.mode(ReporterSettings.Mode.SYNC)
			.initialInterval(Duration.ofHours(1))
			.maxInterval(Duration.ofHours(1))
			.syncTimeout(Duration.ofSeconds(50)));
		this.target.always(ScriptedTarget.retryable("http_503"));
		this.reporter.start();
		long start = System.nanoTime();
		this.reporter.onUsage(TestEvents.event());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
		assertThat(this.target.offered).isNotEmpty();
		assertThat(this.reporter.status().waiting()).isEqualTo(1);
	}

	@Test
	void waitsNoLongerThanAllowed() {
		this.reporter = reporter(UsageReporterTests.settings()
			.mode(ReporterSettings.Mode.SYNC)
			.syncTimeout(Duration.ofMillis(100))
			.shutdownTimeout(Duration.ofMillis(100)));
		this.target.always((batch) -> {
			Thread.sleep(60_000);
			return DeliveryResult.accepted(batch.size());
		});
		this.reporter.start();
		long start = System.nanoTime();
		this.reporter.onUsage(TestEvents.event());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
		assertThat(this.reporter.status().waiting()).isEqualTo(1);
	}

	@Test
	void waitsForNobodyWhoAskedToBeLeftAlone() {
		this.reporter = reporter(
				UsageReporterTests.settings().mode(ReporterSettings.Mode.SYNC).syncTimeout(Duration.ofSeconds(50)));
		this.target.always((batch) -> {
			throw new RetryableDeliveryException("http_429", Duration.ofMinutes(10));
		});
		this.reporter.start();
		this.reporter.onUsage(TestEvents.event());
		long start = System.nanoTime();
		Awaitility.await().untilAsserted(() -> {
			this.reporter.onUsage(TestEvents.event());
			assertThat(this.target.offered).hasSize(1);
		});
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
	}

	private UsageReporter reporter(ReporterSettingsBuilder settings) {
		return new UsageReporter(this.target, settings.build());
	}

}
