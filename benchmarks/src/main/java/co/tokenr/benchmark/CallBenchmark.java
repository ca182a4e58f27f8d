package co.tokenr.benchmark;

import java.util.concurrent.TimeUnit;

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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A call of a {@code ChatClient}, and a stream of 200 chunks, with nothing, with this
 * starter and with others. An iteration is many runs, each short enough for every queue:
 * after each, outside of what is measured, all that was tracked has to arrive, and what
 * does not fails the benchmark.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class CallBenchmark {

	/** Fewer than the smallest of the queues holds, which is that of the spans. */
	static final int CALLS = 1000;

	static final int STREAMS = 100;

	/** What tracks the calls. */
	@Param({ "NOTHING", "ADVISOR", "STARTER", "BOTH", "TOKEN_METERS", "OBSERVATION", "SPAN", "COUNTERS", "POSTS" })
	public By by;

	private TrackedClient client;

	private long calls;

	/**
	 * Creates the client, and has it called until it is compiled.
	 * @param benchmark says how it is to be called
	 * @param blackhole takes the answers
	 */
	@Setup(Level.Trial)
	public void create(BenchmarkParams benchmark, Blackhole blackhole) {
		this.client = switch (this.by) {
			case NOTHING -> new PlainClient();
			case ADVISOR -> new PlainClient(new PlainClient.IdleAdvisor());
			case STARTER -> StarterClient.create(false);
			case BOTH -> StarterClient.create(true);
			case TOKEN_METERS -> ObservedClient.create(false);
			case OBSERVATION -> ObservedClient.create(true);
			case SPAN -> new SpannedClient();
			case COUNTERS -> CountedClient.create();
			case POSTS -> new PostingClient();
		};
		boolean streams = benchmark.getBenchmark().endsWith(".stream");
		WarmUp.with(() -> {
			if (streams) {
				stream(blackhole);
			}
			else {
				call(blackhole);
			}
			settle();
		});
	}

	/**
	 * Calls, one call after the other.
	 * @param blackhole takes the answers
	 */
	@Benchmark
	@OperationsPerInvocation(CALLS)
	public void call(Blackhole blackhole) {
		CallerCost begin = CallerCost.begin();
		for (int i = 0; i < CALLS; i++) {
			blackhole.consume(this.client.call());
		}
		CallerCost.end(begin, CALLS);
		this.calls += CALLS;
	}

	/**
	 * Streams, one stream after the other.
	 * @param blackhole takes the chunks
	 */
	@Benchmark
	@OperationsPerInvocation(STREAMS)
	public void stream(Blackhole blackhole) {
		CallerCost begin = CallerCost.begin();
		for (int i = 0; i < STREAMS; i++) {
			this.client.stream().doOnNext(blackhole::consume).blockLast();
		}
		CallerCost.end(begin, STREAMS);
		this.calls += STREAMS;
	}

	/** Waits until all has arrived. */
	@TearDown(Level.Invocation)
	public void settle() {
		this.client.settle(this.calls);
	}

	/** Closes the client. */
	@TearDown(Level.Trial)
	public void close() {
		this.client.close();
	}

	/** What tracks calls. */
	public enum By {

		/** Nothing. */
		NOTHING,

		/** An advisor that does nothing. */
		ADVISOR,

		/** This starter, everything on, where Spring AI does not observe. */
		STARTER,

		/** This starter, everything on, where Spring AI observes as well. */
		BOTH,

		/** Spring AI's observation with its meters of tokens. */
		TOKEN_METERS,

		/** Spring AI's observation with these meters and timers. */
		OBSERVATION,

		/** A span of OpenTelemetry. */
		SPAN,

		/** An advisor written by hand. */
		COUNTERS,

		/** A thread and a request for each event. */
		POSTS

	}

}
