package co.tokenr.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Times the attempts to deliver a batch.
 */
public final class BatchMeters {

	private final Timer answered;

	private final Timer failed;

	/**
	 * Creates the meters.
	 * @param registry where they are registered
	 * @param target name of the target
	 */
	public BatchMeters(MeterRegistry registry, String target) {
		this.answered = timer(registry, target, "answered");
		this.failed = timer(registry, target, "failed");
	}

	private static Timer timer(MeterRegistry registry, String target, String outcome) {
		return Timer.builder(TokenrMeter.REPORTER_BATCH_SEND.getName())
			.description("Attempts to deliver a batch")
			.tags("target", target, "outcome", outcome)
			.register(registry);
	}

	/**
	 * Adds an attempt.
	 * @param duration how long it took
	 * @param success whether the target answered for the events
	 */
	public void attempted(Duration duration, boolean success) {
		(success ? this.answered : this.failed).record(duration);
	}

}
