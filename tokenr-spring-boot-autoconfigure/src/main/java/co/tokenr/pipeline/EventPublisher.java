package co.tokenr.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageListener;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to the listeners: inline ones on the caller's thread, all others by a
 * bounded dispatcher off it. Listeners that travel with the call's scopes hear only of
 * what ran inside them.
 */
public final class EventPublisher implements AutoCloseable {

	private final Supplier<List<UsageListener>> finder;

	private volatile @Nullable Listeners listeners;

	private final PipelineCounts counts;

	/**
	 * Creates a publisher.
	 * @param listeners finds the listeners, in their order; asked once, at the first
	 * event or by {@link #prepare()}, so that a listener may itself depend on what
	 * publishes
	 * @param counts counts failing listeners
	 */
	public EventPublisher(Supplier<List<UsageListener>> listeners, PipelineCounts counts) {
		this.finder = listeners;
		this.counts = counts;
	}

	/**
	 * Finds the listeners now, so that the first call does not have to.
	 */
	public void prepare() {
		listeners();
	}

	void publish(UsageEvent event, AttributionContext context) {
		context.companions(InlineUsageListener.class, (listener) -> tell(listener, event));
		Listeners all = listeners();
		for (InlineUsageListener listener : all.inline()) {
			tell(listener, event);
		}
		all.dispatcher().dispatch(event);
	}

	private void tell(InlineUsageListener listener, UsageEvent event) {
		this.counts.guard(listener, () -> listener.onUsage(event));
	}

	/**
	 * Hands over what the dispatcher still holds, for two seconds at the most, and ends
	 * it.
	 */
	@Override
	public void close() {
		Listeners found = this.listeners;
		if (found != null) {
			found.dispatcher().close();
		}
	}

	private Listeners listeners() {
		Listeners found = this.listeners;
		if (found == null) {
			// found twice at the worst, which starts nothing
			found = Listeners.of(this.finder.get(), this.counts);
			this.listeners = found;
		}
		return found;
	}

	private record Listeners(List<InlineUsageListener> inline, ListenerDispatcher dispatcher) {

		static Listeners of(List<UsageListener> listeners, PipelineCounts counts) {
			List<InlineUsageListener> inline = new ArrayList<>();
			List<UsageListener> dispatched = new ArrayList<>();
			for (UsageListener listener : listeners) {
				if (listener instanceof InlineUsageListener inlineListener) {
					inline.add(inlineListener);
				}
				else {
					dispatched.add(listener);
				}
			}
			return new Listeners(List.copyOf(inline), new ListenerDispatcher(dispatched, counts));
		}

	}

}
