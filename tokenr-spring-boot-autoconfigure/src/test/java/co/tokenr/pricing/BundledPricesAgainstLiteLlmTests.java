package co.tokenr.pricing;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the bundled prices of first parties with a price file of LiteLLM, run by hand:
 * {@code -Dtokenr.litellm=/path/to/model_prices_and_context_window.json}. A difference
 * fails unless a note of the model names the unit that differs. Reads both files by
 * itself, so that an error of the loader cannot hide one of the data.
 */
@EnabledIfSystemProperty(named = "tokenr.litellm", matches = ".+",
		disabledReason = "run by hand with -Dtokenr.litellm=/path/to/model_prices_and_context_window.json")
class BundledPricesAgainstLiteLlmTests {

	private static final Log logger = LogFactory.getLog(BundledPricesAgainstLiteLlmTests.class);

	/** The day of the file that the catalogue was checked with. */
	private static final Instant DAY = Instant.parse(System.getProperty("tokenr.litellm.day", "2026-08-01T12:00:00Z"));

	private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

	/** Providers of theirs by ours; a name there may have the provider before it. */
	private static final Map<String, Pattern> PROVIDERS = Map.ofEntries(
			provider("openai", "(?:text-completion-)?openai"), provider("anthropic", "anthropic"),
			provider("gcp.gemini", "gemini"), provider("gcp.vertex_ai", "vertex_ai[^/]*"),
			provider("aws.bedrock", "bedrock(?:_converse)?"), provider("azure.ai.openai", "azure"),
			provider("mistral_ai", "mistral"), provider("deepseek", "deepseek"), provider("x_ai", "xai"),
			provider("cohere", "cohere(?:_chat)?"), provider("groq", "groq"), provider("perplexity", "perplexity"),
			provider("cerebras", "cerebras"), provider("moonshot_ai", "moonshot"), provider("z_ai", "zai"),
			provider("minimax", "minimax"), provider("together_ai", "together_ai"),
			provider("fireworks_ai", "fireworks_ai"), provider("openrouter", "openrouter"));

	private static final Pattern SNAPSHOT = Pattern
		.compile("(.+?)(?:-\\d{4}-\\d{2}-\\d{2}|-\\d{8}|@\\d{8}|-v\\d+:\\d+)");

	private static final Map<String, String> UNITS = Map.ofEntries(Map.entry("input_cost_per_token", "input"),
			Map.entry("output_cost_per_token", "output"), Map.entry("cache_read_input_token_cost", "cache_read"),
			Map.entry("cache_creation_input_token_cost", "cache_write"),
			Map.entry("cache_creation_input_token_cost_above_1hr", "cache_write_1h"),
			Map.entry("output_cost_per_reasoning_token", "reasoning"),
			Map.entry("input_cost_per_audio_token", "audio_input"),
			Map.entry("output_cost_per_audio_token", "audio_output"),
			Map.entry("input_cost_per_image_token", "image_input"),
			Map.entry("output_cost_per_image_token", "image_output"));

	private static final Map<String, String> FEES = Map.of("input_cost_per_second", "second",
			"input_cost_per_character", "character", "input_cost_per_query", "search_unit", "output_cost_per_image",
			"image");

	/** Whose searches of the web are charged by the query, as the answers count them. */
	private static final Set<String> SEARCHES = Set.of("openai", "anthropic", "gemini");

	private static final Pattern KEY = Pattern.compile("(.+?)(?:_above_(\\d+)k_tokens)?(?:_(flex|priority|batches))?");

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private final Map<String, Integer> counts = new TreeMap<>();

	private final List<String> alone = new ArrayList<>();

	private final List<String> explained = new ArrayList<>();

	private final List<String> unexplained = new ArrayList<>();

	@Test
	void everyDifferenceIsExplainedByANote() {
		JsonNode theirs = JSON.readTree(BundledPricesTests.text(Path.of(System.getProperty("tokenr.litellm"))));
		BundledPricesTests.files()
			.forEach((file) -> JSON.readTree(BundledPricesTests.text(file))
				.get("providers")
				.properties()
				.forEach((provider) -> compare(provider.getKey(), provider.getValue(),
						entries(provider.getKey(), theirs))));
		logger.info("without counterpart: " + this.alone.size() + ": " + String.join(", ", this.alone));
		logger.info("explained:\n  " + String.join("\n  ", this.explained));
		logger.info(this.counts);
		assertThat(this.unexplained).isEmpty();
		assertThat(this.counts.get("models compared")).isGreaterThan(150);
		assertThat(this.counts.get("rates equal")).isGreaterThan(1000);
	}

	private void compare(String provider, JsonNode ours, List<Map.Entry<String, JsonNode>> theirs) {
		Map<String, JsonNode> models = new HashMap<>();
		ours.get("models")
			.forEach((model) -> BundledPricesTests.names(model).forEach((name) -> models.put(name, model)));
		Set<JsonNode> compared = Collections.newSetFromMap(new IdentityHashMap<>());
		theirs.forEach((named) -> {
			String name = named.getKey();
			JsonNode model = models.get(name);
			Matcher snapshot = SNAPSHOT.matcher(name);
			if (model == null && snapshot.matches()) {
				model = models.get(snapshot.group(1));
				model = (model != null && model.path("snapshots").booleanValue(false)) ? model : null;
			}
			JsonNode base = (model != null) ? BundledPricesTests.base(model, DAY) : JSON.createObjectNode();
			if (!base.isEmpty()) {
				compare(provider + " " + name, model, base, named.getValue());
				compared.add(model);
				count("names compared", 1);
			}
		});
		count("models compared", compared.size());
		ours.get("models").forEach((model) -> {
			if (!compared.contains(model)) {
				this.alone.add(provider + " " + model.get("id").stringValue());
			}
		});
	}

	/**
	 * The entries of a provider there with the name of the model alone; a name comes
	 * twice where the file has it with its provider and without.
	 */
	private static List<Map.Entry<String, JsonNode>> entries(String provider, JsonNode theirs) {
		Pattern pattern = PROVIDERS.get(provider);
		List<Map.Entry<String, JsonNode>> entries = new ArrayList<>();
		if (pattern != null) {
			theirs.properties().forEach((entry) -> {
				if (pattern.matcher(entry.getValue().path("litellm_provider").asString("")).matches()) {
					entries.add(Map.entry(entry.getKey().replaceFirst("^(?:" + pattern.pattern() + ")/", ""),
							entry.getValue()));
				}
			});
		}
		return entries;
	}

	private static Map.Entry<String, Pattern> provider(String ours, String theirs) {
		return Map.entry(ours, Pattern.compile(theirs));
	}

	private void compare(String name, JsonNode model, JsonNode base, JsonNode entry) {
		Map<String, BigDecimal> expected = theirs(entry);
		expected.forEach((key, theirs) -> {
			String[] parts = key.split(" ");
			BigDecimal ours = ours(model, base, parts[0], Long.parseLong(parts[1]), parts[2]);
			if (ours == null && theirs.signum() == 0) {
				count("zeros there, not given here", 1);
			}
			else if (ours != null && ours.compareTo(theirs) == 0) {
				count("rates equal", 1);
			}
			else {
				String difference = "%s %s: %s here, %s there".formatted(name, key, ours, theirs.toPlainString());
				boolean noted = model.path("note").asString("").matches("(?s).*\\b" + parts[0] + "\\b.*");
				(noted ? this.explained : this.unexplained).add(difference);
				count(noted ? "differences explained" : "differences unexplained", 1);
			}
		});
		base.path("rates").propertyNames().forEach((unit) -> {
			if (!expected.containsKey(unit + " 0 base")) {
				count("rates here only", 1);
			}
		});
	}

	/** Their rates by unit, threshold of the context tier and service tier. */
	private Map<String, BigDecimal> theirs(JsonNode entry) {
		Map<String, BigDecimal> rates = new LinkedHashMap<>();
		JsonNode search = entry.path("search_context_cost_per_query").path("search_context_size_medium");
		if (search.isNumber() && SEARCHES.contains(entry.path("litellm_provider").asString(""))) {
			rates.put("web_search 0 base", search.decimalValue());
		}
		entry.properties().forEach((property) -> {
			if (!property.getKey().contains("cost") || !property.getValue().isNumber()) {
				return;
			}
			BigDecimal value = property.getValue().decimalValue();
			Matcher key = KEY.matcher(property.getKey());
			assertThat(key.matches()).isTrue();
			String tier = (key.group(3) != null) ? key.group(3) : "base";
			long above = (key.group(2) != null) ? Long.parseLong(key.group(2)) * 1000 : 0;
			if (UNITS.containsKey(key.group(1))) {
				rates.put(UNITS.get(key.group(1)) + " " + above + " " + tier, value.multiply(MILLION));
			}
			else if (FEES.containsKey(key.group(1)) && !entry.has("output_cost_per_image_token")) {
				rates.put(FEES.get(key.group(1)) + " 0 base", value);
			}
			else {
				count("keys not compared", 1);
			}
		});
		return rates;
	}

	/**
	 * Our rate as the rules of the format make it, an inherited one where a unit of
	 * output has none.
	 */
	private static @Nullable BigDecimal ours(JsonNode model, JsonNode base, String unit, long above, String tier) {
		if (base.path("fees").has(unit)) {
			return new BigDecimal(base.path("fees").get(unit).stringValue());
		}
		JsonNode card = (!tier.equals("base")) ? card(model, tier.equals("batches") ? "batch" : tier) : base;
		if (card == null) {
			return null;
		}
		BigDecimal multiply = new BigDecimal(card.path("multiply").asString("1"));
		JsonNode rates = card.has("rates") ? card.get("rates") : base.path("rates");
		if (above > 0) {
			rates = JSON.createObjectNode();
			for (JsonNode contextTier : base.path("context_tiers")) {
				if (contextTier.get("above").longValue() == above) {
					rates = contextTier.get("rates");
				}
			}
		}
		String parent = unit.equals("reasoning") ? "output" : unit;
		JsonNode rate = rates.has(unit) ? rates.get(unit) : rates.get(parent);
		return (rate != null) ? new BigDecimal(rate.stringValue()).multiply(multiply) : null;
	}

	private static @Nullable JsonNode card(JsonNode model, String tier) {
		for (JsonNode card : model.get("cards")) {
			if (BundledPricesTests.strings(card.path("when").get("service_tier")).contains(tier)
					&& BundledPricesTests.holds(card, DAY)) {
				return card;
			}
		}
		return null;
	}

	private void count(String what, int n) {
		this.counts.merge(what, n, Integer::sum);
	}

}
