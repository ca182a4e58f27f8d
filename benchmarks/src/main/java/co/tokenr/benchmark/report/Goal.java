package co.tokenr.benchmark.report;

/**
 * What a figure was to be.
 *
 * @param most whether the figure may be at most, else at least, the limit
 * @param limit the limit, in the unit of the figure
 */
public record Goal(boolean most, double limit) {

	/**
	 * A goal that lower figures meet.
	 * @param limit the highest figure that meets it, in the unit of the figure
	 * @return the goal
	 */
	public static Goal atMost(double limit) {
		return new Goal(true, limit);
	}

	/**
	 * A goal that higher figures meet.
	 * @param limit the lowest figure that meets it, in the unit of the figure
	 * @return the goal
	 */
	public static Goal atLeast(double limit) {
		return new Goal(false, limit);
	}

	boolean metBy(double value) {
		return this.most ? value <= this.limit : value >= this.limit;
	}

}
