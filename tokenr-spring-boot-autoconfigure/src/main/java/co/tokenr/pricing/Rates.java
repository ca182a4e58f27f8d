package co.tokenr.pricing;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Prices by unit: of a million tokens, or of one of what is charged singly. Immutable.
 *
 * @param byUnit the prices, each zero or more; a unit without one takes that of its
 * parent
 */
public record Rates(Map<PriceUnit, BigDecimal> byUnit) {

	static final Rates NONE = new Rates(Map.of());

	/** Nothing costs anything. */
	static final Rates FREE = free();

	/**
	 * Creates rates as a copy of those given.
	 */
	public Rates {
		byUnit.forEach((unit, rate) -> {
			if (rate.signum() < 0) {
				throw new IllegalArgumentException(
						"The rate '" + unit.value() + "' is negative: " + rate.toPlainString());
			}
		});
		byUnit = byUnit.isEmpty() ? Map.of() : new EnumMap<>(byUnit);
	}

	private static Rates free() {
		Map<PriceUnit, BigDecimal> zeros = new EnumMap<>(PriceUnit.class);
		for (PriceUnit unit : PriceUnit.values()) {
			if (unit.parent() == null) {
				zeros.put(unit, BigDecimal.ZERO);
			}
		}
		return new Rates(zeros);
	}

	@Override
	public Map<PriceUnit, BigDecimal> byUnit() {
		return Map.copyOf(this.byUnit);
	}

	@Nullable BigDecimal of(PriceUnit unit) {
		return this.byUnit.get(unit);
	}

	boolean isEmpty() {
		return this.byUnit.isEmpty();
	}

	boolean isZero() {
		return this.byUnit.values().stream().allMatch((rate) -> rate.signum() == 0);
	}

	boolean priceTokens() {
		return priceAny(TokenLeaves.INPUT_ORDER) || priceAny(TokenLeaves.OUTPUT_ORDER);
	}

	/** Asked at each call, and so without making anything. */
	private boolean priceAny(PriceUnit[] units) {
		for (PriceUnit unit : units) {
			if (of(unit) != null) {
				return true;
			}
		}
		return false;
	}

}
