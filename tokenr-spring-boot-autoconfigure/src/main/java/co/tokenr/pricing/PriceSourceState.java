package co.tokenr.pricing;

import java.time.LocalDate;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a source of prices.
 *
 * @param name {@code bundled}, or the location
 * @param version the version of the prices
 * @param models how many models it prices, as far as they were read
 * @param asOf date of its oldest figures, {@code null} where they have none
 * @param ignoredKeys how often each key was met that says something of prices and was not
 * understood
 */
public record PriceSourceState(String name, String version, int models, @Nullable LocalDate asOf,
		Map<String, Integer> ignoredKeys) {

	/**
	 * Creates a state whose map is a copy of the one given.
	 */
	public PriceSourceState {
		ignoredKeys = Map.copyOf(ignoredKeys);
	}

	static PriceSourceState of(PriceSource source) {
		int count = 0;
		LocalDate oldest = null;
		for (ProviderPrices provider : source.loaded()) {
			count += provider.models().size();
			for (ModelPrices model : provider.models()) {
				LocalDate asOf = model.asOf();
				oldest = (asOf != null && (oldest == null || asOf.isBefore(oldest))) ? asOf : oldest;
			}
		}
		return new PriceSourceState(source.name(), source.version(), count, oldest,
				(source instanceof PriceFile file) ? file.ignoredKeys() : Map.of());
	}

}
