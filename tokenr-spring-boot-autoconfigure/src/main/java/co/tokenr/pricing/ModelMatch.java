package co.tokenr.pricing;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * The prices that the name of a model led to.
 *
 * @param model the prices
 * @param kind how the name led to them
 * @param name the name that matched, as a call or an alias gave it
 * @param aliased whether that name stands for another by {@code tokenr.pricing.aliases}
 * @param region the region that the name itself gives, as Bedrock's do, or {@code null}
 * @param discount percentage that is taken off, or {@code null}
 */
public record ModelMatch(ModelPrices model, MatchKind kind, String name, boolean aliased, @Nullable String region,
		@Nullable BigDecimal discount) {

	boolean isOverride() {
		return this.kind == MatchKind.OVERRIDE;
	}

	/** Whether the prices are another provider's. */
	boolean isGuess() {
		return this.kind == MatchKind.FALLBACK_PROVIDER;
	}

	ModelMatch withDiscount(@Nullable BigDecimal percentage) {
		return new ModelMatch(this.model, this.kind, this.name, this.aliased, this.region, percentage);
	}

}
