package co.tokenr.pricing;

import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;

/**
 * Knows what models cost. Thread-safe; does no I/O when asked.
 */
@FunctionalInterface
public interface PriceBook {

	/**
	 * Prices a round trip.
	 * @param call what happened
	 * @return its cost, {@link Cost#UNPRICED} where no price is known or nothing was
	 * counted
	 */
	Cost price(LlmCall call);

}
