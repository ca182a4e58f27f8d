package co.tokenr.autoconfigure;

import java.math.BigDecimal;
import java.util.Locale;

import co.tokenr.pricing.OverridePriceBook;
import co.tokenr.pricing.PriceCard;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

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

	OverridePriceBook.PriceOverride toOverride(int index) {
		String key = "tokenr.pricing.overrides[" + index + "]";
		String id = required(key + ".model", this.model, "Name the exact id of the model");
		PriceCard card = new PriceCard("override:" + id, this.currency.toUpperCase(Locale.ROOT),
				amount(key + ".input",
						required(key + ".input", this.input, "Set the price of one million input tokens")),
				amount(key + ".output",
						required(key + ".output", this.output, "Set the price of one million output tokens")),
				optional(key + ".cache-read", this.cacheRead), optional(key + ".cache-write", this.cacheWrite),
				optional(key + ".cache-write-1h", this.cacheWrite1h), optional(key + ".reasoning", this.reasoning));
		return new OverridePriceBook.PriceOverride(this.provider, id, card);
	}

	private static String required(String key, @Nullable String value, String reason) {
		if (value == null || value.isBlank()) {
			throw new InvalidConfigurationPropertyValueException(key, value, reason);
		}
		return value;
	}

	private static @Nullable BigDecimal optional(String key, @Nullable String value) {
		return (value != null) ? amount(key, value) : null;
	}

	private static BigDecimal amount(String key, String value) {
		try {
			BigDecimal amount = new BigDecimal(value.trim());
			if (amount.signum() < 0) {
				throw new InvalidConfigurationPropertyValueException(key, value, "A price is zero or more");
			}
			return amount;
		}
		catch (NumberFormatException ex) {
			throw new InvalidConfigurationPropertyValueException(key, value,
					"Write the price of one million tokens as a plain number, such as \"2.50\"");
		}
	}

}
