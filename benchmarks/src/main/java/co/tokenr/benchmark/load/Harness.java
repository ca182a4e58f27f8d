package co.tokenr.benchmark.load;

/**
 * Measures one thing and writes its table.
 */
interface Harness {

	/**
	 * Measures.
	 * @param scale how much
	 * @throws Exception if it cannot be measured, or something was lost
	 */
	void run(Scale scale) throws Exception;

}
