package co.tokenr.actuate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Says how a cost came about, from nothing but what was stored with it.
 */
final class CostInWords {

	private CostInWords() {
	}

	/**
	 * Puts a cost into words.
	 * @param cost the cost as the document of an event has it
	 * @return one line a step
	 */
	static List<String> of(Map<?, ?> cost) {
		List<String> lines = new ArrayList<>();
		basis(lines, cost);
		if (cost.get("breakdown") instanceof List<?> items) {
			items.forEach((item) -> item(lines, (Map<?, ?>) item, cost.get("currency")));
		}
		if (cost.get("not_priced") instanceof List<?> units) {
			lines.add("used, but without a price: " + join(units) + "; the amount is too low by these");
		}
		result(lines, cost);
		return lines;
	}

	private static void basis(List<String> lines, Map<?, ?> cost) {
		if (cost.get("card") == null) {
			return;
		}
		StringBuilder line = new StringBuilder("by the card ").append(cost.get("card"));
		append(line, " of ", cost.get("model"));
		append(line, ", found by ", cost.get("matched_by"));
		append(line, ", prices of version ", cost.get("catalogue"));
		append(line, ", figures of ", cost.get("as_of"));
		lines.add(line.toString());
		add(lines, "the hours in force: ", cost.get("schedule"));
		add(lines, "the context tier reached: ", cost.get("tier"));
		add(lines, "rates below are multiplied by ", cost.get("multiplier"));
		add(lines, "rates below have taken off a discount of per cent ", cost.get("discount"));
	}

	private static void item(List<String> lines, Map<?, ?> item, @Nullable Object currency) {
		StringBuilder line = new StringBuilder();
		line.append(plain(item.get("count"))).append(' ').append(item.get("unit"));
		line.append(" x ").append(plain(item.get("rate"))).append(' ').append(currency);
		Object per = item.get("per");
		if (per != null && !"1".equals(plain(per))) {
			line.append(" / ").append(plain(per));
		}
		line.append(" = ").append(plain(item.get("amount")));
		append(line, ", at the rate of ", item.get("rate_of"));
		append(line, ", by the card ", item.get("card"));
		append(line, ", in the tier ", item.get("tier"));
		lines.add(line.toString());
	}

	private static void result(List<String> lines, Map<?, ?> cost) {
		Object amount = cost.get("amount");
		if (amount == null) {
			lines.add("unpriced: no price is known, or nothing was counted");
			return;
		}
		String status = String.valueOf(cost.get("status"));
		lines.add("= " + plain(amount) + ' ' + cost.get("currency") + ", " + switch (status) {
			case "exact" -> "exact: every unit had a rate of its own";
			case "fallback" -> "fallback: not every unit had a rate of its own";
			case "provider_reported" -> "as the provider itself reported it";
			case "estimated" -> "estimated: the counts are not the provider's own, or not final";
			case "stale" -> "stale: the figures are older than tokenr.pricing.max-age allows";
			case "free" -> "free: the model is known to cost nothing";
			default -> status;
		});
		if (cost.get("calculated_amount") != null) {
			lines.add("the prices above would have made it " + plain(cost.get("calculated_amount")));
		}
		if (cost.get("cache_savings") instanceof Number savings) {
			BigDecimal saved = new BigDecimal(savings.toString());
			lines.add("the cache " + ((saved.signum() < 0) ? "cost " : "saved ") + plain(saved.abs()) + ' '
					+ cost.get("currency") + " against its tokens at the rate of plain input");
		}
	}

	private static void add(List<String> lines, String words, @Nullable Object value) {
		if (value != null) {
			lines.add(words + plain(value));
		}
	}

	private static void append(StringBuilder line, String words, @Nullable Object value) {
		if (value != null) {
			line.append(words).append(plain(value));
		}
	}

	private static String join(List<?> values) {
		return String.join(", ", values.stream().map(String::valueOf).toList());
	}

	private static String plain(@Nullable Object value) {
		if (value instanceof BigDecimal number) {
			BigDecimal stripped = number.stripTrailingZeros();
			return ((stripped.scale() < 0) ? stripped.setScale(0) : stripped).toPlainString();
		}
		return String.valueOf(value);
	}

}
