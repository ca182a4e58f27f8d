package co.tokenr.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Takes the files of the dashboard into a native image.
 */
final class DashboardRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern(DashboardAssets.DIRECTORY + "*")
			.registerPattern(DashboardAssets.CHARTS_VERSION)
			.registerPattern(DashboardAssets.CHARTS_DIRECTORY + "*" + DashboardAssets.CHARTS_FILE);
	}

}
