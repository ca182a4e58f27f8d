package co.tokenr.it;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageListener;

/**
 * The application's own listener: keeps all events.
 */
final class RecordingListener implements UsageListener {

	private final List<UsageEvent> events = new CopyOnWriteArrayList<>();

	@Override
	public void onUsage(UsageEvent event) {
		this.events.add(event);
	}

	List<UsageEvent> events() {
		return this.events;
	}

	void clear() {
		this.events.clear();
	}

}
