package co.tokenr.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A share of the list price that is not paid, in {@code tokenr.pricing.discounts}. The
 * percentage is text, so that it does not pass through a floating-point number.
 */
public class PriceDiscount {

	/**
	 * Provider that the discount holds for. Holds for all where unset.
	 */
	private @Nullable String provider;

	/**
	 * Model that the discount holds for. Holds for all where unset.
	 */
	private @Nullable String model;

	/**
	 * Share of the list price that is taken off, in percent, such as "12.5".
	 */
	private @Nullable String percent;

	public @Nullable String getProvider() {
		return this.provider;
	}

	public void setProvider(@Nullable String provider) {
		this.provider = provider;
	}

	public @Nullable String getModel() {
		return this.model;
	}

	public void setModel(@Nullable String model) {
		this.model = model;
	}

	public @Nullable String getPercent() {
		return this.percent;
	}

	public void setPercent(@Nullable String percent) {
		this.percent = percent;
	}

	co.tokenr.pricing.PriceDiscount toDiscount(String key) {
		return new co.tokenr.pricing.PriceDiscount(this.provider, this.model, PricingValues.percent(key + ".percent",
				PricingValues.required(key + ".percent", this.percent, "Set the percentage that is taken off")));
	}

}
