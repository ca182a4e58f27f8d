package co.tokenr.autoconfigure;

import java.time.Duration;
import java.util.function.Supplier;

import co.tokenr.DeliveryControl;
import co.tokenr.pipeline.UsageEstimation;
import co.tokenr.report.FlushResult;
import co.tokenr.report.UsageReporter;
import org.jspecify.annotations.Nullable;

/**
 * The reporter as the front door has it, found when it is needed.
 *
 * @param reporter the reporter, {@code null} where there is none
 * @param estimation estimates what is delivered then
 */
record ReporterControl(Supplier<@Nullable UsageReporter> reporter,
		UsageEstimation estimation) implements DeliveryControl {

	@Override
	public FlushResult flush(Duration timeout) {
		this.estimation.await(timeout);
		UsageReporter found = this.reporter.get();
		return (found != null) ? found.flush(timeout) : NONE.flush(timeout);
	}

	@Override
	public boolean isHeld() {
		UsageReporter found = this.reporter.get();
		return found != null && found.isHeld();
	}

	@Override
	public void setHeld(boolean held) {
		UsageReporter found = this.reporter.get();
		if (found != null) {
			found.setHeld(held);
		}
	}

	@Override
	public int requeue(String target) {
		UsageReporter found = this.reporter.get();
		return (found != null) ? found.requeue(target) : NONE.requeue(target);
	}

}
