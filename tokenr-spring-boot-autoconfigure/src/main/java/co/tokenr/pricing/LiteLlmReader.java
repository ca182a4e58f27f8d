package co.tokenr.pricing;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Reads the price file of LiteLLM: one flat object of models, prices of single tokens.
 * What says something of prices and is not understood is counted; a model of which
 * nothing is understood, or nothing but zeros, is left out rather than taken for free.
 */
final class LiteLlmReader {

	private static final String SAMPLE = "sample_spec";

	private static final String PROVIDER = "litellm_provider";

	private final @Nullable LocalDate date;

	private final String version;

	private final Map<String, Map<String, ModelPrices>> models = new LinkedHashMap<>();

	private final Map<String, Integer> ignored = new TreeMap<>();

	private int skipped;

	private LiteLlmReader(String version, @Nullable LocalDate date) {
		this.version = version;
		this.date = date;
	}

	static boolean recognises(Map<String, JsonNode> file) {
		return file.containsKey(SAMPLE)
				|| file.values().stream().anyMatch((entry) -> entry.isObject() && entry.object().containsKey(PROVIDER));
	}

	static PriceFile read(JsonNode root, String version, @Nullable LocalDate date) {
		LiteLlmReader reader = new LiteLlmReader(version, date);
		root.object().forEach((key, entry) -> {
			if (!key.equals(SAMPLE) && entry.isObject()) {
				reader.entry(key, entry);
			}
		});
		Map<String, ProviderPrices> providers = new LinkedHashMap<>();
		reader.models.forEach((provider, models) -> providers.put(provider,
				ProviderPrices.of(provider, null, null, models.values())));
		return new PriceFile(root.file(), version, providers, reader.skipped, reader.ignored);
	}

	private void entry(String key, JsonNode entry) {
		JsonNode node = entry.object().get(PROVIDER);
		if (node == null || !(node.value() instanceof String)) {
			return;
		}
		String provider = ProviderNames.of(node.text());
		LiteLlmEntry read = LiteLlmEntry.read(entry, provider, this::ignored);
		if (!read.hasPrice()) {
			this.skipped++;
			return;
		}
		String id = id(provider, key.toLowerCase(Locale.ROOT));
		this.models.computeIfAbsent(provider, (name) -> new LinkedHashMap<>())
			.putIfAbsent(id, read.model(provider, id, this.date, this.version));
	}

	private void ignored(String key) {
		this.ignored.merge(key, 1, Integer::sum);
	}

	private static String id(String provider, String key) {
		int slash = key.indexOf('/');
		return (slash > 0 && ProviderNames.of(key.substring(0, slash)).equals(provider)) ? key.substring(slash + 1)
				: key;
	}

}
