package co.tokenr.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageListener;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Hands events to the listeners: inline ones on the caller's thread, all others by a
 * bounded dispatcher off it. Listeners that travel with the call's scopes hear only of
 * what ran inside them.
 */
public final class EventPublisher implements AutoCloseable {

	private final SingletonSupplier<Listeners> listeners;

	private final ListenerDispatcher dispatcher;

	private final PipelineCounts counts;

	/**
	 * Creates a publisher.
	 * @param listeners finds the listeners, in their order; asked once, at the first
	 * event or by {@link #prepare()}, so that a listener may itself depend on what
	 * publishes
	 * @param counts counts failing listeners
	 */
	public EventPublisher(Supplier<List<UsageListener>> listeners, PipelineCounts counts) {
		this.listeners = SingletonSupplier.of(() -> Listeners.of(listeners.get()));
		this.dispatcher = new ListenerDispatcher(counts);
		this.counts = counts;
	}

	/**
	 * Finds the listeners now, so that the first call does not have to.
	 */
	public void prepare() {
		this.listeners.obtain();
	}

	void publish(UsageEvent event, AttributionContext context) {
		context.companions(InlineUsageListener.class, (listener) -> tell(listener, event));
		@Nullable Listeners all = this.counts.guard(this, this.listeners);
		if (all == null) {
			return;
		}
		for (InlineUsageListener listener : all.inline()) {
			tell(listener, event);
		}
		this.dispatcher.dispatch(event, all.dispatched());
	}

	private void tell(InlineUsageListener listener, UsageEvent event) {
		try {
			listener.onUsage(event);
		}
		catch (Throwable ex) {
			this.counts.failed(listener, ex);
		}
	}

	/**
	 * Hands over what the dispatcher still holds, for two seconds at the most, and ends
	 * it.
	 */
	@Override
	public void close() {
		this.dispatcher.close();
	}

	private record Listeners(List<InlineUsageListener> inline, List<UsageListener> dispatched) {

		static Listeners of(List<UsageListener> listeners) {
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
			return new Listeners(List.copyOf(inline), List.copyOf(dispatched));
		}

	}

}
