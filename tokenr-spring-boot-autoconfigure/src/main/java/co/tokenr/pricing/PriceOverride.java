package co.tokenr.pricing;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A price that the application sets for a model, over all others and final: no discount
 * is taken off.
 *
 * @param provider the provider that it holds for, {@code null} for all
 * @param model the exact id of the model
 * @param currency ISO 4217 code
 * @param rates its rates
 */
public record PriceOverride(@Nullable String provider, String model, String currency, Rates rates) {

	ModelPrices prices() {
		String id = this.model.toLowerCase(Locale.ROOT);
		return new ModelPrices((this.provider != null) ? this.provider : "*", id, Set.of(), false, List.of(),
				List.of(PriceCard.plain("override:" + this.model, this.rates)), List.of(), null, null, null,
				this.currency, null);
	}

}
