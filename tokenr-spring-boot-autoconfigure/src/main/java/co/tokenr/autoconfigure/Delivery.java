package co.tokenr.autoconfigure;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;
import org.jspecify.annotations.Nullable;

/**
 * Whether events are delivered, decided once when the application starts, not when it is
 * processed ahead of time.
 *
 * @param active whether events are delivered
 * @param collector whether the collector is one of their targets
 * @param description where to, or why not
 */
record Delivery(boolean active, boolean collector, String description) implements BooleanSupplier {

	static Delivery decide(TokenrSwitch enabled, TokenrProperties properties, TokenrConnectionDetails details,
			boolean otherTargets) {
		if (!enabled.getAsBoolean()) {
			return off("tokenr.enabled is false");
		}
		String without = withoutCollector(properties, details.getToken());
		if (without == null) {
			return new Delivery(true, true, "on");
		}
		return otherTargets ? new Delivery(true, false, "on, but not to the collector: " + without) : off(without);
	}

	private static @Nullable String withoutCollector(TokenrProperties properties, @Nullable String token) {
		if (!properties.getReporter().isEnabled()) {
			return "tokenr.reporter.enabled is false";
		}
		return (token == null || token.isBlank()) ? "tokenr.token is not set" : null;
	}

	private static Delivery off(String why) {
		return new Delivery(false, false, "off: " + why);
	}

	@Override
	public boolean getAsBoolean() {
		return this.active;
	}

	/** Reads how each target is doing; there is none where nothing is delivered. */
	Supplier<List<ReporterStatus>> statuses(UsageReporter reporter) {
		return () -> this.active ? reporter.statuses() : List.of();
	}

}
