package co.tokenr.benchmark.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import co.tokenr.benchmark.report.Figure;
import co.tokenr.benchmark.report.FigureTable;
import co.tokenr.benchmark.report.Goal;

/**
 * A kind of start, and what its starts have taken. Not thread-safe.
 */
final class StartUpKind {

	private final List<String> classPath;

	private final List<String> options;

	private final List<Start> starts = new ArrayList<>();

	StartUpKind(List<String> classPath, List<String> options) {
		this.classPath = classPath;
		this.options = options;
	}

	List<String> classPath() {
		return this.classPath;
	}

	List<String> options() {
		return this.options;
	}

	void measure(ChildJvm jvm, List<String> common, boolean counted) throws IOException, InterruptedException {
		Path file = jvm.folder().resolve("figures.txt");
		Files.deleteIfExists(file);
		List<String> all = new ArrayList<>(common);
		all.addAll(this.options);
		all.add("-Dfigures=" + file);
		jvm.run(this.classPath, all, StartUpApplication.class.getName());
		String[] figures = Files.readString(file).split(" ");
		if (counted) {
			this.starts.add(new Start(Long.parseLong(figures[0]) / 1e3, Long.parseLong(figures[1]) / 1e3,
					Long.parseLong(figures[2])));
		}
	}

	void row(FigureTable table, String label) {
		table.row(label, Figure.of(median(values(Start::ready)), "ms"), Figure.of(median(values(Start::later)), "ms"),
				Figure.of(spread(values(Start::later)), "ms"), Figure.of(median(values(Start::classes)), "classes"));
	}

	void addedRow(FigureTable table, String label, StartUpKind plain, Goal goal) {
		List<Double> later = added(plain, Start::later);
		table.row(label, Figure.of(median(added(plain, Start::ready)), "ms"), Figure.of(median(later), "ms", goal),
				Figure.of(spread(later), "ms"), Figure.of(median(added(plain, Start::classes)), "classes"));
	}

	private List<Double> values(ToDoubleFunction<Start> figure) {
		return this.starts.stream().map(figure::applyAsDouble).toList();
	}

	private List<Double> added(StartUpKind plain, ToDoubleFunction<Start> figure) {
		List<Double> added = new ArrayList<>();
		for (int i = 0; i < this.starts.size(); i++) {
			added.add(figure.applyAsDouble(this.starts.get(i)) - figure.applyAsDouble(plain.starts.get(i)));
		}
		return added;
	}

	/** How far from the median half of the values are. */
	private static double spread(List<Double> values) {
		double median = median(values);
		return median(values.stream().map((value) -> Math.abs(value - median)).toList());
	}

	private static double median(List<Double> values) {
		Median median = new Median();
		values.forEach(median::add);
		return median.value();
	}

	/**
	 * What a start has taken.
	 *
	 * @param ready processor time until it was ready, in milliseconds
	 * @param later the same a second later
	 * @param classes classes loaded
	 */
	private record Start(double ready, double later, double classes) {

	}

}
