package co.tokenr.pipeline;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageListener;

/**
 * Hands events to the listeners: inline ones on the caller's thread, all others by a
 * bounded dispatcher off it. Listeners that travel with the call's scopes hear only of
 * what ran inside them.
 */
public final class EventPublisher implements AutoCloseable {

	private final List<InlineUsageListener> inline = new ArrayList<>();

	private final ListenerDispatcher dispatcher;

	private final PipelineCounts counts;

	/**
	 * Creates a publisher.
	 * @param listeners the listeners, in this order
	 * @param counts counts failing listeners
	 */
	public EventPublisher(List<UsageListener> listeners, PipelineCounts counts) {
		List<UsageListener> dispatched = new ArrayList<>();
		for (UsageListener listener : listeners) {
			if (listener instanceof InlineUsageListener inlineListener) {
				this.inline.add(inlineListener);
			}
			else {
				dispatched.add(listener);
			}
		}
		this.dispatcher = new ListenerDispatcher(dispatched, counts);
		this.counts = counts;
	}

	void publish(UsageEvent event, AttributionContext context) {
		context.companions(InlineUsageListener.class, (listener) -> tell(listener, event));
		for (InlineUsageListener listener : this.inline) {
			tell(listener, event);
		}
		this.dispatcher.dispatch(event);
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
		this.dispatcher.close();
	}

}
