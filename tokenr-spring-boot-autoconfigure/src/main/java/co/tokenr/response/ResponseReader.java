package co.tokenr.response;

/**
 * Reads one answer while its bytes pass. Bounded in memory whatever comes; what cannot be
 * read is missing, never an exception. Not thread-safe.
 */
public final class ResponseReader {

	/**
	 * Creates a reader.
	 * @param provider who answers, such as {@code openai}; decides where a body could be
	 * read in two ways
	 */
	public ResponseReader(String provider) {
	}

	/**
	 * Takes the next bytes of the body, already decompressed.
	 * @param bytes holds the bytes, which are neither kept nor changed
	 * @param offset index of the first
	 * @param length how many
	 */
	public void read(byte[] bytes, int offset, int length) {
	}

	/**
	 * Tells what the body said.
	 * @param whole whether the body was read to its end
	 * @return what was understood so far
	 */
	public ResponseUsage finish(boolean whole) {
		return ResponseUsage.NONE;
	}

}
