package co.tokenr.report;

import co.tokenr.report.spool.SpoolRecord;
import co.tokenr.usage.UsageEvent;

/**
 * What a spool keeps of an event. As long as it has not left the process, the event
 * itself need not be read back from it.
 */
final class EventRecord extends SpoolRecord {

	private final UsageEvent event;

	EventRecord(long sequence, UsageEvent event, byte[] json) {
		super(sequence, json);
		this.event = event;
	}

	UsageEvent event() {
		return this.event;
	}

}
