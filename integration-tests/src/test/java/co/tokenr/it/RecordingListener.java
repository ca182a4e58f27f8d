package co.tokenr.it;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageListener;

/**
 * The application's own listener: keeps all events.
 */
final class RecordingListener implements UsageListener {

	private final Queue<UsageEvent> events = new ConcurrentLinkedQueue<>();

	@Override
	public void onUsage(UsageEvent event) {
		this.events.add(event);
	}

	List<UsageEvent> events() {
		return List.copyOf(this.events);
	}

	void clear() {
		this.events.clear();
	}

}
