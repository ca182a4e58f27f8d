package co.tokenr.pricing;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the prices of a model by its name: first what the application sets, then, for the
 * model that answered and after it for the one that was asked for, the sources from the
 * strongest to the weakest, then the provider that stands in. A name that an alias
 * replaces is looked up as what it stands for. Immutable but for what its sources load.
 */
final class ModelMatcher {

	private static final String ANY_PROVIDER = "*";

	private final Map<Name, ModelPrices> overrides = new HashMap<>();

	private final Map<Name, PriceAlias> aliases = new HashMap<>();

	private final List<PriceDiscount> discounts;

	private final List<PriceSource> sources;

	/**
	 * Creates a matcher.
	 * @param settings what the application sets
	 * @param sources the sources, the strongest first
	 */
	ModelMatcher(PriceSettings settings, List<PriceSource> sources) {
		for (PriceOverride override : settings.overrides()) {
			this.overrides.put(Name.of(override.provider(), override.model()), override.prices());
		}
		for (PriceAlias alias : settings.aliases()) {
			this.aliases.put(Name.of(alias.provider(), alias.name()), alias);
		}
		this.discounts = settings.discounts().isEmpty() ? List.of() : heaviestFirst(settings.discounts());
		this.sources = List.copyOf(sources);
	}

	private static List<PriceDiscount> heaviestFirst(List<PriceDiscount> discounts) {
		return discounts.stream().sorted(Comparator.comparingInt(PriceDiscount::weight).reversed()).toList();
	}

	/**
	 * Finds the prices of a model.
	 * @param caller the provider of the call
	 * @param responseModel the model that answered, or {@code null}
	 * @param requestModel the model that was asked for, or {@code null}
	 * @return the prices, {@code null} where there are none
	 */
	@Nullable ModelMatch match(String caller, @Nullable String responseModel, @Nullable String requestModel) {
		String provider = ProviderNames.of(caller);
		ModelMatch match = override(provider, responseModel);
		match = (match != null) ? match : override(provider, requestModel);
		if (match != null) {
			return match;
		}
		match = listed(provider, responseModel);
		match = (match != null) ? match : listed(provider, requestModel);
		match = (match != null) ? match : unlisted(provider, responseModel, requestModel);
		return (match != null) ? match.withDiscount(discount(provider, match)) : null;
	}

	private @Nullable ModelMatch override(String provider, @Nullable String model) {
		if (this.overrides.isEmpty() || model == null || model.length() > ModelName.MAX_LENGTH) {
			return null;
		}
		ModelMatch match = override(provider, model, false);
		PriceAlias alias = (match == null) ? find(this.aliases, provider, model) : null;
		return (alias != null) ? override(provider(alias, provider), alias.model(), true) : match;
	}

	private @Nullable ModelMatch override(String provider, String model, boolean aliased) {
		ModelName name = ModelName.of(provider, model);
		for (String candidate : name.candidates()) {
			ModelPrices prices = find(this.overrides, provider, candidate);
			if (prices != null) {
				return new ModelMatch(prices, MatchKind.OVERRIDE, candidate, aliased, name.region(), null);
			}
		}
		return null;
	}

	private @Nullable ModelMatch listed(String provider, @Nullable String model) {
		if (model == null || model.length() > ModelName.MAX_LENGTH) {
			return null;
		}
		PriceAlias alias = find(this.aliases, provider, model);
		if (alias == null) {
			return listed(provider, ModelName.of(provider, model));
		}
		String aliasProvider = provider(alias, provider);
		ModelMatch match = listed(aliasProvider, ModelName.of(aliasProvider, alias.model()));
		return (match != null) ? new ModelMatch(match.model(), match.kind(), match.name(), true, match.region(), null)
				: null;
	}

	private @Nullable ModelMatch listed(String provider, ModelName name) {
		for (PriceSource source : this.sources) {
			ProviderPrices prices = source.provider(provider);
			ModelMatch match = (prices != null) ? prices.find(name) : null;
			if (match != null) {
				return match;
			}
		}
		for (PriceSource source : this.sources) {
			ProviderPrices prices = source.provider(provider);
			String fallback = (prices != null) ? prices.fallback() : null;
			ModelMatch match = (fallback != null && !fallback.equals(provider)) ? standIn(fallback, name) : null;
			if (match != null) {
				return match;
			}
		}
		return null;
	}

	private @Nullable ModelMatch standIn(String fallback, ModelName name) {
		for (PriceSource source : this.sources) {
			ProviderPrices prices = source.provider(fallback);
			ModelMatch match = (prices != null) ? prices.find(name.at(fallback)) : null;
			if (match != null) {
				return new ModelMatch(match.model(), MatchKind.FALLBACK_PROVIDER, match.name(), false, match.region(),
						null);
			}
		}
		return null;
	}

	private @Nullable ModelMatch unlisted(String provider, @Nullable String responseModel,
			@Nullable String requestModel) {
		String name = (responseModel != null) ? responseModel : requestModel;
		for (PriceSource source : this.sources) {
			ProviderPrices prices = source.provider(provider);
			if (prices != null && prices.others() != null) {
				return new ModelMatch(prices.others(), MatchKind.PROVIDER_DEFAULT, (name != null) ? name : "*", false,
						null, null);
			}
		}
		return null;
	}

	private @Nullable BigDecimal discount(String provider, ModelMatch match) {
		for (PriceDiscount discount : this.discounts) {
			if (discount.holdsFor(provider, match)) {
				return discount.percent();
			}
		}
		return null;
	}

	private static String provider(PriceAlias alias, String provider) {
		return (alias.modelProvider() != null) ? ProviderNames.of(alias.modelProvider()) : provider;
	}

	private static <T> @Nullable T find(Map<Name, T> map, String provider, String name) {
		T found = map.get(Name.of(provider, name));
		return (found != null) ? found : map.get(Name.of(null, name));
	}

	private record Name(String provider, String name) {

		static Name of(@Nullable String provider, String name) {
			return new Name((provider != null) ? ProviderNames.of(provider) : ANY_PROVIDER,
					name.toLowerCase(Locale.ROOT));
		}

	}

}
