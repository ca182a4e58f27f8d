package co.tokenr.pricing;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * A share of the list price that the application does not pay.
 *
 * @param provider the provider that it holds for, {@code null} for all
 * @param model the model that it holds for, by any of its names, {@code null} for all
 * @param percent the share in percent, above 0 and up to 100
 */
public record PriceDiscount(@Nullable String provider, @Nullable String model, BigDecimal percent) {

	/**
	 * Creates a discount.
	 */
	public PriceDiscount {
		if (percent.signum() <= 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
			throw new IllegalArgumentException(
					"A discount is above 0 and up to 100 percent, not " + percent.toPlainString());
		}
	}

	boolean holdsFor(String callProvider, ModelMatch match) {
		return (this.provider == null || this.provider.equalsIgnoreCase(callProvider)) && (this.model == null
				|| this.model.equalsIgnoreCase(match.model().id()) || this.model.equalsIgnoreCase(match.name())
				|| match.model().ids().stream().anyMatch(this.model::equalsIgnoreCase));
	}

	/**
	 * Of several that hold the one for a model goes first, then the one for a provider.
	 */
	int weight() {
		return ((this.model != null) ? 2 : 0) + ((this.provider != null) ? 1 : 0);
	}

}
