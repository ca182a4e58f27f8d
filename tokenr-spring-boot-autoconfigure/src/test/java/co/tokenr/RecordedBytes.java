package co.tokenr;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.autoconfigure.TokenrAutoConfiguration;
import co.tokenr.autoconfigure.TokenrMetricsAutoConfiguration;
import co.tokenr.autoconfigure.TokenrReporterAutoConfiguration;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.UsageReporter;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageRecorder;
import co.tokenr.usage.UsageSource;
import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logs how many bytes the recording of a call allocates on the caller's thread. Runs in a
 * JVM of its own: what other tests did, and what measures their coverage, changes what
 * the compiler can do without.
 */
final class RecordedBytes {

	private static final int CALLS = 2000;

	private static final int ROUNDS = 60;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private RecordedBytes() {
	}

	/**
	 * Measures.
	 * @param args how many bytes a listener allocates at each call, none for no such
	 * listener
	 */
	public static void main(String[] args) {
		AtomicLong delivered = new AtomicLong();
		AtomicLong least = new AtomicLong(Long.MAX_VALUE);
		application(args)
			.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class,
					TokenrMetricsAutoConfiguration.class, TokenrReporterAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(ReportTarget.class, () -> new CountingTarget(delivered))
			.run((context) -> {
				UsageRecorder recorder = context.getBean(UsageRecorder.class);
				UsageReporter reporter = context.getBean(UsageReporter.class);
				for (int round = 0; round < ROUNDS; round++) {
					least.accumulateAndGet(bytesPerCall(recorder), Math::min);
					reporter.flush(Duration.ofSeconds(20));
				}
				assertThat(context.getBean(Tokenr.class).totals().calls()).isEqualTo((long) CALLS * ROUNDS);
				assertThat(context.getBean(Tokenr.class).totals().unpriced()).isZero();
			});
		assertThat(delivered).hasValue((long) CALLS * ROUNDS);
		LogFactory.getLog(RecordedBytes.class).info("bytes=" + least.get());
	}

	private static ApplicationContextRunner application(String[] args) {
		if (args.length == 0) {
			return new ApplicationContextRunner();
		}
		int more = Integer.parseInt(args[0]);
		byte[][] kept = new byte[1][];
		InlineUsageListener greedy = (event) -> kept[0] = new byte[more];
		return new ApplicationContextRunner().withBean(InlineUsageListener.class, () -> greedy);
	}

	private static long bytesPerCall(UsageRecorder recorder) {
		CapturedCall[] calls = new CapturedCall[CALLS];
		try (AttributionScope scope = AttributionScope.open(attribution())) {
			for (int i = 0; i < CALLS; i++) {
				calls[i] = call(AttributionContext.current());
			}
		}
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (CapturedCall call : calls) {
			recorder.record(call);
		}
		return (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
	}

	private static Attribution attribution() {
		return Attribution.builder()
			.agent("triage")
			.feature("summaries")
			.team("support")
			.customer("acme")
			.tag("region", "eu")
			.tag("plan", "pro")
			.tag("channel", "mail")
			.tag("queue", "urgent")
			.tag("release", "2026-11")
			.build();
	}

	private static CapturedCall call(AttributionContext around) {
		LlmCall facts = LlmCall.builder("advisor")
			.provider("openai")
			.requestModel("gpt-4o")
			.responseModel("gpt-4o-2024-08-06")
			.responseId("chatcmpl-1")
			.streaming(true)
			.latency(Duration.ofMillis(400))
			.timeToFirstToken(Duration.ofMillis(100))
			.usage(TokenCounts.builder().input(1000L).cacheReadInput(200L).output(100L).reasoningOutput(10L).build(),
					UsageSource.PROVIDER)
			.run("run", 1)
			.build();
		return CapturedCall.of(facts, around, Attribution.NONE);
	}

	private record CountingTarget(AtomicLong delivered) implements ReportTarget {

		@Override
		public String name() {
			return "counting";
		}

		@Override
		public DeliveryResult deliver(List<StoredEvent> batch) {
			this.delivered.addAndGet(batch.size());
			return DeliveryResult.accepted(batch.size());
		}

	}

}
