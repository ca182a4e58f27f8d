package co.tokenr.benchmark.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

import co.tokenr.benchmark.report.Figure;
import co.tokenr.benchmark.report.FigureTable;
import co.tokenr.benchmark.report.Goal;
import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.StoredEvent;
import co.tokenr.usage.CapturedCall;
import com.sun.management.ThreadMXBean;

import org.springframework.context.annotation.Bean;
import org.springframework.util.Assert;
import org.springframework.util.FileSystemUtils;

/**
 * Whether a recorded call costs the caller's thread more where there are many tags, many
 * models or many past events: processor time and bytes of that thread, and the heap.
 */
final class GrowthHarness implements Harness {

	private static final int CHUNK = 1000;

	private static final int HOUR = 3_600_000;

	/** A processor's caches hold less of many than of one. */
	private static final double TIME = 1.5;

	private static final double BYTES = 1.1;

	@Override
	public void run(Scale scale) throws Exception {
		FigureTable table = new FigureTable("growth", "Recorded call", "time", "bytes");
		int rounds = scale.of(200, 20);
		compare(table, rounds, List.of(tags(1), tags(1000), tags(scale.of(100_000, 10_000))));
		Path prices = Files.createTempDirectory("tokenr-prices");
		compare(table, rounds, List.of(models(prices, 10, 10), models(prices, 3000, 10), models(prices, 3000, 3000)));
		FileSystemUtils.deleteRecursively(prices);
		past(table, rounds, scale.of(10_000_000, 100_000));
		table.write();
	}

	private static Subject tags(int values) {
		return new Subject("%,d distinct value%s of a tag".formatted(values, (values > 1) ? "s" : ""), application(),
				values, (number) -> Calls.of(Calls.MODEL, Calls.tagged("customer-" + number % values)));
	}

	private static Subject models(Path folder, int models, int used) throws IOException {
		StringBuilder json = new StringBuilder("{");
		for (int i = 0; i < models; i++) {
			json.append((i > 0) ? "," : "").append("""
					"model-%d": {"litellm_provider": "openai", "mode": "chat",
					"input_cost_per_token": 0.0000025, "output_cost_per_token": 0.00001}""".formatted(i));
		}
		Path file = Files.writeString(folder.resolve("prices-" + models + ".json"), json.append("}"));
		int step = models / used;
		return new Subject("%,d models in the price book, %,d of them called".formatted(models, used),
				application("tokenr.pricing.locations=file:" + file), used,
				(number) -> Calls.of("model-" + number % used * step, Calls.tagged("customer-7")));
	}

	private static LoadApplication application(String... properties) {
		return LoadApplication.start(Nowhere.class, properties);
	}

	private static void compare(FigureTable table, int rounds, List<Subject> subjects) {
		for (Subject subject : subjects) {
			subject.warm();
		}
		for (int round = 0; round < rounds; round++) {
			subjects.forEach((subject) -> subject.measure(true));
		}
		Subject first = subjects.get(0);
		for (Subject subject : subjects) {
			subject.row(table, subject.label, (subject == first) ? null : first);
			subject.finish();
		}
	}

	private static void past(FigureTable table, int rounds, int events) {
		Subject few = tags(1000);
		few.warm();
		for (int round = 0; round < rounds; round++) {
			few.measure(true);
		}
		FigureTable footprint = new FigureTable("footprint", "At rest", "figure");
		double before = heap();
		footprint.row("heap after %,d events".formatted(few.number), Figure.of(before, "MiB"));
		Subject many = few.later();
		while (many.number < events) {
			many.measure(false);
			if (many.number == HOUR) {
				footprint.row("heap after an hour's worth of 1,000 events a second",
						Figure.of(heap(), "MiB", Goal.atMost(before + 1)));
			}
		}
		for (int round = 0; round < rounds; round++) {
			many.measure(true);
		}
		few.row(table, "after %,d events".formatted(few.number), null);
		many.row(table, "after %,d events".formatted(events), few);
		footprint.row("heap after %,d events".formatted(many.number),
				Figure.of(heap(), "MiB", Goal.atMost(before + 1)));
		many.finish();
		Rest.measure(footprint);
		footprint.write();
	}

	/** What is still in use after a collection, in MiB. */
	private static double heap() {
		System.gc();
		System.gc();
		return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / (double) (1 << 20);
	}

	/** An application and the calls that it makes. */
	private static final class Subject {

		private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

		private final String label;

		private final LoadApplication application;

		private final int variety;

		private final IntFunction<CapturedCall> calls;

		private final Median nanos = new Median();

		private final Median bytes = new Median();

		private int number;

		Subject(String label, LoadApplication application, int variety, IntFunction<CapturedCall> calls) {
			this.label = label;
			this.application = application;
			this.variety = variety;
			this.calls = calls;
		}

		Subject later() {
			Subject later = new Subject(this.label, this.application, this.variety, this.calls);
			later.number = this.number;
			return later;
		}

		/** Until everything that differs has been seen and the code is compiled. */
		void warm() {
			while (this.number < this.variety + 50 * CHUNK) {
				measure(false);
			}
		}

		void measure(boolean counted) {
			CapturedCall[] chunk = new CapturedCall[CHUNK];
			for (int i = 0; i < CHUNK; i++) {
				chunk[i] = this.calls.apply(this.number++);
			}
			this.application.awaitRoom(LoadApplication.MOST_WAITING - CHUNK);
			long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
			long nanosBefore = THREADS.getCurrentThreadCpuTime();
			this.application.recordAll(chunk);
			long nanosAfter = THREADS.getCurrentThreadCpuTime();
			long bytesAfter = THREADS.getCurrentThreadAllocatedBytes();
			if (counted) {
				this.nanos.add((nanosAfter - nanosBefore) / (double) CHUNK);
				this.bytes.add((bytesAfter - bytesBefore) / (double) CHUNK);
			}
		}

		void row(FigureTable table, String label, Subject first) {
			double time = this.nanos.value();
			double size = this.bytes.value();
			table.row(label,
					(first != null) ? Figure.of(time, "ns", Goal.atMost(first.nanos.value() * TIME))
							: Figure.of(time, "ns"),
					(first != null) ? Figure.of(size, "B", Goal.atMost(first.bytes.value() * BYTES))
							: Figure.of(size, "B"));
		}

		void finish() {
			this.application.flush();
			this.application.requireNothingLost();
			Assert.state(this.application.bean(CataloguePriceBook.class).unmatched().isEmpty(),
					"What is measured is to be priced");
			this.application.close();
		}

	}

	/** A target that takes everything and keeps nothing. */
	static class Nowhere {

		@Bean
		ReportTarget nowhere() {
			return new ReportTarget() {

				@Override
				public String name() {
					return "nowhere";
				}

				@Override
				public DeliveryResult deliver(List<StoredEvent> batch) {
					return DeliveryResult.accepted(batch.size());
				}

			};
		}

	}

}
