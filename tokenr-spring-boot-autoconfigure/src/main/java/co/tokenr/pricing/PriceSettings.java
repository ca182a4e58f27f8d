package co.tokenr.pricing;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an application says of prices.
 *
 * @param overrides prices of single models; of two for the same model the later one wins
 * @param aliases other names of models
 * @param discounts shares of the list price that are not paid; the one for a model goes
 * before the one for a provider
 * @param preferProviderCost whether what a provider reports goes before calculated costs,
 * except for overrides; otherwise it is used where there is no price
 * @param maxAge how old figures may be, {@code null} for any age
 */
public record PriceSettings(List<PriceOverride> overrides, List<PriceAlias> aliases, List<PriceDiscount> discounts,
		boolean preferProviderCost, @Nullable Duration maxAge) {

	/** Nothing is said. */
	public static final PriceSettings DEFAULTS = new PriceSettings(List.of(), List.of(), List.of(), true, null);

	/**
	 * Creates settings whose lists are copies of those given.
	 */
	public PriceSettings {
		overrides = List.copyOf(overrides);
		aliases = List.copyOf(aliases);
		discounts = List.copyOf(discounts);
	}

}
