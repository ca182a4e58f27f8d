package co.tokenr.pricing;

import java.time.LocalDate;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a source of prices.
 *
 * @param name {@code bundled}, or the location
 * @param version the version of the prices
 * @param models how many models it prices
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
		return new PriceSourceState(source.name(), source.version(), source.models(), source.asOf(),
				(source instanceof PriceFile file) ? file.ignoredKeys() : Map.of());
	}

}
