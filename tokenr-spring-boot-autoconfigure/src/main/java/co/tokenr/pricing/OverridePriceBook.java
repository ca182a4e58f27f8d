package co.tokenr.pricing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;
import org.jspecify.annotations.Nullable;

/**
 * Prices the models that the application names itself, by their exact ids, and leaves all
 * others unpriced. The model that answered is looked up before the one that was asked
 * for, a price for one provider before a price for all.
 */
public final class OverridePriceBook implements PriceBook {

	private static final String ANY_PROVIDER = "*";

	private final Map<Model, PriceCard> cards = new LinkedHashMap<>();

	/**
	 * Creates a price book.
	 * @param overrides the prices; of two for the same model the later one wins
	 */
	public OverridePriceBook(List<PriceOverride> overrides) {
		for (PriceOverride override : overrides) {
			this.cards.put(new Model(anyIfNull(override.provider()), override.model()), override.card());
		}
	}

	@Override
	public Cost price(LlmCall call) {
		PriceCard card = find(call.provider(), call.responseModel());
		if (card == null) {
			card = find(call.provider(), call.requestModel());
		}
		return (card != null) ? CostCalculator.calculate(card, call) : Cost.UNPRICED;
	}

	private @Nullable PriceCard find(String provider, @Nullable String model) {
		if (model == null) {
			return null;
		}
		PriceCard card = this.cards.get(new Model(provider, model));
		return (card != null) ? card : this.cards.get(new Model(ANY_PROVIDER, model));
	}

	private static String anyIfNull(@Nullable String provider) {
		return (provider != null) ? provider : ANY_PROVIDER;
	}

	/**
	 * A price that the application sets for a model.
	 *
	 * @param provider the provider that it holds for, {@code null} for all
	 * @param model the exact id of the model
	 * @param card the rates
	 */
	public record PriceOverride(@Nullable String provider, String model, PriceCard card) {
	}

	private record Model(String provider, String id) {
	}

}
