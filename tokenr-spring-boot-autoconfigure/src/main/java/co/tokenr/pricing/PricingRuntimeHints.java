package co.tokenr.pricing;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image must keep for prices: the bundled files.
 */
class PricingRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern(BundledPrices.DIRECTORY + "*.json")
			.registerPattern(BundledPrices.DIRECTORY + "index.properties");
	}

}
