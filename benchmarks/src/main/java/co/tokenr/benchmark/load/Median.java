package co.tokenr.benchmark.load;

import java.util.ArrayList;
import java.util.List;

/**
 * The figures of several rounds.
 */
final class Median {

	private final List<Double> figures = new ArrayList<>();

	void add(double figure) {
		this.figures.add(figure);
	}

	/**
	 * Returns the middle of the figures.
	 * @return the median; the mean of the two in the middle where their number is even
	 */
	double value() {
		List<Double> sorted = this.figures.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

}
