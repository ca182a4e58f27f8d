package co.tokenr.pricing;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

import co.tokenr.usage.LlmCall;
import org.jspecify.annotations.Nullable;

/**
 * What decides which card of a model holds for a round trip.
 *
 * @param call the round trip
 * @param regionOfModel the region that the name of the model gives, or {@code null}
 */
record Circumstances(LlmCall call, @Nullable String regionOfModel) {

	/** Tiers and speeds that stand for the plain price. */
	private static final Set<String> ORDINARY = Set.of("default", "standard", "standard_only", "auto", "on_demand",
			"normal");

	/** The service tier in lower case. */
	@Nullable String serviceTier() {
		return lower(this.call.serviceTier());
	}

	/** The speed in lower case. */
	@Nullable String speed() {
		return lower(this.call.speed());
	}

	/** The region in lower case: what the round trip says goes before the name. */
	@Nullable String region() {
		return (this.call.region() != null) ? lower(this.call.region()) : this.regionOfModel;
	}

	String operation() {
		return this.call.operation().value();
	}

	Instant started() {
		return this.call.occurredAt();
	}

	/** When it ended, its start where that is unknown. */
	Instant ended() {
		return (this.call.latency() != null) ? started().plus(this.call.latency()) : started();
	}

	boolean hasSpecialServiceTier() {
		return isSpecial(serviceTier());
	}

	boolean hasSpecialSpeed() {
		return isSpecial(speed());
	}

	private static boolean isSpecial(@Nullable String tierOrSpeed) {
		return tierOrSpeed != null && !ORDINARY.contains(tierOrSpeed);
	}

	private static @Nullable String lower(@Nullable String text) {
		return (text != null) ? text.toLowerCase(Locale.ROOT) : null;
	}

}
