package co.tokenr.autoconfigure;

import java.util.function.BooleanSupplier;

import co.tokenr.TokenrSwitches;

/**
 * Whether tracking is on. Read at run time: conditions are frozen by ahead-of-time
 * processing, so a context that was built with tracking on can be started with tracking
 * off, and it can be switched while the application runs.
 *
 * @param switches where it is switched
 */
record TokenrSwitch(TokenrSwitches switches) implements BooleanSupplier {

	@Override
	public boolean getAsBoolean() {
		return this.switches.isEnabled();
	}

}
