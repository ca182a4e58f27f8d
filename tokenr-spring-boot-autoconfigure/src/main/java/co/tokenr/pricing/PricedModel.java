package co.tokenr.pricing;

import org.jspecify.annotations.Nullable;

/**
 * A model that calls were made to and that has a price.
 *
 * @param provider who served it
 * @param responseModel the model that answered, or {@code null}
 * @param requestModel the model that was asked for, or {@code null}
 * @param match its prices
 */
public record PricedModel(String provider, @Nullable String responseModel, @Nullable String requestModel,
		ModelMatch match) {

}
