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
 * Counts what the threads of a benchmark allocate themselves, and those of Reactor. The
 * profiler of JMH counts what all threads do, also those that deliver, which the caller
 * neither waits nor pays for.
 */
public final class CallerBytes implements InternalProfiler {

	static final String NAME = "caller.bytes";

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final LongAdder BYTES = new LongAdder();

	/**
	 * Begins to count on this thread.
	 * @return what the thread has allocated so far
	 */
	static long begin() {
		long reactor = ofReactor();
		return reactor + THREADS.getCurrentThreadAllocatedBytes();
	}

	/**
	 * Counts what this thread has allocated since.
	 * @param begin what {@link #begin()} said
	 */
	static void end(long begin) {
		BYTES.add(THREADS.getCurrentThreadAllocatedBytes() + ofReactor() - begin);
	}

	/**
	 * Spring AI hands a stream over to a thread of Reactor's, which calls in its place.
	 */
	private static long ofReactor() {
		Thread[] threads = new Thread[2 * Thread.activeCount()];
		int count = Thread.currentThread().getThreadGroup().enumerate(threads);
		return Arrays.stream(threads, 0, count)
			.filter((thread) -> thread.getName().startsWith("boundedElastic"))
			.mapToLong((thread) -> THREADS.getThreadAllocatedBytes(thread.getId()))
			.sum();
	}

	@Override
	public String getDescription() {
		return "Bytes allocated by the calling threads";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		BYTES.reset();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		double bytes = BYTES.sum();
		return List.of(new ScalarResult(NAME, bytes / result.getMetadata().getAllOps(), "B/op", AggregationPolicy.AVG));
	}

}
