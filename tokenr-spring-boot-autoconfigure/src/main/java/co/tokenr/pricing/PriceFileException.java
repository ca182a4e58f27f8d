package co.tokenr.pricing;

import org.jspecify.annotations.Nullable;

/**
 * A price file cannot be used. The message says which, where and why.
 */
public class PriceFileException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param file the file
	 * @param line the line, from 1; 0 where the file as a whole is meant
	 * @param reason what is wrong with it
	 * @param cause the cause, or {@code null}
	 */
	public PriceFileException(String file, int line, String reason, @Nullable Throwable cause) {
		super(file + ((line > 0) ? ", line " + line : "") + ": " + reason, cause);
	}

}
