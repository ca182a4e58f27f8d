package co.tokenr.benchmark;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH has measured, by the names of benchmarks and the values of their parameters,
 * such as {@code CallBenchmark.call NOTHING}. Of several iterations the median counts: a
 * machine that does something else once in a while shifts the mean.
 */
final class Results {

	private static final double HALF = 50;

	private final Map<String, RunResult> results;

	Results(Collection<RunResult> results) {
		this.results = results.stream()
			.collect(Collectors.toMap((result) -> name(result.getParams()), (result) -> result));
	}

	private static String name(BenchmarkParams params) {
		String[] path = params.getBenchmark().split("\\.");
		String method = path[path.length - 2] + "." + path[path.length - 1];
		return params.getParamsKeys()
			.stream()
			.map(params::getParam)
			.collect(Collectors.joining(" ", method + " ", ""))
			.trim();
	}

	/** Whether all of these were measured. */
	boolean have(String... names) {
		return Arrays.stream(names).allMatch(this.results::containsKey);
	}

	/** Time in nanoseconds for each operation. */
	double time(String name) {
		return median(result(name).getPrimaryResult());
	}

	/** Bytes that the calling threads allocate for each operation. */
	double callerBytes(String name) {
		return median(result(name).getSecondaryResults().get(CallerCost.BYTES));
	}

	/** Processor time in nanoseconds that the calling threads take for each operation. */
	double callerCpu(String name) {
		return median(result(name).getSecondaryResults().get(CallerCost.CPU));
	}

	/** Bytes that all threads allocate for each operation. */
	double allBytes(String name) {
		return median(result(name).getSecondaryResults().get("gc.alloc.rate.norm"));
	}

	private RunResult result(String name) {
		RunResult result = this.results.get(name);
		if (result == null) {
			throw new IllegalArgumentException(name + " was not measured");
		}
		return result;
	}

	private static double median(Result<?> result) {
		return result.getStatistics().getPercentile(HALF);
	}

}
