package co.tokenr.autoconfigure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import co.tokenr.pricing.ExactDecimal;
import co.tokenr.pricing.PriceFileException;
import co.tokenr.pricing.PriceFiles;
import co.tokenr.pricing.PriceSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns what was typed below {@code tokenr.pricing} into what prices are made by, or says
 * which property is wrong and what to write instead.
 */
final class PricingValues {

	private static final String PREFIX = "tokenr.pricing.";

	private PricingValues() {
	}

	static PriceSettings settings(TokenrPricingProperties properties) {
		if (properties.getOverrides().isEmpty() && properties.getAliases().isEmpty()
				&& properties.getDiscounts().isEmpty()) {
			// in most applications, which need not load what reads them
			return new PriceSettings(List.of(), List.of(), List.of(), properties.isPreferProviderCost(),
					properties.getMaxAge());
		}
		return new PriceSettings(each("overrides", properties.getOverrides(), PriceOverride::toOverride),
				each("aliases", properties.getAliases(), PriceAlias::toAlias),
				each("discounts", properties.getDiscounts(), PriceDiscount::toDiscount),
				properties.isPreferProviderCost(), properties.getMaxAge());
	}

	static PriceFiles files(TokenrPricingProperties properties) {
		try {
			return new PriceFiles(properties.getLocations(), PriceFiles.INTERVAL);
		}
		catch (PriceFileException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "locations", properties.getLocations(),
					String.valueOf(ex.getMessage()));
		}
	}

	private static <T, R> List<R> each(String name, List<T> items, BiFunction<T, String, R> mapping) {
		List<R> result = new ArrayList<>(items.size());
		for (T item : items) {
			result.add(mapping.apply(item, PREFIX + name + "[" + result.size() + "]"));
		}
		return result;
	}

	static String required(String key, @Nullable String value, String reason) {
		if (value == null || value.isBlank()) {
			throw new InvalidConfigurationPropertyValueException(key, value, reason);
		}
		return value;
	}

	static BigDecimal price(String key, String value) {
		BigDecimal price = ExactDecimal.parse(value.trim());
		if (price == null) {
			throw new InvalidConfigurationPropertyValueException(key, value,
					"Write the price of one million tokens as a plain number, such as \"2.50\"");
		}
		if (price.signum() < 0) {
			throw new InvalidConfigurationPropertyValueException(key, value, "A price is zero or more");
		}
		return price;
	}

	static BigDecimal percent(String key, String value) {
		BigDecimal percent = ExactDecimal.parse(value.trim());
		if (percent == null || percent.signum() <= 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
			throw new InvalidConfigurationPropertyValueException(key, value,
					"Write the share of the list price that is taken off in percent, above 0 and up to 100, such as"
							+ " \"12.5\"");
		}
		return percent;
	}

}
