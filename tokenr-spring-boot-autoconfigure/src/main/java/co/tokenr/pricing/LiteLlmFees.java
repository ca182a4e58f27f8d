package co.tokenr.pricing;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * What LiteLLM's price file charges by the image, second, character or query. The same
 * key means different things for different kinds of models, and beside prices of tokens
 * it is another measure of the same thing.
 */
final class LiteLlmFees {

	private static final Set<String> FEES = Set.of("output_cost_per_image", "input_cost_per_image",
			"input_cost_per_second", "output_cost_per_second", "input_cost_per_character", "input_cost_per_query");

	private LiteLlmFees() {
	}

	static boolean isFee(String key) {
		return FEES.contains(key);
	}

	static void read(Map<String, JsonNode> entry, boolean tokens, Map<PriceUnit, BigDecimal> fees,
			BiConsumer<String, JsonNode> ignored) {
		JsonNode node = entry.get("mode");
		Object mode = (node != null) ? node.value() : null;
		PriceUnit unit = tokens ? null : unit(mode);
		for (String key : FEES) {
			JsonNode value = entry.get(key);
			if (value == null) {
				continue;
			}
			BigDecimal price = value.number();
			if (price != null && unit != null && unit == unitOf(key)) {
				// of input and output one is zero, or both are the same
				fees.merge(unit, value.amount(), BigDecimal::max);
			}
			else if (price == null || price.signum() != 0) {
				ignored.accept(key, value);
			}
		}
	}

	private static @Nullable PriceUnit unit(@Nullable Object mode) {
		return switch (String.valueOf(mode)) {
			case "image_generation", "image_edit" -> PriceUnit.IMAGE;
			case "audio_transcription" -> PriceUnit.SECOND;
			case "audio_speech" -> PriceUnit.CHARACTER;
			case "rerank" -> PriceUnit.SEARCH_UNIT;
			default -> null;
		};
	}

	private static PriceUnit unitOf(String key) {
		if (key.endsWith("_image")) {
			return PriceUnit.IMAGE;
		}
		if (key.endsWith("_second")) {
			return PriceUnit.SECOND;
		}
		return key.endsWith("_character") ? PriceUnit.CHARACTER : PriceUnit.SEARCH_UNIT;
	}

}
