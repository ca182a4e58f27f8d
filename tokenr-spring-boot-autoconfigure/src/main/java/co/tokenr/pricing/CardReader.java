package co.tokenr.pricing;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads the cards of a model.
 */
final class CardReader {

	private static final Set<String> CARD = Set.of("id", "from", "to", "when", "rates", "multiply", "context_tiers",
			"fees", "note");

	private static final Set<String> TIER = Set.of("above", "inclusive", "marginal", "rates");

	private static final Set<String> CONDITION = Set.of("service_tier", "speed", "region", "operation", "schedule");

	private static final Set<String> MULTIPLIER = Set.of("when", "by", "note");

	private CardReader() {
	}

	static PriceCard card(String model, int position, JsonNode node) {
		Map<String, JsonNode> members = node.object(CARD);
		String id = PriceFileReader.optionalText(members, "id");
		Map<PriceUnit, BigDecimal> rates = new EnumMap<>(PriceUnit.class);
		prices(members.get("rates"), true, rates);
		prices(members.get("fees"), false, rates);
		JsonNode multiply = members.get("multiply");
		List<ContextTier> tiers = new ArrayList<>();
		JsonNode list = members.get("context_tiers");
		for (JsonNode tier : (list != null) ? list.list() : List.<JsonNode>of()) {
			tiers.add(tier(tier));
		}
		try {
			return new PriceCard(model + "/" + ((id != null) ? id : position), instant(members.get("from")),
					instant(members.get("to")), condition(members.get("when")), new Rates(rates),
					(multiply != null) ? multiply.amount() : BigDecimal.ONE, tiers);
		}
		catch (IllegalArgumentException ex) {
			throw node.error(ex);
		}
	}

	private static ContextTier tier(JsonNode node) {
		Map<String, JsonNode> members = node.object(TIER);
		JsonNode above = PriceFileReader.required(members, "above", node);
		JsonNode inclusive = members.get("inclusive");
		JsonNode marginal = members.get("marginal");
		Map<PriceUnit, BigDecimal> rates = new EnumMap<>(PriceUnit.class);
		prices(PriceFileReader.required(members, "rates", node), true, rates);
		try {
			return new ContextTier(above.amount().longValueExact(), inclusive != null && inclusive.flag(),
					marginal != null && marginal.flag(), new Rates(rates));
		}
		catch (ArithmeticException ex) {
			throw above.error("A threshold is a whole number of tokens");
		}
	}

	private static void prices(@Nullable JsonNode node, boolean tokens, Map<PriceUnit, BigDecimal> prices) {
		if (node == null) {
			return;
		}
		node.object().forEach((name, price) -> {
			PriceUnit unit = PriceUnit.named(name);
			if (unit == null || unit.isToken() != tokens) {
				throw price.error("'" + name + "' is no unit that has a " + (tokens ? "rate" : "fee"));
			}
			prices.put(unit, price.amount());
		});
	}

	static List<PriceMultiplier> multipliers(@Nullable JsonNode node) {
		List<PriceMultiplier> multipliers = new ArrayList<>();
		for (JsonNode each : (node != null) ? node.list() : List.<JsonNode>of()) {
			Map<String, JsonNode> members = each.object(MULTIPLIER);
			multipliers.add(new PriceMultiplier(condition(PriceFileReader.required(members, "when", each)),
					PriceFileReader.required(members, "by", each).amount()));
		}
		return multipliers;
	}

	private static CardCondition condition(@Nullable JsonNode node) {
		if (node == null) {
			return CardCondition.ALWAYS;
		}
		Map<String, JsonNode> members = node.object(CONDITION);
		JsonNode schedule = members.get("schedule");
		CardCondition condition = new CardCondition(PriceFileReader.texts(members.get("service_tier")),
				PriceFileReader.texts(members.get("speed")), PriceFileReader.texts(members.get("region")),
				PriceFileReader.texts(members.get("operation")),
				(schedule != null) ? ScheduleReader.read(schedule) : null);
		if (condition.count() < members.size() || members.isEmpty()) {
			throw node.error("A condition names what must hold");
		}
		return condition;
	}

	private static @Nullable Instant instant(@Nullable JsonNode node) {
		try {
			return (node != null) ? OffsetDateTime.parse(node.text()).toInstant() : null;
		}
		catch (DateTimeException ex) {
			throw node.error("Expected an instant such as 2026-07-09T00:00:00Z");
		}
	}

}
