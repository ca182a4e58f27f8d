package co.tokenr.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link UsageEstimation}.
 */
class UsageEstimationTests {

	private final PipelineCounts counts = new PipelineCounts();

	private final UsageEstimation estimation = new UsageEstimation(() -> true, this.counts);

	private final List<CapturedCall> done = new CopyOnWriteArrayList<>();

	@Test
	void estimatesOffTheCallersThread() {
		this.estimation.start();
		AtomicReference<Thread> thread = new AtomicReference<>();
		assertThat(this.estimation.submit(missing(() -> {
			thread.set(Thread.currentThread());
			return counts(12, 5);
		}), this.done::add)).isTrue();
		this.estimation.await(Duration.ofSeconds(10));
		assertThat(this.done).singleElement().satisfies((call) -> {
			assertThat(call.facts().usageSource()).isEqualTo(UsageSource.ESTIMATED);
			assertThat(call.facts().usage()).isEqualTo(counts(12, 5));
		});
		assertThat(thread.get()).isNotSameAs(Thread.currentThread());
		assertThat(thread.get().isDaemon()).isTrue();
	}

	@Test
	void keepsWhatTheProviderSaidOfAStreamThatWasCut() {
		this.estimation.start();
		LlmCall facts = LlmCall.builder("test")
			.status(CallStatus.CANCELLED)
			.usage(counts(50, 1), UsageSource.PARTIAL)
			.build();
		this.estimation.submit(
				CapturedCall.of(facts, AttributionContext.EMPTY, Attribution.NONE).withEstimate(() -> counts(44, 17)),
				this.done::add);
		this.estimation.await(Duration.ofSeconds(10));
		assertThat(this.done.get(0).facts().usage()).isEqualTo(counts(50, 17));
	}

	@Test
	void leavesFailedAndReportedCallsAlone() {
		LlmCall failed = LlmCall.builder("test").failure(new IllegalStateException()).build();
		LlmCall reported = LlmCall.builder("test").usage(counts(1, 1), UsageSource.PROVIDER).build();
		for (LlmCall facts : List.of(failed, reported)) {
			assertThat(CapturedCall.of(facts, AttributionContext.EMPTY, Attribution.NONE)
				.withEstimate(() -> counts(1, 1))
				.isEstimable()).isFalse();
		}
	}

	@Test
	void leavesBothCountsOfTheProviderAloneWhereDetailsAreMissing() {
		LlmCall facts = LlmCall.builder("test").usage(counts(50, 13), UsageSource.PARTIAL).build();
		assertThat(CapturedCall.of(facts, AttributionContext.EMPTY, Attribution.NONE)
			.withEstimate(() -> counts(44, 17))
			.isEstimable()).isFalse();
	}

	@Test
	void goesOnUnestimatedWhereTheEstimateFails() {
		this.estimation.start();
		this.estimation.submit(missing(() -> {
			throw new IllegalStateException("planted");
		}), this.done::add);
		this.estimation.await(Duration.ofSeconds(10));
		assertThat(this.done).singleElement()
			.satisfies((call) -> assertThat(call.facts().usageSource()).isEqualTo(UsageSource.MISSING));
		assertThat(this.counts.failures()).isOne();
	}

	@Test
	void takesNothingWhereItIsOffOrStopped() {
		UsageEstimation off = new UsageEstimation(() -> false, this.counts);
		off.start();
		assertThat(off.submit(missing(() -> counts(1, 1)), this.done::add)).isFalse();
		assertThat(this.estimation.submit(missing(() -> counts(1, 1)), this.done::add)).isFalse();
	}

	@Test
	void losesNothingAtTheEnd() {
		this.estimation.start();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.estimation.submit(missing(() -> {
			begun.countDown();
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return counts(1, 1);
		}), this.done::add);
		await().until(() -> begun.getCount() == 0);
		for (int i = 0; i < 10; i++) {
			assertThat(this.estimation.submit(missing(() -> counts(1, 1)), this.done::add)).isTrue();
		}
		this.estimation.stop();
		assertThat(this.done).hasSize(10);
		release.countDown();
		await().untilAsserted(() -> assertThat(this.done).hasSize(11));
	}

	@Test
	void handsBackWhatIsBeyondItsBound() {
		this.estimation.start();
		CountDownLatch release = new CountDownLatch(1);
		int taken = 0;
		for (int i = 0; i < 2000; i++) {
			taken += this.estimation.submit(missing(() -> {
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return counts(1, 1);
			}), this.done::add) ? 1 : 0;
		}
		release.countDown();
		assertThat(taken).isBetween(1024, 1025);
		this.estimation.await(Duration.ofSeconds(10));
		assertThat(this.done).hasSize(taken);
	}

	private static CapturedCall missing(java.util.function.Supplier<TokenCounts> estimate) {
		return CapturedCall.of(LlmCall.builder("test").build(), AttributionContext.EMPTY, Attribution.NONE)
			.withEstimate(estimate);
	}

	private static TokenCounts counts(long input, long output) {
		return TokenCounts.builder().input(input).output(output).build();
	}

}
