package co.tokenr.autoconfigure;

import java.util.function.BooleanSupplier;

/**
 * Whether tracking is on. Read at run time, since conditions are frozen by ahead-of-time
 * processing: a context that was built with tracking on can be started with tracking off.
 */
final class TokenrSwitch implements BooleanSupplier {

	private final boolean enabled;

	TokenrSwitch(TokenrProperties properties) {
		this.enabled = properties.isEnabled();
	}

	@Override
	public boolean getAsBoolean() {
		return this.enabled;
	}

}
