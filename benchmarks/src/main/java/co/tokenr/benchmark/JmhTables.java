package co.tokenr.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import co.tokenr.benchmark.report.Figure;
import co.tokenr.benchmark.report.FigureTable;
import co.tokenr.benchmark.report.Goal;

/**
 * The tables of what JMH measures. A table of which a part was not measured is not
 * written.
 */
final class JmhTables {

	private static final Map<CallBenchmark.By, String> CLIENTS = new LinkedHashMap<>();

	static {
		CLIENTS.put(CallBenchmark.By.ADVISOR, "one more advisor that does nothing (Spring AI's own cost)");
		CLIENTS.put(CallBenchmark.By.STARTER, "**this starter, everything on**");
		CLIENTS.put(CallBenchmark.By.TOKEN_METERS, "Spring AI's observation, its token meters only");
		CLIENTS.put(CallBenchmark.By.OBSERVATION, "Spring AI's observation, token meters and timers");
		CLIENTS.put(CallBenchmark.By.BOTH, "both: this starter and Spring AI's observation");
		CLIENTS.put(CallBenchmark.By.SPAN, "an OpenTelemetry span, BatchSpanProcessor, OTLP");
		CLIENTS.put(CallBenchmark.By.COUNTERS, "an advisor by hand, three counters looked up");
		CLIENTS.put(CallBenchmark.By.POSTS, "a thread and a POST for each event");
	}

	private final Results results;

	JmhTables(Results results) {
		this.results = results;
	}

	void write() {
		clients("call", "A call of a `ChatClient`, above what it takes with nothing");
		clients("stream", "A stream of 200 chunks, above what it takes with nothing");
		chunks();
		record();
		steps();
		handOff();
		bodies();
	}

	private void clients(String method, String what) {
		String prefix = "CallBenchmark." + method + " ";
		String[] names = Stream.of(CallBenchmark.By.values()).map((by) -> prefix + by).toArray(String[]::new);
		if (!this.results.have(names)) {
			return;
		}
		FigureTable table = new FigureTable(method, what, "time, calling thread", "time by the clock",
				"bytes, calling thread", "bytes, all threads");
		table.row("nothing (the whole of it)", Figure.of(this.results.callerCpu(prefix + "NOTHING"), "ns"),
				time(prefix + "NOTHING"), bytes(this.results.callerBytes(prefix + "NOTHING")),
				bytes(this.results.allBytes(prefix + "NOTHING")));
		CLIENTS.forEach((by, label) -> {
			boolean ours = by == CallBenchmark.By.STARTER;
			table.row(label, above(prefix, by, this.results::callerCpu, "ns", ours),
					above(prefix, by, this.results::time, "ns", false),
					above(prefix, by, this.results::callerBytes, "B", ours),
					above(prefix, by, this.results::allBytes, "B", false));
		});
		table.write();
	}

	/** What we are to be ahead of: the best of the others. */
	private Figure above(String prefix, CallBenchmark.By by, ToDoubleFunction<String> figure, String unit,
			boolean ours) {
		double nothing = figure.applyAsDouble(prefix + "NOTHING");
		double value = figure.applyAsDouble(prefix + by) - nothing;
		double best = Stream
			.of(CallBenchmark.By.TOKEN_METERS, CallBenchmark.By.OBSERVATION, CallBenchmark.By.SPAN,
					CallBenchmark.By.COUNTERS)
			.mapToDouble((other) -> figure.applyAsDouble(prefix + other) - nothing)
			.min()
			.orElseThrow();
		return ours ? Figure.of(value, unit, Goal.atMost(best)) : Figure.of(value, unit);
	}

	private void chunks() {
		String[] kinds = { "false 16", "false 4096", "true 16", "true 4096" };
		String[] labels = { "16 characters", "4,096 characters", "16 characters, missing usage estimated",
				"4,096 characters, missing usage estimated" };
		if (!this.results.have("ChunkBenchmark.bare false 16", "ChunkBenchmark.advised true 4096")) {
			return;
		}
		FigureTable table = new FigureTable("chunk", "Our share of a streamed chunk", "time", "bytes");
		for (int i = 0; i < kinds.length; i++) {
			String bare = "ChunkBenchmark.bare " + kinds[i];
			String advised = "ChunkBenchmark.advised " + kinds[i];
			double time = this.results.time(advised) - this.results.time(bare);
			double bytes = this.results.allBytes(advised) - this.results.allBytes(bare);
			boolean estimating = kinds[i].startsWith("true");
			double least = this.results.allBytes("ChunkBenchmark.advised false 16");
			table.row(labels[i], estimating ? Figure.of(time, "ns") : Figure.of(time, "ns", Goal.atMost(100)),
					kinds[i].equals("false 4096") ? Figure.of(bytes, "B", Goal.atMost(Math.ceil(least)))
							: bytes(bytes));
		}
		table.write();
	}

	private void record() {
		String[] names = Stream.of(RecordBenchmark.By.values())
			.flatMap((by) -> Stream.of("1", "2", "8", "64").map((threads) -> by + " " + threads))
			.map("RecordBenchmark.record "::concat)
			.toArray(String[]::new);
		if (!this.results.have(names)) {
			return;
		}
		FigureTable table = new FigureTable("record", "Recording an event, everything on", "floor", "recording",
				"and making its facts", "floor, by the clock", "all of it, by the clock", "bytes, floor",
				"bytes, recording");
		for (String threads : new String[] { "1", "2", "8", "64" }) {
			String floor = "RecordBenchmark.record FLOOR " + threads;
			String record = "RecordBenchmark.record RECORD " + threads;
			String capture = "RecordBenchmark.record CAPTURE " + threads;
			double least = this.results.callerCpu(floor);
			table.row(threads + (threads.equals("1") ? " thread" : " threads"), Figure.of(least, "ns"),
					Figure.of(this.results.callerCpu(record), "ns"),
					Figure.of(this.results.callerCpu(capture), "ns", Goal.atMost(2 * least)), time(floor),
					time(capture), bytes(this.results.callerBytes(floor)),
					Figure.of(this.results.callerBytes(record), "B", Goal.atMost(512)));
		}
		table.write();
	}

	private void steps() {
		Map<String, String> steps = new LinkedHashMap<>();
		steps.put("StepBenchmark.priceLookUp", "find the prices of a model, at its first call");
		steps.put("StepBenchmark.pricePlain", "price a call");
		steps.put("StepBenchmark.priceTiered", "price a call, tier by context");
		steps.put("StepBenchmark.priceScheduled", "price a call, time of day");
		steps.put("StepBenchmark.meters", "update the meters");
		steps.put("StepBenchmark.totals", "add to the running totals");
		steps.put("StepBenchmark.json", "write an event down as JSON (off the calling thread)");
		steps.put("StepBenchmark.scope", "open and close an attribution scope");
		steps.put("AnnotationBenchmark.bare", "call a method");
		steps.put("AnnotationBenchmark.tagged", "call a method with `@TokenrTags`");
		if (!this.results.have(steps.keySet().toArray(String[]::new))) {
			return;
		}
		FigureTable table = new FigureTable("steps", "A step", "time", "bytes");
		steps.forEach((step, label) -> table.row(label, time(step), bytes(this.results.allBytes(step))));
		table.write();
	}

	private void handOff() {
		if (!this.results.have("HandOffBenchmark.handOff", "HandOffBenchmark.offer")) {
			return;
		}
		new FigureTable("hand-off", "Handing an event over, nobody taking", "time", "bytes")
			.row("to the reporter", time("HandOffBenchmark.handOff"),
					bytes(this.results.callerBytes("HandOffBenchmark.handOff")))
			.row("to a bare `ArrayBlockingQueue`", time("HandOffBenchmark.offer"),
					bytes(this.results.callerBytes("HandOffBenchmark.offer")))
			.write();
	}

	private void bodies() {
		Map<String, String> ways = new LinkedHashMap<>();
		ways.put("read", "read, each byte looked at");
		ways.put("parse", "parsed for its usage");
		ways.put("tee", "read by a client while the starter listens");
		ways.put("databind", "each chunk read into a tree");
		if (!ways.keySet().stream().allMatch((way) -> this.results.have("BodyBenchmark." + way))) {
			return;
		}
		FigureTable table = new FigureTable("body", "A streamed answer of 1 MB in 4,000 chunks", "speed", "for 1 MB",
				"for a chunk", "bytes for 1 MB");
		ways.forEach((way, label) -> {
			double time = this.results.time("BodyBenchmark." + way);
			double size = BodyBenchmark.megabytes();
			table.row(label, Figure.of(size / time * 1e9, "MB/s"), Figure.of(time / size / 1e6, "ms"),
					Figure.of(time / BodyBenchmark.CHUNKS, "ns"),
					bytes(this.results.allBytes("BodyBenchmark." + way) / size));
		});
		table.write();
	}

	private Figure time(String name) {
		return Figure.of(this.results.time(name), "ns");
	}

	private static Figure bytes(double bytes) {
		return Figure.of(bytes, "B");
	}

}
