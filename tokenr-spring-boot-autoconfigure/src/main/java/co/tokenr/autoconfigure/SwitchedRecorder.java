package co.tokenr.autoconfigure;

import java.util.function.BooleanSupplier;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.UsageRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A recorder that one surface can be switched off from.
 */
record SwitchedRecorder(UsageRecorder recorder, BooleanSupplier surface) implements UsageRecorder {

	@Override
	public boolean isEnabled() {
		return this.surface.getAsBoolean() && this.recorder.isEnabled();
	}

	@Override
	public AttributionContext resolve(AttributionContext around, @Nullable Object reactorContext) {
		return this.recorder.resolve(around, reactorContext);
	}

	@Override
	public void record(CapturedCall call) {
		this.recorder.record(call);
	}

}
