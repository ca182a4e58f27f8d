package co.tokenr.benchmark;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks, all of them or those whose names match the arguments, and writes the
 * tables of what was measured. With the system property {@code quick} in one fork and few
 * iterations: to see that it works, not to compare.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Runs them.
	 * @param args as of JMH
	 * @throws Exception if they cannot be run
	 */
	public static void main(String[] args) throws Exception {
		ChainedOptionsBuilder options = new OptionsBuilder().parent(new CommandLineOptions(args))
			.addProfiler(GCProfiler.class)
			.addProfiler(CallerCost.class)
			.jvmArgsAppend("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch")
			.shouldFailOnError(true);
		if (Boolean.getBoolean("quick")) {
			options.forks(1)
				.jvmArgsAppend("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "-Dquick=true")
				.warmupIterations(3)
				.measurementIterations(3)
				.warmupTime(TimeValue.milliseconds(300))
				.measurementTime(TimeValue.milliseconds(300));
		}
		new JmhTables(new Results(new Runner(options.build()).run())).write();
	}

}
