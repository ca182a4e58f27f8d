package co.tokenr.benchmark.load;

/**
 * A way from a call to a collector.
 */
interface Way extends AutoCloseable {

	String label();

	/**
	 * Sends as many as the harness wants, and returns when the collector has acknowledged
	 * the last.
	 * @param count how many
	 * @throws Exception if they cannot be sent
	 */
	void send(int count) throws Exception;

	/**
	 * Counts what the collector has received since the last time, each only once.
	 * @return the count
	 */
	int received();

}
