package co.tokenr.benchmark;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import co.tokenr.usage.UsageRecorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Recording a captured call, everything on, beside the least that it can be. The call is
 * captured anew each time: its id and instant are part of both. In runs short enough for
 * every queue, after each of which all has to arrive.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 60)
@Measurement(iterations = 40)
@Fork(2)
public class RecordBenchmark {

	/** Of all threads together fewer than a queue holds. */
	static final int EVENTS = 400;

	private final AtomicLong recorded = new AtomicLong();

	/** What records. */
	@Param({ "FLOOR", "STARTER" })
	public By by;

	private Runnable action;

	private Floor floor;

	private Starter starter;

	/** Creates what records. */
	@Setup(Level.Trial)
	public void create() {
		if (this.by == By.FLOOR) {
			this.floor = new Floor();
			this.action = this.floor::record;
		}
		else {
			this.starter = new Starter(Map.of());
			UsageRecorder recorder = this.starter.bean(UsageRecorder.class);
			this.action = () -> recorder.record(Calls.captured());
		}
	}

	/** Records on one thread. */
	@Benchmark
	@Threads(1)
	@OperationsPerInvocation(EVENTS)
	public void threads01() {
		record();
	}

	/** Records on two threads. */
	@Benchmark
	@Threads(2)
	@OperationsPerInvocation(EVENTS)
	public void threads02() {
		record();
	}

	/** Records on eight threads. */
	@Benchmark
	@Threads(8)
	@OperationsPerInvocation(EVENTS)
	public void threads08() {
		record();
	}

	private void record() {
		long begin = CallerBytes.begin();
		for (int i = 0; i < EVENTS; i++) {
			this.action.run();
		}
		CallerBytes.end(begin);
		this.recorded.addAndGet(EVENTS);
	}

	/** Waits until all has arrived. */
	@TearDown(Level.Iteration)
	public void settle() {
		if (this.by == By.STARTER) {
			this.starter.settle(this.recorded.get());
			return;
		}
		TrackedClient.await("The floor", this.recorded.get(), this.floor::taken);
	}

	/** Closes what records. */
	@TearDown(Level.Trial)
	public void close() {
		if (this.by == By.STARTER) {
			this.starter.checkLedger(this.recorded.get());
			this.starter.close();
		}
		else {
			this.floor.close();
		}
	}

	/** What records. */
	public enum By {

		/** The least. */
		FLOOR,

		/** This starter, everything on. */
		STARTER

	}

}
