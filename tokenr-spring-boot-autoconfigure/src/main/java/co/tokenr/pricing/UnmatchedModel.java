package co.tokenr.pricing;

/**
 * A model whose calls are unpriced because nothing is known of it.
 *
 * @param provider who served it
 * @param model its name, cut to 128 characters
 * @param calls how many calls there were
 */
public record UnmatchedModel(String provider, String model, long calls) {

}
