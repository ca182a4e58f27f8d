package co.tokenr.benchmark.load;

/**
 * How much is measured.
 */
enum Scale {

	/** All of it, for figures that are published. */
	FULL,

	/** As much as shows that it works. */
	SHORT;

	int of(int full, int brief) {
		return (this == FULL) ? full : brief;
	}

}
