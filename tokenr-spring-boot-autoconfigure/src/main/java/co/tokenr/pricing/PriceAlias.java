package co.tokenr.pricing;

import org.jspecify.annotations.Nullable;

/**
 * Another name of a model, such as that of a deployment.
 *
 * @param provider the provider at which the name is used, {@code null} for all
 * @param name the name that calls carry
 * @param model the model that it stands for
 * @param modelProvider the provider whose prices hold, {@code null} for that of the call
 */
public record PriceAlias(@Nullable String provider, String name, String model, @Nullable String modelProvider) {

}
