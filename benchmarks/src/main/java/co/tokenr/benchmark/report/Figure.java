package co.tokenr.benchmark.report;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A measured figure.
 *
 * @param value what was measured, or {@code NaN} where there is nothing to measure
 * @param unit its unit, such as {@code ns}
 * @param goal what it was to be, or {@code null} where it stands for comparison only
 */
public record Figure(double value, String unit, @Nullable Goal goal) {

	/**
	 * A figure that stands for comparison only.
	 * @param value what was measured
	 * @param unit its unit
	 * @return the figure
	 */
	public static Figure of(double value, String unit) {
		return new Figure(value, unit, null);
	}

	/**
	 * A figure that has a goal.
	 * @param value what was measured
	 * @param unit its unit
	 * @param goal what it was to be
	 * @return the figure
	 */
	public static Figure of(double value, String unit, Goal goal) {
		return new Figure(value, unit, goal);
	}

	boolean isMet() {
		return this.goal == null || this.goal.metBy(this.value);
	}

	String text() {
		return Double.isNaN(this.value) ? "-" : number(this.value) + " " + this.unit;
	}

	String goalText() {
		return (this.goal == null) ? ""
				: (this.goal.most() ? "at most " : "at least ") + number(this.goal.limit()) + " " + this.unit;
	}

	private static String number(double value) {
		double size = Math.abs(value);
		boolean whole = size >= 100 || value == Math.rint(value);
		String format = whole ? "%,.0f" : (size >= 10) ? "%.1f" : "%.2f";
		return String.format(Locale.ROOT, format, value);
	}

}
