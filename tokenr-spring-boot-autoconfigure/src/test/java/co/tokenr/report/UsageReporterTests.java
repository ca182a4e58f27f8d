package co.tokenr.report;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import co.tokenr.report.ReporterStatus.State;
import co.tokenr.usage.UsageEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class UsageReporterTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final ScriptedTarget target = new ScriptedTarget();

	private UsageReporter reporter = reporter(settings());

	@AfterEach
	void stop() {
		this.reporter.stop();
	}

	@Test
	void deliversInOrder() {
		List<UsageEvent> events = TestEvents.numbered(250);
		this.reporter.start();
		events.forEach(this.reporter::onUsage);
		assertThat(this.reporter.flush(LONG).waiting()).isZero();
		assertThat(this.target.taken).isEqualTo(TestEvents.ids(events));
		assertThat(this.target.offered).allMatch((batch) -> batch.size() <= 100);
		assertThat(this.reporter.status().state()).isEqualTo(State.RUNNING);
		assertThat(this.reporter.status().lastSuccess()).isNotNull();
	}

	@Test
	void keepsEventsFromBeforeTheStart() {
		this.reporter.onUsage(TestEvents.event());
		assertThat(this.reporter.status().waiting()).isEqualTo(1);
		assertThat(this.reporter.status().state()).isEqualTo(State.STOPPED);
		this.reporter.start();
		assertThat(this.reporter.flush(LONG)).isEqualTo(new FlushResult(1, 0, 0, 0));
	}

	@Test
	void aFlushSpeaksOfWhatWasWaiting() {
		this.target.then((batch) -> DeliveryResult
			.of(List.of(EventOutcome.ACCEPTED, EventOutcome.rejected("http_422"), EventOutcome.ACCEPTED)));
		this.reporter.onUsage(TestEvents.event());
		this.reporter.onUsage(TestEvents.event());
		this.reporter.onUsage(TestEvents.event());
		this.reporter.start();
		assertThat(this.reporter.flush(LONG)).isEqualTo(new FlushResult(2, 1, 0, 0));
		assertThat(this.reporter.flush(LONG)).isEqualTo(new FlushResult(0, 0, 0, 0));
		assertThat(this.reporter.status().rejected()).containsEntry("http_422", 1L);
	}

	@Test
	void aFlushDoesNotWaitForOthersToFillABatch() {
		this.reporter = reporter(settings().flushInterval(Duration.ofHours(1)));
		this.reporter.start();
		this.reporter.onUsage(TestEvents.event());
		assertThat(this.reporter.flush(LONG).accepted()).isEqualTo(1);
	}

	@Test
	void aFlushWakesAWorkerThatPauses() {
		this.reporter = reporter(
				settings().maxAttempts(1).pauseInterval(Duration.ofHours(1)).pauseMaxInterval(Duration.ofHours(1)));
		this.target.then(ScriptedTarget.retryable("http_503"));
		this.reporter.start();
		this.reporter.onUsage(TestEvents.event());
		awaitState(State.OPEN);
		Awaitility.await().until(() -> this.reporter.status().lastError() != null);
		assertThat(this.reporter.flush(LONG).accepted()).isEqualTo(1);
		awaitState(State.RUNNING);
	}

	@Test
	void triesOnceAfterEachPauseWhileTheTargetIsDown() {
		this.reporter = reporter(
				settings().maxAttempts(3).pauseInterval(Duration.ofHours(1)).pauseMaxInterval(Duration.ofHours(1)));
		this.target.always(ScriptedTarget.retryable("http_503"));
		this.reporter.start();
		this.reporter.onUsage(TestEvents.event());
		Awaitility.await().until(() -> this.target.offered.size() == 3);
		this.reporter.flush(Duration.ofMillis(200));
		Awaitility.await().until(() -> this.target.offered.size() == 4);
		Awaitility.await().during(Duration.ofMillis(200)).until(() -> this.target.offered.size() == 4);
		assertThat(this.reporter.status().retries()).isEqualTo(3);
		assertThat(this.reporter.status().waiting()).isEqualTo(1);
	}

	@Test
	void logsOnceWhenDeliveryFailsAndOnceWhenItRecovers(CapturedOutput output) {
		this.target.then(
				Collections.nCopies(8, ScriptedTarget.retryable("http_503")).toArray(ScriptedTarget.Behaviour[]::new));
		this.reporter.start();
		TestEvents.numbered(4).forEach(this.reporter::onUsage);
		Awaitility.await().until(() -> this.reporter.status().sent() == 4);
		Awaitility.await().until(() -> output.getAll().contains("again after"));
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), "cannot be delivered to 'scripted' (http_503)"))
			.isEqualTo(1);
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), "again after")).isEqualTo(1);
		assertThat(output.getAll()).contains("4 sent, 0 wait");
	}

	@Test
	void logsDropsOnceAMinute(CapturedOutput output) {
		this.reporter = reporter(settings().queueCapacity(1).batchSize(1));
		this.reporter.onUsage(TestEvents.event());
		this.reporter.onUsage(TestEvents.event());
		this.reporter.start();
		this.reporter.flush(LONG);
		Awaitility.await().until(() -> output.getAll().contains("were lost"));
		for (int i = 0; i < 50; i++) {
			this.reporter.onUsage(TestEvents.event());
			this.reporter.onUsage(TestEvents.event());
			this.reporter.onUsage(TestEvents.event());
		}
		this.reporter.flush(LONG);
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), "were lost")).isEqualTo(1);
	}

	@Test
	void survivesAnError() {
		this.target.then((batch) -> {
			throw new OutOfMemoryError("planted");
		}, (batch) -> {
			throw new StackOverflowError();
		}, (batch) -> null, (batch) -> DeliveryResult.accepted(0));
		this.reporter.start();
		this.reporter.onUsage(TestEvents.event());
		Awaitility.await().until(() -> this.reporter.status().sent() == 1);
		assertThat(this.reporter.status().workerAlive()).isTrue();
		assertBalanced(this.reporter.status());
	}

	@Test
	void survivesAnInterruptFromOutside() {
		this.target.then((batch) -> {
			throw new InterruptedException();
		});
		this.reporter.start();
		this.reporter.onUsage(TestEvents.event());
		Awaitility.await().until(() -> this.reporter.status().sent() == 1);
	}

	@Test
	void deliversWhatWaitsAtShutdown() {
		this.reporter = reporter(settings().flushInterval(Duration.ofHours(1)));
		this.reporter.start();
		TestEvents.numbered(250).forEach(this.reporter::onUsage);
		this.reporter.stop();
		assertThat(this.target.taken).hasSize(250);
		assertThat(this.reporter.status().dropped()).isEmpty();
		assertThat(this.reporter.status().state()).isEqualTo(State.STOPPED);
		assertThat(this.reporter.status().workerAlive()).isFalse();
	}

	@Test
	void aHangingTargetIsGivenUpAtTheShutdownTimeoutAndItsEventsCounted(CapturedOutput output) {
		this.reporter = reporter(settings().shutdownTimeout(Duration.ofMillis(500)));
		AtomicBoolean entered = new AtomicBoolean();
		this.target.always((batch) -> {
			entered.set(true);
			Thread.sleep(60_000);
			return DeliveryResult.accepted(batch.size());
		});
		this.reporter.start();
		TestEvents.numbered(120).forEach(this.reporter::onUsage);
		Awaitility.await().untilTrue(entered);
		long start = System.nanoTime();
		this.reporter.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThat(this.reporter.status().dropped()).containsEntry("shutdown", 120L);
		assertBalanced(this.reporter.status());
		assertThat(output).contains("120 usage events were not delivered to 'scripted' before the shutdown");
	}

	@Test
	void aTargetThatIgnoresInterruptsDoesNotHoldUpAShutdownNorSpoilTheBooks() throws Exception {
		this.reporter = reporter(settings().shutdownTimeout(Duration.ofMillis(300)));
		CountDownLatch release = new CountDownLatch(1);
		AtomicBoolean left = new AtomicBoolean();
		AtomicBoolean entered = new AtomicBoolean();
		this.target.then((batch) -> {
			entered.set(true);
			boolean open = false;
			while (!open) {
				try {
					open = release.await(30, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					// deaf
				}
			}
			left.set(true);
			return DeliveryResult.accepted(batch.size());
		});
		this.reporter.start();
		TestEvents.numbered(3).forEach(this.reporter::onUsage);
		Awaitility.await().untilTrue(entered);
		this.reporter.stop();
		ReporterStatus stopped = this.reporter.status();
		assertThat(stopped.dropped()).containsEntry("shutdown", 3L);
		release.countDown();
		Awaitility.await().untilTrue(left);
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(UsageReporterTests::isWorker));
		assertThat(this.reporter.status().sent()).isZero();
		assertBalanced(this.reporter.status());
	}

	@Test
	void countsEventsAfterTheStopAndWorksAgainAfterARestart() {
		this.reporter.start();
		this.reporter.stop();
		this.reporter.onUsage(TestEvents.event());
		assertThat(this.reporter.status().dropped()).containsEntry("shutdown", 1L);
		this.reporter.start();
		this.reporter.onUsage(TestEvents.event());
		assertThat(this.reporter.flush(LONG).accepted()).isEqualTo(1);
		assertBalanced(this.reporter.status());
	}

	@Test
	void runsTheCallbackOfAStopWhateverHappens() {
		AtomicBoolean called = new AtomicBoolean();
		this.reporter.stop(() -> called.set(true));
		assertThat(called).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> this.reporter.stop(() -> {
			throw new IllegalStateException("theirs");
		}));
		assertThat(this.reporter.isRunning()).isFalse();
		assertThat(this.reporter.getPhase()).isEqualTo(Integer.MAX_VALUE / 2 - 1024);
	}

	@Test
	void startsNoThreadAndQueuesNothingWhileDisabled() {
		AtomicBoolean enabled = new AtomicBoolean();
		this.reporter = new UsageReporter(List.of(this.target), settings().build(), enabled::get, BatchListener.NONE);
		this.reporter.start();
		this.reporter.onUsage(TestEvents.event());
		assertThat(this.reporter.status().recorded()).isZero();
		assertThat(this.reporter.status().workerAlive()).isFalse();
		enabled.set(true);
		this.reporter.onUsage(TestEvents.event());
		assertThat(this.reporter.flush(LONG).waiting()).isZero();
		assertThat(this.reporter.status().sent()).isEqualTo(1);
	}

	@Test
	void inheritsNothingFromTheThreadThatHappensToStartIt() {
		InheritableThreadLocal<String> secret = new InheritableThreadLocal<>();
		AtomicReference<String> seen = new AtomicReference<>("unset");
		secret.set("of the request");
		this.target.then((batch) -> {
			seen.set(secret.get());
			return DeliveryResult.accepted(batch.size());
		});
		this.reporter.start();
		this.reporter.onUsage(TestEvents.event());
		this.reporter.flush(LONG);
		assertThat(seen).hasValue(null);
	}

	@Test
	void aFlushOfAStoppedReporterReturnsAtOnce() {
		this.reporter.onUsage(TestEvents.event());
		assertThat(this.reporter.flush(ChronoUnit.FOREVER.getDuration())).isEqualTo(new FlushResult(0, 0, 0, 1));
	}

	@Test
	void tellsTheListenerOfEachAttemptAndSurvivesIt() {
		List<String> told = Collections.synchronizedList(new ArrayList<>());
		this.reporter = new UsageReporter(List.of(this.target), settings().build(), () -> true,
				(target, size, duration, success) -> {
					told.add(target + " " + size + " " + success);
					throw new IllegalStateException("theirs");
				});
		this.target.then(ScriptedTarget.retryable("http_503"));
		this.reporter.onUsage(TestEvents.event());
		this.reporter.start();
		this.reporter.flush(LONG);
		Awaitility.await().untilAsserted(() -> assertThat(told).containsExactly("scripted 1 false", "scripted 1 true"));
	}

	private void awaitState(State state) {
		Awaitility.await().until(() -> this.reporter.status().state() == state);
	}

	private UsageReporter reporter(ReporterSettingsBuilder settings) {
		return new UsageReporter(this.target, settings.build());
	}

	static ReporterSettingsBuilder settings() {
		return ReporterSettings.builder()
			.flushInterval(Duration.ofMillis(20))
			.initialInterval(Duration.ofMillis(1))
			.maxInterval(Duration.ofMillis(5))
			.pauseInterval(Duration.ofMillis(5))
			.pauseMaxInterval(Duration.ofMillis(20))
			.shutdownTimeout(Duration.ofSeconds(5));
	}

	static void assertBalanced(ReporterStatus status) {
		assertThat(status.unaccounted()).as("%s", status).isZero();
	}

	private static boolean isWorker(Thread thread) {
		return thread.getName().startsWith("tokenr-reporter");
	}

}
