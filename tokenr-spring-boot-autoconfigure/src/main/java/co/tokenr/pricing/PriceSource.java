package co.tokenr.pricing;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Where prices come from. Thread-safe.
 */
interface PriceSource {

	/**
	 * Returns the prices of a provider.
	 * @param provider the provider as events name it
	 * @return its prices, {@code null} where the source has none
	 */
	@Nullable ProviderPrices provider(String provider);

	/**
	 * Returns all prices that are at hand without I/O.
	 * @return the prices by provider
	 */
	Collection<ProviderPrices> loaded();

	/**
	 * Names the source.
	 * @return its location
	 */
	String name();

	/**
	 * Returns the version of the prices.
	 * @return the version, {@code unknown} where they have none or were not read yet
	 */
	String version();

}
