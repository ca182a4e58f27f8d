package co.tokenr.capture;

import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of a text as nearly as this process can. Thread-safe; too slow for
 * the thread of a caller.
 */
@FunctionalInterface
public interface TokenEstimator {

	/**
	 * Counts tokens.
	 * @param model the model whose tokens are counted, {@code null} for unknown
	 * @param text the text
	 * @return an estimate, zero or more
	 */
	long count(@Nullable String model, CharSequence text);

}
