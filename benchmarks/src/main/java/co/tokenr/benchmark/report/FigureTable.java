package co.tokenr.benchmark.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of figures, written as Markdown to {@code <name>.md} in the directory of
 * figures: the system property {@code tokenr.figures}, or
 * {@code benchmarks/target/figures}. Each row has a label, a figure for each column, the
 * goals of these figures and whether all of them are met. Not thread-safe.
 */
public final class FigureTable {

	private final String name;

	private final List<String> lines = new ArrayList<>();

	private final int columns;

	/**
	 * Begins a table.
	 * @param name its name, which is that of its marker in the page on performance
	 * @param what what its labels name, such as "Append to the spool"
	 * @param columns what the figures of each row are, such as "time"
	 */
	public FigureTable(String name, String what, String... columns) {
		this.name = name;
		this.columns = columns.length;
		add(cells(what, List.of(columns), "goal", "met"));
		add(cells("---", Stream.generate(() -> "---:").limit(this.columns).toList(), "---", "---"));
	}

	/**
	 * Adds a row.
	 * @param label what was measured
	 * @param figures a figure for each column
	 * @return this table
	 */
	public FigureTable row(String label, Figure... figures) {
		if (figures.length != this.columns) {
			throw new IllegalArgumentException(label + " needs " + this.columns + " figures");
		}
		List<Figure> goals = Stream.of(figures).filter((figure) -> figure.goal() != null).toList();
		String met = goals.isEmpty() ? "" : goals.stream().allMatch(Figure::isMet) ? "yes" : "**no**";
		add(cells(label, Stream.of(figures).map(Figure::text).toList(),
				goals.stream().map(Figure::goalText).collect(Collectors.joining(", ")), met));
		return this;
	}

	/**
	 * Writes the table to its file.
	 */
	public void write() {
		String markdown = String.join("\n", this.lines) + "\n";
		try {
			Path directory = directory();
			Files.createDirectories(directory);
			Files.writeString(directory.resolve(this.name + ".md"), markdown);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Path directory() {
		return Path.of(System.getProperty("tokenr.figures", "benchmarks/target/figures"));
	}

	private void add(List<String> cells) {
		this.lines.add("| " + String.join(" | ", cells) + " |");
	}

	private List<String> cells(String label, List<String> figures, String goal, String met) {
		if (this.columns == 0) {
			return List.of(label);
		}
		return Stream.concat(Stream.concat(Stream.of(label), figures.stream()), Stream.of(goal, met)).toList();
	}

}
