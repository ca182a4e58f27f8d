package co.tokenr.benchmark.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs the harnesses: all of them, or those that are named.
 */
public final class LoadHarness {

	private static final Log logger = LogFactory.getLog(LoadHarness.class);

	private LoadHarness() {
	}

	/**
	 * Runs them, and fails if one does.
	 * @param args names of harnesses, none for all; {@code --short} for a short form
	 * @throws Exception if something cannot be measured, or was lost
	 */
	public static void main(String[] args) throws Exception {
		// Java 17's server answers 44 ms late otherwise; the same for all who post to it
		System.setProperty("sun.net.httpserver.nodelay", "true");
		Map<String, Harness> harnesses = harnesses();
		List<String> names = new ArrayList<>(List.of(args));
		Scale scale = names.remove("--short") ? Scale.SHORT : Scale.FULL;
		for (String name : names.isEmpty() ? harnesses.keySet() : names) {
			Harness harness = harnesses.get(name);
			if (harness == null) {
				throw new IllegalArgumentException("No harness '" + name + "'; there are " + harnesses.keySet());
			}
			long start = System.nanoTime();
			harness.run(scale);
			logger.info(name + " took " + (System.nanoTime() - start) / 1_000_000_000 + " s");
		}
		System.exit(0);
	}

	private static Map<String, Harness> harnesses() {
		Map<String, Harness> harnesses = new LinkedHashMap<>();
		harnesses.put("start-up", new StartUpHarness());
		harnesses.put("throughput", new ThroughputHarness());
		harnesses.put("spool", new SpoolHarness());
		harnesses.put("ledger", new LedgerHarness());
		harnesses.put("growth", new GrowthHarness());
		return harnesses;
	}

}
