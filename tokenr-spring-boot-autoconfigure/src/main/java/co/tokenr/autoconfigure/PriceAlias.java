package co.tokenr.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Another name of a model, such as that of a deployment, in
 * {@code tokenr.pricing.aliases}.
 */
public class PriceAlias {

	/**
	 * Provider at which the name is used. Used at all where unset.
	 */
	private @Nullable String provider;

	/**
	 * Name that calls carry, such as that of a deployment.
	 */
	private @Nullable String name;

	/**
	 * Model that the name stands for.
	 */
	private @Nullable String model;

	/**
	 * Provider whose prices hold for the model. That of the call where unset.
	 */
	private @Nullable String modelProvider;

	public @Nullable String getProvider() {
		return this.provider;
	}

	public void setProvider(@Nullable String provider) {
		this.provider = provider;
	}

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(@Nullable String name) {
		this.name = name;
	}

	public @Nullable String getModel() {
		return this.model;
	}

	public void setModel(@Nullable String model) {
		this.model = model;
	}

	public @Nullable String getModelProvider() {
		return this.modelProvider;
	}

	public void setModelProvider(@Nullable String modelProvider) {
		this.modelProvider = modelProvider;
	}

	co.tokenr.pricing.PriceAlias toAlias(String key) {
		return new co.tokenr.pricing.PriceAlias(this.provider,
				PricingValues.required(key + ".name", this.name, "Write the name that calls carry"),
				PricingValues.required(key + ".model", this.model, "Name the model that the name stands for"),
				this.modelProvider);
	}

}
