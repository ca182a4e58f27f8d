package co.tokenr.report;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(20)
class DeliveryRetryTests {

	private final ReporterSettings settings = ReporterSettings.builder()
		.initialInterval(Duration.ofMillis(1))
		.maxInterval(Duration.ofMillis(5))
		.build();

	private final Pause pause = new Pause();

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void triesAsOftenAsItIsTold() {
		assertThatExceptionOfType(RetryableDeliveryException.class)
			.isThrownBy(() -> retry(this.settings).call(() -> fail(null), false))
			.withMessage("http_503");
		assertThat(this.attempts).hasValue(5);
	}

	@Test
	void triesOnceWhereThatIsAskedFor() {
		assertThatExceptionOfType(RetryableDeliveryException.class)
			.isThrownBy(() -> retry(this.settings).call(() -> fail(null), true));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void doesNotRepeatWhatIsBlocked() {
		assertThatExceptionOfType(BlockedDeliveryException.class).isThrownBy(() -> retry(this.settings).call(() -> {
			this.attempts.incrementAndGet();
			throw new BlockedDeliveryException("http_401");
		}, false));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void doesNotRepeatAnError() {
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> retry(this.settings).call(() -> {
			this.attempts.incrementAndGet();
			throw new StackOverflowError();
		}, false));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void waitsAsLongAsTheTargetAsks() throws Exception {
		long start = System.nanoTime();
		retry(this.settings).call(() -> {
			if (this.attempts.get() == 0) {
				fail(Duration.ofMillis(400));
			}
		}, false);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
	}

	@Test
	void aFlushDoesNotEndAPauseThatTheTargetAskedFor() throws Exception {
		this.pause.wake();
		waitsAsLongAsTheTargetAsks();
	}

	@Test
	void aFlushEndsAPauseOfOurOwn() throws Exception {
		Pause own = new Pause();
		own.wake();
		long start = System.nanoTime();
		own.sleep(Duration.ofSeconds(10), false);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void aShutdownEndsEveryPauseAndGivesUpOnOneThatIsTooLong() {
		this.pause.endBy(System.nanoTime() + Duration.ofSeconds(3).toNanos());
		long start = System.nanoTime();
		assertThatExceptionOfType(RetryableDeliveryException.class)
			.isThrownBy(() -> retry(this.settings).call(() -> fail(Duration.ofMinutes(10)), false));
		assertThat(this.attempts).hasValue(2);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void cutsWhatTheTargetAsksForTo15Minutes() {
		assertThat(new RetryableDeliveryException("x", Duration.ofSeconds(Long.MAX_VALUE)).retryAfter())
			.isEqualTo(Duration.ofMinutes(15));
		assertThat(new RetryableDeliveryException("x", Duration.ofSeconds(-1)).retryAfter()).isNull();
	}

	@Test
	void anInterruptEndsAPauseAndLeavesNoFlag() {
		ReporterSettings slow = ReporterSettings.builder()
			.initialInterval(Duration.ofHours(1))
			.maxInterval(Duration.ofHours(1))
			.build();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> retry(slow).call(() -> {
			Thread.currentThread().interrupt();
			fail(null);
		}, false));
		assertThat(Thread.interrupted()).isFalse();
	}

	private DeliveryRetry retry(ReporterSettings settings) {
		return new DeliveryRetry(settings, this.pause);
	}

	private void fail(Duration retryAfter) {
		this.attempts.incrementAndGet();
		throw new RetryableDeliveryException("http_503", retryAfter);
	}

}
