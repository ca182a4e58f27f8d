package co.tokenr.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Properties of prices, {@code tokenr.pricing}.
 */
public class TokenrPricingProperties {

	/**
	 * Whether calls are priced. Switched off, every call is unpriced.
	 */
	private boolean enabled = true;

	/**
	 * Comma-separated list of price files, each a classpath: or file: location, of the
	 * format tokenr-prices/1 or LiteLLM's. A later one goes before an earlier one, and
	 * all before the bundled prices. Files are read again when they change.
	 */
	private List<String> locations = new ArrayList<>();

	/**
	 * Prices of single models, each the price of one million tokens as quoted text. They
	 * go before all others.
	 */
	private List<PriceOverride> overrides = new ArrayList<>();

	/**
	 * Other names of models, such as those of deployments.
	 */
	private List<PriceAlias> aliases = new ArrayList<>();

	/**
	 * Shares of the list price that are not paid, by provider, model or both. The one for
	 * a model goes before the one for a provider.
	 */
	private List<PriceDiscount> discounts = new ArrayList<>();

	/**
	 * Whether a cost that the provider itself reports goes before the calculated one.
	 * Otherwise it is used where there is no price. Overrides go before it either way.
	 */
	private boolean preferProviderCost = true;

	/**
	 * Maximum age of the figures when a call is made. Costs by older ones are stale. Any
	 * age where unset.
	 */
	private @Nullable Duration maxAge;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public List<String> getLocations() {
		return this.locations;
	}

	public void setLocations(List<String> locations) {
		this.locations = locations;
	}

	public List<PriceOverride> getOverrides() {
		return this.overrides;
	}

	public void setOverrides(List<PriceOverride> overrides) {
		this.overrides = overrides;
	}

	public List<PriceAlias> getAliases() {
		return this.aliases;
	}

	public void setAliases(List<PriceAlias> aliases) {
		this.aliases = aliases;
	}

	public List<PriceDiscount> getDiscounts() {
		return this.discounts;
	}

	public void setDiscounts(List<PriceDiscount> discounts) {
		this.discounts = discounts;
	}

	public boolean isPreferProviderCost() {
		return this.preferProviderCost;
	}

	public void setPreferProviderCost(boolean preferProviderCost) {
		this.preferProviderCost = preferProviderCost;
	}

	public @Nullable Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(@Nullable Duration maxAge) {
		this.maxAge = maxAge;
	}

}
