package co.tokenr.pricing;

import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The prices of a file, read as a whole.
 *
 * @param name where the file is
 * @param version the version that it gives itself
 * @param providers its prices by provider
 * @param skippedModels how many entries have no price that was understood
 * @param ignoredKeys how often each key was met that says something of prices and was not
 * understood; empty for files of our own format, in which that is an error
 */
record PriceFile(String name, String version, Map<String, ProviderPrices> providers, int skippedModels,
		Map<String, Integer> ignoredKeys) implements PriceSource {

	PriceFile {
		providers = Map.copyOf(providers);
		ignoredKeys = Map.copyOf(ignoredKeys);
	}

	@Override
	public @Nullable ProviderPrices provider(String provider) {
		return this.providers.get(provider);
	}

	@Override
	public int models() {
		return this.providers.values().stream().mapToInt((provider) -> provider.models().size()).sum();
	}

	@Override
	public @Nullable LocalDate asOf() {
		return this.providers.values()
			.stream()
			.flatMap((provider) -> provider.models().stream())
			.map(ModelPrices::asOf)
			.filter(Objects::nonNull)
			.min(LocalDate::compareTo)
			.orElse(null);
	}

}
