package co.tokenr.benchmark;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import co.tokenr.report.DeliveryResult;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.UsageReporter;
import co.tokenr.usage.Cost;
import co.tokenr.usage.Origin;
import co.tokenr.usage.UsageEvent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Handing an event over to the reporter, beside the offer to a bare queue. Nobody takes
 * anything out, and both have room.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 60)
@Measurement(iterations = 40)
@Fork(2)
public class HandOffBenchmark {

	static final int EVENTS = 4000;

	private final UsageEvent event = new UsageEvent(Calls.plain(), Starter.ATTRIBUTION, Cost.UNPRICED,
			new Origin("benchmark", "test", "1"));

	private UsageReporter reporter;

	private BlockingQueue<UsageEvent> queue;

	/** Empties both. */
	@Setup(Level.Iteration)
	public void create() {
		this.reporter = new UsageReporter(new Nowhere(), ReporterSettings.DEFAULTS);
		this.queue = new ArrayBlockingQueue<>(2 * EVENTS);
	}

	/** Hands over. */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void handOff() {
		CallerCost begin = CallerCost.begin();
		for (int i = 0; i < EVENTS; i++) {
			this.reporter.onUsage(this.event);
		}
		CallerCost.end(begin, EVENTS);
	}

	/** Offers to the queue. */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void offer() {
		CallerCost begin = CallerCost.begin();
		for (int i = 0; i < EVENTS; i++) {
			this.queue.offer(this.event);
		}
		CallerCost.end(begin, EVENTS);
	}

	private static final class Nowhere implements ReportTarget {

		@Override
		public String name() {
			return "nowhere";
		}

		@Override
		public DeliveryResult deliver(List<StoredEvent> batch) {
			return DeliveryResult.accepted(batch.size());
		}

	}

}
