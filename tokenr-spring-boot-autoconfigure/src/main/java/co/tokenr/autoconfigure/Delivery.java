package co.tokenr.autoconfigure;

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
 * @param description where to, or why not
 */
record Delivery(boolean active, String description) implements BooleanSupplier {

	static Delivery decide(TokenrSwitch enabled, TokenrProperties properties, TokenrConnectionDetails details) {
		if (!enabled.getAsBoolean()) {
			return new Delivery(false, "off: tokenr.enabled is false");
		}
		if (!properties.getReporter().isEnabled()) {
			return new Delivery(false, "off: tokenr.reporter.enabled is false");
		}
		String token = details.getToken();
		if (token == null || token.isBlank()) {
			return new Delivery(false, "off: tokenr.token is not set");
		}
		return new Delivery(true, "on");
	}

	@Override
	public boolean getAsBoolean() {
		return this.active;
	}

	Supplier<@Nullable ReporterStatus> status(UsageReporter reporter) {
		return () -> this.active ? reporter.status() : null;
	}

}
