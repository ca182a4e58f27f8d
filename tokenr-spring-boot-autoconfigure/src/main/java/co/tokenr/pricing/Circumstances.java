package co.tokenr.pricing;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

import co.tokenr.usage.LlmCall;
import org.jspecify.annotations.Nullable;

/**
 * What decides which card of a model holds for a round trip.
 *
 * @param serviceTier the service tier in lower case, or {@code null}
 * @param speed the speed in lower case, or {@code null}
 * @param region the region in lower case, or {@code null}
 * @param operation the operation
 * @param started when it began
 * @param ended when it ended, its start where that is unknown
 */
record Circumstances(@Nullable String serviceTier, @Nullable String speed, @Nullable String region, String operation,
		Instant started, Instant ended) {

	/** Tiers and speeds that stand for the plain price. */
	private static final Set<String> ORDINARY = Set.of("default", "standard", "standard_only", "auto", "on_demand",
			"normal");

	static Circumstances of(LlmCall call, @Nullable String regionOfModel) {
		Instant ended = (call.latency() != null) ? call.occurredAt().plus(call.latency()) : call.occurredAt();
		return new Circumstances(lower(call.serviceTier()), lower(call.speed()),
				(call.region() != null) ? lower(call.region()) : regionOfModel, call.operation().value(),
				call.occurredAt(), ended);
	}

	boolean hasSpecialServiceTier() {
		return this.serviceTier != null && !ORDINARY.contains(this.serviceTier);
	}

	boolean hasSpecialSpeed() {
		return this.speed != null && !ORDINARY.contains(this.speed);
	}

	private static @Nullable String lower(@Nullable String text) {
		return (text != null) ? text.toLowerCase(Locale.ROOT) : null;
	}

}
