package co.tokenr.actuate;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import co.tokenr.pricing.CardCondition;
import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.pricing.ContextTier;
import co.tokenr.pricing.ModelMatch;
import co.tokenr.pricing.ModelPrices;
import co.tokenr.pricing.PriceCard;
import co.tokenr.pricing.PriceMultiplier;
import co.tokenr.pricing.PriceSourceState;
import co.tokenr.pricing.PriceUnit;
import co.tokenr.pricing.PricedModel;
import co.tokenr.pricing.Rates;
import co.tokenr.pricing.UnmatchedModel;
import org.jspecify.annotations.Nullable;

/**
 * Prices as documents, in the terms of price files.
 */
final class PriceDocuments {

	private PriceDocuments() {
	}

	static Map<String, Object> overview(CataloguePriceBook prices) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("sources", prices.sources().stream().map(PriceDocuments::of).toList());
		document.put("models", prices.priced().stream().map(PriceDocuments::of).toList());
		document.put("unmatched", prices.unmatched().stream().map(PriceDocuments::of).toList());
		return document;
	}

	private static Map<String, Object> of(PriceSourceState source) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("name", source.name());
		document.put("version", source.version());
		document.put("models", source.models());
		put(document, "as_of", source.asOf());
		if (!source.ignoredKeys().isEmpty()) {
			document.put("ignored_keys", source.ignoredKeys());
		}
		return document;
	}

	private static Map<String, Object> of(PricedModel model) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("provider", model.provider());
		put(document, "response_model", model.responseModel());
		put(document, "request_model", model.requestModel());
		match(document, model.match());
		put(document, "in_force", inForce(model.match().model(), Instant.now()));
		return document;
	}

	/** The card that holds now without any circumstance. */
	private static @Nullable Map<String, Object> inForce(ModelPrices prices, Instant now) {
		PriceCard card = prices.plainCard(now);
		if (card == null) {
			return null;
		}
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("card", card.id());
		put(document, "from", card.from());
		document.put("currency", prices.currency());
		document.put("per_tokens", 1_000_000);
		document.put("rates", rates(card.rates()));
		return document;
	}

	private static Map<String, Object> of(UnmatchedModel model) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("provider", model.provider());
		document.put("model", model.model());
		document.put("calls", model.calls());
		return document;
	}

	/**
	 * Writes down the prices of a model and how its name led to them.
	 */
	static Map<String, Object> of(ModelMatch match) {
		Map<String, Object> document = new LinkedHashMap<>();
		match(document, match);
		put(document, "note", match.model().note());
		document.put("currency", match.model().currency());
		document.put("per_tokens", 1_000_000);
		document.put("cards", match.model().cards().stream().map(PriceDocuments::of).toList());
		if (!match.model().multipliers().isEmpty()) {
			document.put("multipliers", match.model().multipliers().stream().map(PriceDocuments::of).toList());
		}
		return document;
	}

	private static void match(Map<String, Object> document, ModelMatch match) {
		document.put("priced_by", match.model().key());
		document.put("matched_by", match.kind().value());
		document.put("matched_name", match.name());
		put(document, "discount", match.discount());
		put(document, "source", match.model().source());
		put(document, "as_of", match.model().asOf());
		put(document, "catalogue", match.model().catalogue());
	}

	private static Map<String, Object> of(PriceCard card) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("id", card.id());
		put(document, "from", card.from());
		put(document, "to", card.to());
		condition(document, card.when());
		document.put("rates", rates(card.rates()));
		if (card.multiply().compareTo(BigDecimal.ONE) != 0) {
			document.put("multiply", card.multiply());
		}
		if (!card.tiers().isEmpty()) {
			document.put("context_tiers", card.tiers().stream().map(PriceDocuments::of).toList());
		}
		return document;
	}

	private static Map<String, Object> of(ContextTier tier) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("when", tier.description());
		document.put("rates", rates(tier.rates()));
		return document;
	}

	private static Map<String, Object> of(PriceMultiplier multiplier) {
		Map<String, Object> document = new LinkedHashMap<>();
		condition(document, multiplier.when());
		document.put("by", multiplier.by());
		return document;
	}

	private static void condition(Map<String, Object> document, CardCondition when) {
		Map<String, Object> condition = new LinkedHashMap<>();
		put(condition, "service_tier", when.serviceTiers());
		put(condition, "speed", when.speeds());
		put(condition, "region", when.regions());
		put(condition, "operation", when.operations());
		put(condition, "schedule", (when.schedule() != null) ? when.schedule().description() : null);
		if (!condition.isEmpty()) {
			document.put("when", condition);
		}
	}

	private static Map<String, Object> rates(Rates rates) {
		Map<String, Object> document = new LinkedHashMap<>();
		for (PriceUnit unit : PriceUnit.values()) {
			put(document, unit.value(), rates.byUnit().get(unit));
		}
		return document;
	}

	private static void put(Map<String, Object> document, String name, Set<String> values) {
		if (!values.isEmpty()) {
			document.put(name, List.copyOf(new TreeSet<>(values)));
		}
	}

	private static void put(Map<String, Object> document, String name, @Nullable Object value) {
		if (value != null) {
			document.put(name, value);
		}
	}

}
