package co.tokenr.pricing;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A key of LiteLLM's price file that gives a price:
 * {@code unit[_above_1hr][_above_N[k]_tokens][_tier]}.
 *
 * @param unit what has the price
 * @param above the threshold of the context tier, 0 for none
 * @param serviceTier the service tier in LiteLLM's spelling, empty for none
 */
record LiteLlmKey(PriceUnit unit, long above, String serviceTier) {

	private static final Pattern KEY = Pattern
		.compile("(.+?)(?:_above_(\\d{1,9})(k?)_tokens)?(?:_(flex|priority|batches|ultrafast))?");

	private static final Map<String, PriceUnit> UNITS = Map.ofEntries(
			Map.entry("input_cost_per_token", PriceUnit.INPUT), Map.entry("output_cost_per_token", PriceUnit.OUTPUT),
			Map.entry("input_cost_per_token_cache_hit", PriceUnit.CACHE_READ),
			Map.entry("cache_read_input_token_cost", PriceUnit.CACHE_READ),
			Map.entry("cache_creation_input_token_cost", PriceUnit.CACHE_WRITE),
			Map.entry("cache_creation_input_token_cost_above_1hr", PriceUnit.CACHE_WRITE_1H),
			Map.entry("output_cost_per_reasoning_token", PriceUnit.REASONING),
			Map.entry("input_cost_per_audio_token", PriceUnit.AUDIO_INPUT),
			Map.entry("output_cost_per_audio_token", PriceUnit.AUDIO_OUTPUT),
			Map.entry("input_cost_per_image_token", PriceUnit.IMAGE_INPUT),
			Map.entry("output_cost_per_image_token", PriceUnit.IMAGE_OUTPUT),
			Map.entry("input_cost_per_request", PriceUnit.REQUEST));

	static @Nullable LiteLlmKey parse(String key) {
		Matcher matcher = KEY.matcher(key);
		if (!matcher.matches()) {
			return null;
		}
		PriceUnit unit = UNITS.get(matcher.group(1));
		if (unit == null) {
			return null;
		}
		long above = (matcher.group(2) != null) ? Long.parseLong(matcher.group(2)) : 0;
		String tier = (matcher.group(4) != null) ? matcher.group(4) : "";
		return new LiteLlmKey(unit, "k".equals(matcher.group(3)) ? above * 1000 : above, tier);
	}

	/** Whether a key says something of prices at all. */
	static boolean isPrice(String key) {
		return key.contains("cost") || key.contains("pricing") || key.contains("multiplier")
				|| key.equals("provider_specific_entry");
	}

}
