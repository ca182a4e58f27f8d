package co.tokenr.benchmark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import co.tokenr.usage.CapturedCall;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Recording captured calls, everything on, beside the least that it can be. An iteration
 * is many runs, each short enough for every queue, after which all has to arrive, outside
 * of what is measured. The threads are our own: those of JMH spin while they wait for
 * each other, and keep the delivery from its work.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class RecordBenchmark {

	/** Of all threads together fewer than a queue holds. */
	static final int EVENTS = 3200;

	/** On how many threads. */
	@Param({ "1", "2", "8", "64" })
	public int threads;

	/** What records. */
	@Param({ "FLOOR", "RECORD", "CAPTURE" })
	public By by;

	private final CapturedCall[] calls = new CapturedCall[EVENTS];

	private IntConsumer action;

	private Floor floor;

	private Starter starter;

	private ExecutorService executor;

	private List<Callable<Void>> shares;

	private long recorded;

	/** Creates what records, and has it record until it is compiled. */
	@Setup(Level.Trial)
	public void create() {
		createRecorder();
		WarmUp.with(() -> {
			capture();
			record();
			settle();
		});
	}

	private void createRecorder() {
		this.executor = Executors.newFixedThreadPool(this.threads);
		int share = EVENTS / this.threads;
		this.shares = IntStream.range(0, this.threads)
			.<Callable<Void>>mapToObj((thread) -> () -> record(thread * share, share))
			.toList();
		if (this.by == By.FLOOR) {
			this.floor = new Floor();
			this.action = (event) -> this.floor.record();
			return;
		}
		this.starter = new Starter(Map.of());
		UsageRecorder recorder = this.starter.bean(UsageRecorder.class);
		this.action = (this.by == By.RECORD) ? (event) -> recorder.record(this.calls[event])
				: (event) -> recorder.record(Calls.captured());
	}

	/** Makes the facts of calls that are recorded without that. */
	@Setup(Level.Invocation)
	public void capture() {
		if (this.by == By.RECORD) {
			for (int event = 0; event < EVENTS; event++) {
				this.calls[event] = Calls.captured();
			}
		}
	}

	/** Records, on all threads. */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void record() {
		try {
			for (Future<Void> share : this.executor.invokeAll(this.shares)) {
				share.get();
			}
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		this.recorded += EVENTS;
	}

	private Void record(int from, int count) {
		CallerCost begin = CallerCost.begin();
		for (int event = from; event < from + count; event++) {
			this.action.accept(event);
		}
		CallerCost.end(begin, count);
		return null;
	}

	/** Waits until all has arrived. */
	@TearDown(Level.Invocation)
	public void settle() {
		if (this.by == By.FLOOR) {
			TrackedClient.await("The floor", this.recorded, this.floor::taken);
		}
		else {
			this.starter.settle(this.recorded);
		}
	}

	/** Closes what records. */
	@TearDown(Level.Trial)
	public void close() {
		this.executor.shutdown();
		if (this.by == By.FLOOR) {
			this.floor.close();
		}
		else {
			this.starter.checkLedger(this.recorded);
			this.starter.close();
		}
	}

	/** What records. */
	public enum By {

		/** The least, with an id and an instant of its own. */
		FLOOR,

		/** This starter, everything on, where the facts of a call are there already. */
		RECORD,

		/** This starter, and making the facts, an id and an instant among them. */
		CAPTURE

	}

}
