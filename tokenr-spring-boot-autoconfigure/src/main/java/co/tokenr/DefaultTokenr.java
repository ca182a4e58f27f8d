package co.tokenr;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.ledger.LatestEvents;
import co.tokenr.ledger.RunningTotals;
import co.tokenr.ledger.TotalsAccumulator;
import co.tokenr.ledger.UsageTotals;
import co.tokenr.report.FlushResult;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageRecorder;

/**
 * The front door with the house behind it.
 */
public final class DefaultTokenr implements Tokenr {

	private static final int LATEST = 100;

	private final UsageRecorder recorder;

	private final RunningTotals totals;

	private final LatestEvents latest;

	private final TokenrControl control;

	/**
	 * Creates the front door.
	 * @param recorder records what is tracked by hand
	 * @param totals the totals of this instance
	 * @param latest the latest events of this instance
	 * @param control changes how is tracked
	 */
	public DefaultTokenr(UsageRecorder recorder, RunningTotals totals, LatestEvents latest, TokenrControl control) {
		this.recorder = recorder;
		this.totals = totals;
		this.latest = latest;
		this.control = control;
	}

	/**
	 * Returns a front door that opens on nothing: all code runs, nothing is recorded.
	 * @return a no-op
	 */
	public static Tokenr noop() {
		return new DefaultTokenr(UsageRecorder.NONE, new RunningTotals(), new LatestEvents(1),
				new TokenrControl(new TokenrSwitches(false, false), DeliveryControl.NONE, (event) -> {
				}));
	}

	@Override
	public void track(String provider, String model, Consumer<TrackedCall> details) {
		TrackedCall call = new TrackedCall(provider, model);
		AttributionContext context = surroundings();
		details.accept(call);
		this.recorder.record(call.captured(context));
	}

	@Override
	public <T, E extends Exception> T observe(String provider, String model, ObservedCall<T, E> call) throws E {
		TrackedCall tracked = new TrackedCall(provider, model);
		AttributionContext context = surroundings();
		long start = System.nanoTime();
		try {
			return call.call(tracked);
		}
		catch (Throwable ex) {
			tracked.failure(ex);
			throw ex;
		}
		finally {
			tracked.latency(Duration.ofNanos(System.nanoTime() - start));
			this.recorder.record(tracked.captured(context));
		}
	}

	@Override
	public TokenrScope scope(Consumer<Attribution.Builder> attribution) {
		Attribution.Builder builder = Attribution.builder();
		attribution.accept(builder);
		TotalsAccumulator accumulator = new TotalsAccumulator();
		return new TokenrScope(AttributionScope.open(surroundings(), builder.build(), accumulator), accumulator);
	}

	private AttributionContext surroundings() {
		return this.recorder.resolve(AttributionContext.current(), null);
	}

	@Override
	public List<UsageEvent> latest() {
		return this.latest.latest(LATEST);
	}

	@Override
	public UsageTotals totals() {
		return this.totals.totals();
	}

	@Override
	public FlushResult flush(Duration timeout) {
		return this.control.flush(timeout, null);
	}

	@Override
	public int requeue(String target) {
		return this.control.requeue(target, null);
	}

	@Override
	public boolean isEnabled() {
		return this.recorder.isEnabled();
	}

	@Override
	public void setEnabled(boolean enabled) {
		this.control.setEnabled(enabled, null);
	}

	@Override
	public boolean isDebug() {
		return this.control.isDebug();
	}

	@Override
	public void setDebug(boolean debug) {
		this.control.setDebug(debug, null);
	}

	@Override
	public boolean isRemoteDelivery() {
		return this.control.isRemoteDelivery();
	}

	@Override
	public void setRemoteDelivery(boolean remoteDelivery) {
		this.control.setRemoteDelivery(remoteDelivery, null);
	}

}
