package co.tokenr.benchmark;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs what is to be measured until the compilers have next to nothing left to do with
 * it. With all that delivers, stores and receives in the same process that takes far
 * longer for some than for others, and what is not compiled says nothing.
 */
final class WarmUp {

	private static final CompilationMXBean COMPILERS = ManagementFactory.getCompilationMXBean();

	private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

	private static final long AT_MOST = TimeUnit.SECONDS.toNanos(Boolean.getBoolean("quick") ? 4 : 20);

	/** In parts of the time that passes. */
	private static final double REST = 0.05;

	private WarmUp() {
	}

	/**
	 * Runs again and again.
	 * @param run the run
	 */
	static void with(Runnable run) {
		long end = System.nanoTime() + AT_MOST;
		boolean busy = true;
		while (busy && System.nanoTime() < end) {
			long compiled = COMPILERS.getTotalCompilationTime();
			long began = System.nanoTime();
			while (System.nanoTime() - began < WINDOW) {
				run.run();
			}
			double took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
			busy = COMPILERS.getTotalCompilationTime() - compiled > REST * took;
		}
	}

}
