package co.tokenr.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import co.tokenr.metrics.DeliveryReadings;
import co.tokenr.report.DeliveryReason;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;

/**
 * Reads a reporter for its meters.
 */
final class ReporterReadings implements DeliveryReadings {

	private static final String SENT = "sent";

	private static final String DROPPED = "dropped";

	private static final String REJECTED = "rejected";

	private final UsageReporter reporter;

	private final List<Outcome> outcomes = new ArrayList<>();

	ReporterReadings(UsageReporter reporter) {
		this.reporter = reporter;
		this.outcomes.add(new Outcome(SENT, "none"));
		DeliveryReason.DROPPED.forEach((reason) -> this.outcomes.add(new Outcome(DROPPED, reason)));
		DeliveryReason.REJECTED.forEach((reason) -> this.outcomes.add(new Outcome(REJECTED, reason)));
	}

	@Override
	public String target() {
		return this.reporter.status().target();
	}

	@Override
	public long waiting() {
		return this.reporter.status().queueSize();
	}

	@Override
	public long capacity() {
		return this.reporter.status().queueCapacity();
	}

	@Override
	public long spoolEvents() {
		return this.reporter.status().spoolEvents();
	}

	@Override
	public long spoolBytes() {
		return this.reporter.status().spoolBytes();
	}

	@Override
	public long retries() {
		return this.reporter.status().retries();
	}

	@Override
	public List<Outcome> outcomes() {
		return List.copyOf(this.outcomes);
	}

	@Override
	public long count(Outcome outcome) {
		ReporterStatus status = this.reporter.status();
		return switch (outcome.name()) {
			case DROPPED -> count(status.dropped(), outcome.reason());
			case REJECTED -> count(status.rejected(), outcome.reason());
			default -> status.sent();
		};
	}

	private static long count(Map<String, Long> reasons, String reason) {
		return reasons.getOrDefault(reason, 0L);
	}

}
