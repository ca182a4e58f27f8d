package co.tokenr.benchmark;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import com.sun.management.ThreadMXBean;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Counts what the calling threads of a benchmark allocate and compute themselves, and
 * those of Reactor. JMH counts what all threads allocate, also those that deliver, which
 * the caller neither waits nor pays for; and its time is that of the clock, in which
 * these threads take turns with the caller on a machine of few cores.
 */
public final class CallerCost implements InternalProfiler {

	static final String BYTES = "caller.bytes";

	static final String CPU = "caller.cpu";

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final LongAdder ALL_BYTES = new LongAdder();

	private static final LongAdder ALL_NANOS = new LongAdder();

	private static final LongAdder OPERATIONS = new LongAdder();

	private final long bytes;

	private final long nanos;

	/** For JMH, which creates its profilers itself. */
	public CallerCost() {
		this(0, 0);
	}

	private CallerCost(long bytes, long nanos) {
		this.bytes = bytes;
		this.nanos = nanos;
	}

	/**
	 * Begins to count on this thread.
	 * @return what was taken so far
	 */
	static CallerCost begin() {
		CallerCost reactor = ofReactor();
		return new CallerCost(reactor.bytes + THREADS.getCurrentThreadAllocatedBytes(),
				reactor.nanos + THREADS.getCurrentThreadCpuTime());
	}

	/**
	 * Counts what this thread has taken since.
	 * @param begin what {@link #begin()} said
	 * @param operations how many calls that was for
	 */
	static void end(CallerCost begin, int operations) {
		long nanos = THREADS.getCurrentThreadCpuTime();
		long bytes = THREADS.getCurrentThreadAllocatedBytes();
		CallerCost reactor = ofReactor();
		ALL_NANOS.add(nanos + reactor.nanos - begin.nanos);
		ALL_BYTES.add(bytes + reactor.bytes - begin.bytes);
		OPERATIONS.add(operations);
	}

	/**
	 * Spring AI hands a stream over to a thread of Reactor's, which calls in its place.
	 */
	private static CallerCost ofReactor() {
		Thread[] threads = new Thread[2 * Thread.activeCount()];
		int count = Thread.currentThread().getThreadGroup().enumerate(threads);
		long[] reactor = Arrays.stream(threads, 0, count)
			.filter((thread) -> thread.getName().startsWith("boundedElastic"))
			.mapToLong(Thread::getId)
			.toArray();
		return new CallerCost(Arrays.stream(reactor).map(THREADS::getThreadAllocatedBytes).sum(),
				Arrays.stream(reactor).map(THREADS::getThreadCpuTime).sum());
	}

	@Override
	public String getDescription() {
		return "Bytes allocated and processor time taken by the calling threads";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		ALL_BYTES.reset();
		ALL_NANOS.reset();
		OPERATIONS.reset();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		double operations = OPERATIONS.sum();
		return (operations > 0) ? List.of(scalar(BYTES, ALL_BYTES.sum() / operations, "B/op"),
				scalar(CPU, ALL_NANOS.sum() / operations, "ns/op")) : List.of();
	}

	private static ScalarResult scalar(String name, double value, String unit) {
		return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
	}

}
