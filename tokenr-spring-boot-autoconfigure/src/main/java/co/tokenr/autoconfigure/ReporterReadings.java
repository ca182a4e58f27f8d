package co.tokenr.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import co.tokenr.metrics.DeliveryReadings;
import co.tokenr.report.DeliveryReason;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;

/**
 * Reads one target of a reporter for its meters.
 */
final class ReporterReadings implements DeliveryReadings {

	private static final String SENT = "sent";

	private static final String DROPPED = "dropped";

	private static final String REJECTED = "rejected";

	private static final String WITHHELD = "withheld";

	private final Supplier<ReporterStatus> status;

	private final List<Outcome> outcomes = new ArrayList<>();

	private ReporterReadings(Supplier<ReporterStatus> status) {
		this.status = status;
		this.outcomes.add(new Outcome(SENT, "none"));
		add(DROPPED, DeliveryReason.DROPPED);
		add(REJECTED, DeliveryReason.REJECTED);
		this.outcomes.add(new Outcome(WITHHELD, "local_only"));
	}

	private void add(String outcome, Iterable<String> reasons) {
		for (String reason : reasons) {
			this.outcomes.add(new Outcome(outcome, reason));
		}
	}

	/**
	 * Reads each target of a reporter.
	 */
	static List<DeliveryReadings> of(UsageReporter reporter) {
		List<DeliveryReadings> readings = new ArrayList<>();
		for (int i = 0; i < reporter.statuses().size(); i++) {
			int target = i;
			readings.add(new ReporterReadings(() -> reporter.statuses().get(target)));
		}
		return readings;
	}

	@Override
	public String target() {
		return this.status.get().target();
	}

	@Override
	public long waiting() {
		return this.status.get().queueSize();
	}

	@Override
	public long capacity() {
		return this.status.get().queueCapacity();
	}

	@Override
	public long spoolEvents() {
		return this.status.get().spoolEvents();
	}

	@Override
	public long spoolBytes() {
		return this.status.get().spoolBytes();
	}

	@Override
	public long retries() {
		return this.status.get().retries();
	}

	@Override
	public List<Outcome> outcomes() {
		return List.copyOf(this.outcomes);
	}

	@Override
	public long count(Outcome outcome) {
		ReporterStatus status = this.status.get();
		return switch (outcome.name()) {
			case DROPPED -> count(status.dropped(), outcome.reason());
			case REJECTED -> count(status.rejected(), outcome.reason());
			case WITHHELD -> status.withheld();
			default -> status.sent();
		};
	}

	private static long count(Map<String, Long> reasons, String reason) {
		return reasons.getOrDefault(reason, 0L);
	}

}
