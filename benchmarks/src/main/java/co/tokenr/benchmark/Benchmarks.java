package co.tokenr.benchmark;

import org.openjdk.jmh.Main;

/**
 * Runs benchmarks: all of them, or those whose names match the first argument.
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
		Main.main(args);
	}

}
