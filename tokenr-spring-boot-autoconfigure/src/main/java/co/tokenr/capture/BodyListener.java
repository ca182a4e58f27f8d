package co.tokenr.capture;

/**
 * Listens to the body of an answer while the application reads it. After the first of the
 * signals that end it nothing more is heard. Never throws.
 */
public interface BodyListener {

	/**
	 * Takes bytes that the application is about to see.
	 * @param bytes holds the bytes, which are neither kept nor changed
	 * @param offset index of the first
	 * @param length how many
	 */
	void read(byte[] bytes, int offset, int length);

	/**
	 * The body was read to its end.
	 */
	void ended();

	/**
	 * The application gave the body up before its end.
	 */
	void stopped();

	/**
	 * The body broke off.
	 * @param failure what was thrown
	 */
	void failed(Throwable failure);

}
