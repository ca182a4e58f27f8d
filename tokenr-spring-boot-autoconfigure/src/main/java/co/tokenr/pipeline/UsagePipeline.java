package co.tokenr.pipeline;

import java.util.function.BooleanSupplier;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.pricing.PriceBook;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Origin;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Deduplicates, attributes, prices and publishes captured calls. Thread-safe; neither
 * throws nor blocks.
 */
public final class UsagePipeline implements UsageRecorder {

	private final BooleanSupplier enabled;

	private final Origin origin;

	private final UsageEstimation estimation;

	private final Attributor attributor;

	private final PriceBook prices;

	private final EventPublisher publisher;

	private final DuplicateGuard duplicates = new DuplicateGuard();

	private final PipelineCounts counts;

	/**
	 * Creates a pipeline.
	 * @param enabled whether tracking is on, asked at each call
	 * @param origin where the events are made
	 * @param estimation estimates what nobody reported
	 * @param attributor says whom a call is charged to
	 * @param prices says what a call costs
	 * @param publisher hands events to the listeners
	 * @param counts counts what does not become an event, and failures
	 */
	public UsagePipeline(BooleanSupplier enabled, Origin origin, UsageEstimation estimation, Attributor attributor,
			PriceBook prices, EventPublisher publisher, PipelineCounts counts) {
		this.enabled = enabled;
		this.origin = origin;
		this.estimation = estimation;
		this.attributor = attributor;
		this.prices = prices;
		this.publisher = publisher;
		this.counts = counts;
	}

	@Override
	public boolean isEnabled() {
		return this.enabled.getAsBoolean();
	}

	@Override
	public AttributionContext resolve(AttributionContext around, @Nullable Object reactorContext) {
		return isEnabled() ? this.attributor.resolve(around, reactorContext) : around;
	}

	@Override
	public void record(CapturedCall call) {
		if (!isEnabled() || this.duplicates.isDuplicate(call.facts().id(), this.counts)) {
			return;
		}
		if (!call.isEstimable() || !this.estimation.submit(call, this::process)) {
			process(call);
		}
	}

	private void process(CapturedCall call) {
		Attribution attribution = this.attributor.attribute(call);
		if (attribution == null) {
			this.counts.vetoed();
			return;
		}
		UsageEvent event = new UsageEvent(call.facts(), attribution, price(call.facts()), this.origin);
		this.publisher.publish(event, call.context());
	}

	private Cost price(LlmCall call) {
		try {
			return this.prices.price(call);
		}
		catch (Throwable ex) {
			this.counts.failed(this.prices, ex);
			return Cost.UNPRICED;
		}
	}

}
