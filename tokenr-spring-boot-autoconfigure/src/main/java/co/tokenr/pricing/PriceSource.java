package co.tokenr.pricing;

import java.time.LocalDate;

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
	 * Names the source.
	 * @return its location
	 */
	String name();

	/**
	 * Returns the version of the prices.
	 * @return the version, {@code none} where they cannot be used
	 */
	String version();

	/**
	 * Counts the models that have a price.
	 * @return the count
	 */
	int models();

	/**
	 * Returns the date of the oldest prices.
	 * @return the date, {@code null} where they have none
	 */
	@Nullable LocalDate asOf();

}
