package co.tokenr.pricing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The models of one provider in one source of prices, by name.
 *
 * @param provider the provider
 * @param fallback the provider whose prices hold for models that are not listed, or
 * {@code null}
 * @param others the prices of every model that is not listed, or {@code null}
 * @param models the models, each once
 * @param byName the models by all their names
 */
record ProviderPrices(String provider, @Nullable String fallback, @Nullable ModelPrices others,
		List<ModelPrices> models, Map<String, ModelPrices> byName) {

	static ProviderPrices of(String provider, @Nullable String fallback, @Nullable ModelPrices others,
			Collection<ModelPrices> models) {
		Map<String, ModelPrices> byName = new HashMap<>();
		for (ModelPrices model : models) {
			for (String name : names(model)) {
				ModelPrices other = byName.put(name, model);
				if (other != null && other != model) {
					throw new IllegalArgumentException("'" + name + "' names two models of " + provider + ": "
							+ other.id() + " and " + model.id());
				}
			}
		}
		return new ProviderPrices(provider, fallback, others, List.copyOf(models), Map.copyOf(byName));
	}

	private static List<String> names(ModelPrices model) {
		List<String> names = new ArrayList<>(model.ids());
		names.add(model.id());
		return names;
	}

	/** Several models by their name: a later one of the same name replaces an earlier. */
	static ProviderPrices replacing(String provider, Collection<ModelPrices> models) {
		Map<String, ModelPrices> byId = new LinkedHashMap<>();
		models.forEach((model) -> byId.put(model.id(), model));
		return of(provider, null, null, byId.values());
	}

	/**
	 * Finds a model that is listed: by its name, then by its name without the date of a
	 * snapshot, then by a pattern.
	 */
	@Nullable ModelMatch find(ModelName name) {
		for (String candidate : name.candidates()) {
			ModelPrices model = this.byName.get(candidate);
			if (model != null) {
				return match(model, MatchKind.EXACT, candidate, name);
			}
		}
		for (String candidate : name.candidates()) {
			for (String shorter : ModelName.withoutSnapshot(candidate)) {
				ModelPrices model = this.byName.get(shorter);
				if (model != null && model.snapshots()) {
					return match(model, MatchKind.SNAPSHOT, candidate, name);
				}
			}
		}
		for (ModelPrices model : this.models) {
			for (String candidate : name.candidates()) {
				if (model.hasPattern(candidate)) {
					return match(model, MatchKind.PATTERN, candidate, name);
				}
			}
		}
		return null;
	}

	private static ModelMatch match(ModelPrices model, MatchKind kind, String candidate, ModelName name) {
		return new ModelMatch(model, kind, candidate, false, name.region(), null);
	}

}
