package co.tokenr.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;

import co.tokenr.benchmark.report.Figure;
import co.tokenr.benchmark.report.FigureTable;
import co.tokenr.benchmark.report.Goal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What the starter keeps going once it has delivered: threads, and what they do where
 * nobody calls.
 */
final class Rest {

	private static final Log logger = LogFactory.getLog(Rest.class);

	private static final int SECONDS = 30;

	private static final int EVENTS = 1000;

	private Rest() {
	}

	static void measure(FigureTable table) {
		try (LoopbackCollector collector = LoopbackCollector.start();
				LoadApplication application = LoadApplication.start(TokenrWay.NothingElse.class,
						"tokenr.url=" + collector.url(""), "tokenr.token=loopback", "tokenr.ledger.type=jdbc",
						"tokenr.ledger.jdbc.url=jdbc:h2:mem:rest;DB_CLOSE_DELAY=-1")) {
			for (int i = 0; i < EVENTS; i++) {
				application.record(Calls.next());
			}
			application.flush();
			application.requireNothingLost();
			Map<String, Long> threads = threads();
			logger.info("Threads: " + threads.keySet());
			table.row("threads, with the collector and the ledger as targets",
					Figure.of(threads.size(), "threads", Goal.atMost(4)));
			// until what was needed for the traffic has gone
			sleep(10);
			long before = sum(threads());
			sleep(SECONDS);
			double share = (sum(threads()) - before) / (SECONDS * 1e9) * 100;
			table.row("processor time in %d s without a call".formatted(SECONDS),
					Figure.of(share, "% of a core", Goal.atMost(0.1)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void sleep(int seconds) {
		try {
			Thread.sleep(seconds * 1000L);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static long sum(Map<String, Long> threads) {
		return threads.values().stream().mapToLong(Long::longValue).sum();
	}

	/** Our threads and those of our HTTP client, with their processor time in ns. */
	private static Map<String, Long> threads() {
		ThreadMXBean all = ManagementFactory.getThreadMXBean();
		Map<String, Long> threads = new TreeMap<>();
		for (ThreadInfo thread : all.getThreadInfo(all.getAllThreadIds())) {
			if (thread != null && (thread.getThreadName().startsWith("tokenr")
					|| thread.getThreadName().startsWith("HttpClient"))) {
				threads.put(thread.getThreadName() + "-" + thread.getThreadId(),
						Math.max(0, all.getThreadCpuTime(thread.getThreadId())));
			}
		}
		return threads;
	}

}
