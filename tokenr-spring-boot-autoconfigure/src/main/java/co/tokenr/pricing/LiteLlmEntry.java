package co.tokenr.pricing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One model of LiteLLM's price file.
 */
final class LiteLlmEntry {

	private static final int MILLION_DIGITS = 6;

	private static final String SEARCH = "search_context_cost_per_query";

	private static final String UPLIFT = "regional_processing_uplift_multiplier_";

	private static final Set<String> GEOS = Set.of("us", "eu", "apac", "au", "jp", "global");

	/** How the service tiers of the file are called by those who serve them. */
	private static final Map<String, String[]> SERVED = Map.of("priority", new String[] { "priority", "fast" }, "flex",
			new String[] { "flex" }, "batches", new String[] { "batch", "batches" }, "ultrafast",
			new String[] { "ultrafast" });

	/** By service tier and threshold. */
	private final Map<String, Map<Long, Map<PriceUnit, BigDecimal>>> rates = new LinkedHashMap<>();

	private final List<PriceMultiplier> multipliers = new ArrayList<>();

	private final List<PriceCard> schedules = new ArrayList<>();

	private final boolean inclusive;

	private final Consumer<String> ignored;

	private boolean lost;

	private @Nullable String source;

	private LiteLlmEntry(boolean inclusive, Consumer<String> ignored) {
		this.inclusive = inclusive;
		this.ignored = ignored;
	}

	/**
	 * Reads an entry.
	 * @param node the entry
	 * @param provider the provider; the tiers of xAI include their threshold
	 * @param ignored told of each key that is not understood
	 * @return what was understood
	 */
	static LiteLlmEntry read(JsonNode node, String provider, Consumer<String> ignored) {
		LiteLlmEntry entry = new LiteLlmEntry(provider.equals("x_ai"), ignored);
		Map<String, JsonNode> members = node.object();
		members.forEach((key, value) -> {
			if (LiteLlmKey.isPrice(key) && !LiteLlmFees.isFee(key)) {
				entry.price(key, value);
			}
		});
		boolean tokens = entry.rates.values()
			.stream()
			.anyMatch((tiers) -> tiers.values().stream().anyMatch(LiteLlmEntry::isNotZero));
		entry.outputOfImages();
		LiteLlmFees.read(members, tokens, entry.plain(), entry::ignore);
		entry.source = (members.get("source") != null && members.get("source").value() instanceof String text) ? text
				: null;
		return entry;
	}

	/** Where only images have a rate, all output is images, whether it says so or not. */
	private void outputOfImages() {
		BigDecimal images = plain().get(PriceUnit.IMAGE_OUTPUT);
		if (images != null) {
			plain().putIfAbsent(PriceUnit.OUTPUT, images);
		}
	}

	private void price(String key, JsonNode value) {
		LiteLlmKey parsed = LiteLlmKey.parse(key);
		if (parsed != null && value.number() != null) {
			add(parsed, value.amount());
		}
		else if (key.equals("tiered_pricing") && value.isList()) {
			value.list().forEach(this::tier);
		}
		else if (key.equals("off_peak_pricing") && value.isObject()) {
			offPeak(value);
		}
		else if (key.equals(SEARCH) && value.isObject()) {
			search(value.object());
		}
		else if (key.startsWith(UPLIFT) && value.number() != null) {
			this.multipliers
				.add(new PriceMultiplier(CardCondition.ofRegion(key.substring(UPLIFT.length())), value.amount()));
		}
		else if (key.equals("provider_specific_entry") && value.isObject()) {
			value.object().forEach(this::specific);
		}
		else {
			ignore(key, value);
		}
	}

	private void add(LiteLlmKey key, BigDecimal price) {
		Map<PriceUnit, BigDecimal> units = this.rates.computeIfAbsent(key.serviceTier(), (tier) -> new TreeMap<>())
			.computeIfAbsent(key.above(), (above) -> new EnumMap<>(PriceUnit.class));
		units.put(key.unit(), key.unit().isToken() ? price.movePointRight(MILLION_DIGITS) : price);
	}

	private Map<PriceUnit, BigDecimal> plain() {
		return this.rates.computeIfAbsent("", (tier) -> new TreeMap<>())
			.computeIfAbsent(0L, (above) -> new EnumMap<>(PriceUnit.class));
	}

	/** A range begins behind its first number, which belongs to the range before. */
	private void tier(JsonNode node) {
		JsonNode range = node.isObject() ? node.object().get("range") : null;
		BigDecimal start = (range != null && range.isList() && !range.list().isEmpty()) ? range.list().get(0).number()
				: null;
		if (start == null) {
			ignore("tiered_pricing", node);
			return;
		}
		node.object().forEach((key, value) -> {
			LiteLlmKey parsed = LiteLlmKey.parse(key);
			if (parsed != null && parsed.above() == 0 && value.number() != null) {
				add(new LiteLlmKey(parsed.unit(), start.longValue(), parsed.serviceTier()), value.amount());
			}
			else if (LiteLlmKey.isPrice(key)) {
				ignore("tiered_pricing." + key, value);
			}
		});
	}

	private void offPeak(JsonNode node) {
		Map<PriceUnit, BigDecimal> units = new EnumMap<>(PriceUnit.class);
		node.object().forEach((key, value) -> {
			LiteLlmKey parsed = LiteLlmKey.parse(key);
			if (parsed != null && parsed.above() == 0 && parsed.serviceTier().isEmpty() && value.number() != null) {
				units.put(parsed.unit(), value.amount().movePointRight(MILLION_DIGITS));
			}
			else if (LiteLlmKey.isPrice(key)) {
				ignore("off_peak_pricing." + key, value);
			}
		});
		for (Schedule schedule : LiteLlmSchedules.read(node)) {
			this.schedules.add(new PriceCard("off_peak_" + (this.schedules.size() + 1), null, null,
					CardCondition.ofSchedule(schedule), new Rates(units), BigDecimal.ONE, List.of()));
		}
	}

	/** Answers do not say how large the context of a search was; the middle is usual. */
	private void search(Map<String, JsonNode> sizes) {
		JsonNode medium = sizes.get("search_context_size_medium");
		JsonNode any = (medium != null || sizes.isEmpty()) ? medium : sizes.values().iterator().next();
		if (any == null || any.number() == null) {
			this.ignored.accept(SEARCH);
			return;
		}
		plain().put(PriceUnit.WEB_SEARCH, any.amount());
		if (sizes.values().stream().map(JsonNode::number).distinct().count() > 1) {
			this.ignored.accept(SEARCH + ".low/high");
		}
	}

	private void specific(String key, JsonNode value) {
		if (value.number() == null) {
			return;
		}
		if (key.equals("fast")) {
			this.multipliers.add(new PriceMultiplier(CardCondition.ofSpeed(key), value.amount()));
		}
		else if (GEOS.contains(key)) {
			this.multipliers.add(new PriceMultiplier(CardCondition.ofRegion(key), value.amount()));
		}
		else {
			ignore("provider_specific_entry." + key, value);
		}
	}

	private void ignore(String key, JsonNode value) {
		BigDecimal number = value.number();
		this.lost |= number == null || number.signum() != 0;
		this.ignored.accept(key);
	}

	/** Where something was lost, zeros do not tell that a model is free. */
	boolean hasPrice() {
		return this.rates.values()
			.stream()
			.flatMap((tiers) -> tiers.values().stream())
			.anyMatch((units) -> !units.isEmpty() && (!this.lost || isNotZero(units)));
	}

	private static boolean isNotZero(Map<PriceUnit, BigDecimal> units) {
		return units.values().stream().anyMatch((rate) -> rate.signum() > 0);
	}

	ModelPrices model(String provider, String id, @Nullable LocalDate date, String version) {
		List<PriceCard> cards = new ArrayList<>();
		this.rates.forEach((tier, byThreshold) -> {
			CardCondition when = tier.isEmpty() ? CardCondition.ALWAYS
					: CardCondition.ofServiceTier(SERVED.getOrDefault(tier, new String[] { tier }));
			cards.add(card(id + "/" + (tier.isEmpty() ? "base" : tier), when, byThreshold));
		});
		cards.addAll(this.schedules);
		return new ModelPrices(provider, id, Set.of(), false, List.of(), cards, this.multipliers, this.source, date,
				null, "USD", version);
	}

	private PriceCard card(String id, CardCondition when, Map<Long, Map<PriceUnit, BigDecimal>> byThreshold) {
		Rates base = Rates.NONE;
		List<ContextTier> tiers = new ArrayList<>();
		for (Map.Entry<Long, Map<PriceUnit, BigDecimal>> entry : byThreshold.entrySet()) {
			if (entry.getKey() == 0) {
				base = new Rates(entry.getValue());
			}
			else {
				tiers.add(new ContextTier(entry.getKey(), this.inclusive, false, new Rates(entry.getValue())));
			}
		}
		return new PriceCard(id, null, null, when, base, BigDecimal.ONE, tiers);
	}

}
