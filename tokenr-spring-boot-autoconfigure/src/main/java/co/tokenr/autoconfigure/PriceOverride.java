package co.tokenr.autoconfigure;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import co.tokenr.pricing.PriceUnit;
import co.tokenr.pricing.Rates;
import org.jspecify.annotations.Nullable;

/**
 * The price of one model, in {@code tokenr.pricing.overrides}. Amounts are text, so that
 * none passes through a floating-point number.
 */
public class PriceOverride {

	/**
	 * Provider that the price holds for. Holds for all where unset.
	 */
	private @Nullable String provider;

	/**
	 * Exact id of the model, as the provider answers it or the application asks for it.
	 */
	private @Nullable String model;

	/**
	 * Currency of the amounts, an ISO 4217 code.
	 */
	private String currency = "USD";

	/**
	 * Price of one million input tokens, such as "2.50".
	 */
	private @Nullable String input;

	/**
	 * Price of one million output tokens, such as "10".
	 */
	private @Nullable String output;

	/**
	 * Price of one million input tokens served from a cache. The input price where unset.
	 */
	private @Nullable String cacheRead;

	/**
	 * Price of one million input tokens written to a cache. The input price where unset.
	 */
	private @Nullable String cacheWrite;

	/**
	 * Price of one million input tokens written to a cache of one hour. The cache-write
	 * price where unset.
	 */
	private @Nullable String cacheWrite1h;

	/**
	 * Price of one million reasoning tokens. The output price where unset.
	 */
	private @Nullable String reasoning;

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

	public String getCurrency() {
		return this.currency;
	}

	public void setCurrency(String currency) {
		this.currency = currency;
	}

	public @Nullable String getInput() {
		return this.input;
	}

	public void setInput(@Nullable String input) {
		this.input = input;
	}

	public @Nullable String getOutput() {
		return this.output;
	}

	public void setOutput(@Nullable String output) {
		this.output = output;
	}

	public @Nullable String getCacheRead() {
		return this.cacheRead;
	}

	public void setCacheRead(@Nullable String cacheRead) {
		this.cacheRead = cacheRead;
	}

	public @Nullable String getCacheWrite() {
		return this.cacheWrite;
	}

	public void setCacheWrite(@Nullable String cacheWrite) {
		this.cacheWrite = cacheWrite;
	}

	public @Nullable String getCacheWrite1h() {
		return this.cacheWrite1h;
	}

	public void setCacheWrite1h(@Nullable String cacheWrite1h) {
		this.cacheWrite1h = cacheWrite1h;
	}

	public @Nullable String getReasoning() {
		return this.reasoning;
	}

	public void setReasoning(@Nullable String reasoning) {
		this.reasoning = reasoning;
	}

	co.tokenr.pricing.PriceOverride toOverride(String key) {
		String id = PricingValues.required(key + ".model", this.model, "Name the exact id of the model");
		Map<PriceUnit, BigDecimal> rates = new EnumMap<>(PriceUnit.class);
		rates.put(PriceUnit.INPUT, PricingValues.price(key + ".input",
				PricingValues.required(key + ".input", this.input, "Set the price of one million input tokens")));
		rates.put(PriceUnit.OUTPUT, PricingValues.price(key + ".output",
				PricingValues.required(key + ".output", this.output, "Set the price of one million output tokens")));
		put(rates, PriceUnit.CACHE_READ, key + ".cache-read", this.cacheRead);
		put(rates, PriceUnit.CACHE_WRITE, key + ".cache-write", this.cacheWrite);
		put(rates, PriceUnit.CACHE_WRITE_1H, key + ".cache-write-1h", this.cacheWrite1h);
		put(rates, PriceUnit.REASONING, key + ".reasoning", this.reasoning);
		return new co.tokenr.pricing.PriceOverride(this.provider, id, this.currency.toUpperCase(Locale.ROOT),
				new Rates(rates));
	}

	private static void put(Map<PriceUnit, BigDecimal> rates, PriceUnit unit, String key, @Nullable String value) {
		if (value != null) {
			rates.put(unit, PricingValues.price(key, value));
		}
	}

}
