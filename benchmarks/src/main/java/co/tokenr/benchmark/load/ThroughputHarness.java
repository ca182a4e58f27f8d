package co.tokenr.benchmark.load;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import co.tokenr.benchmark.report.Figure;
import co.tokenr.benchmark.report.FigureTable;
import co.tokenr.benchmark.report.Goal;
import com.sun.management.OperatingSystemMXBean;

import org.springframework.util.Assert;

/**
 * How many events a second come from a call to a collector, and how many by other ways.
 * All ways take turns in each round; what is compared are medians.
 */
final class ThroughputHarness implements Harness {

	private static final Duration OURS = Duration.ofSeconds(1);

	@Override
	public void run(Scale scale) throws Exception {
		int events = scale.of(200_000, 20_000);
		int rounds = scale.of(7, 3);
		try (LoopbackCollector collector = LoopbackCollector.start();
				Way tokenr = new TokenrWay("the starter as it comes: batches of 100", collector);
				Way large = new TokenrWay("the starter with batches of 512", collector,
						"tokenr.reporter.batch-size=512");
				Way otlp = new OtlpWay("OTLP, tuned to batches of 100", collector, 100, 8192, OURS);
				Way published = new OtlpWay("OTLP as published: batches of 512", collector, 512, 2048,
						Duration.ofSeconds(5));
				Way single = new SinglePosts(collector)) {
			Map<Way, Rate> rates = new LinkedHashMap<>();
			List.of(tokenr, large, otlp, published, single).forEach((way) -> rates.put(way, new Rate()));
			for (int round = -2; round < rounds; round++) {
				for (Map.Entry<Way, Rate> each : rates.entrySet()) {
					int count = (each.getKey() == single) ? events / 50 : events;
					each.getValue().measure(each.getKey(), count, round >= 0);
				}
			}
			FigureTable table = new FigureTable("throughput", "From a call to a collector", "rate", "CPU per event");
			rates.forEach((way, rate) -> table.row(way.label(),
					new Figure(rate.perSecond.value(), "events/s", (way == tokenr) ? Goal.atLeast(100_000) : null),
					Figure.of(rate.cpuMicros.value(), "µs")));
			table.row("the starter beside OTLP with the same batches",
					Figure.of(rates.get(tokenr).perSecond.value() / rates.get(otlp).perSecond.value(), "x",
							Goal.atLeast(5)),
					Figure.of(rates.get(tokenr).cpuMicros.value() / rates.get(otlp).cpuMicros.value(), "x"));
			table.write();
		}
	}

	/** The figures of one way. */
	private static final class Rate {

		private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

		private final Median perSecond = new Median();

		private final Median cpuMicros = new Median();

		void measure(Way way, int count, boolean counted) throws Exception {
			System.gc();
			long cpu = SYSTEM.getProcessCpuTime();
			long start = System.nanoTime();
			way.send(count);
			long time = System.nanoTime() - start;
			cpu = SYSTEM.getProcessCpuTime() - cpu;
			int received = way.received();
			Assert.state(received == count, () -> way.label() + ": of " + count + " arrived " + received);
			if (counted) {
				this.perSecond.add(count / (time / 1e9));
				this.cpuMicros.add(cpu / 1e3 / count);
			}
		}

	}

}
