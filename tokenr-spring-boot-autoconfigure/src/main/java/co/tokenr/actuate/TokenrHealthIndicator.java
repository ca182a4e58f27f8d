package co.tokenr.actuate;

import java.util.List;
import java.util.function.Supplier;

import co.tokenr.report.ReporterStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of the delivery: {@code UP}, or {@code DEGRADED} while events can not be
 * delivered to one of their targets or are being lost. Never {@code DOWN}: trouble in
 * tracking takes no application out of service.
 */
public final class TokenrHealthIndicator extends AbstractHealthIndicator {

	/** Tracking is in trouble, the application is not. */
	public static final Status DEGRADED = new Status("DEGRADED");

	private static final double NEARLY_FULL = 0.9;

	private final Supplier<List<ReporterStatus>> statuses;

	private final String delivery;

	/**
	 * Creates the indicator.
	 * @param delivery where events go, or why they go nowhere
	 * @param statuses reads the state of each target, none where nothing is delivered
	 */
	public TokenrHealthIndicator(String delivery, Supplier<List<ReporterStatus>> statuses) {
		this.delivery = delivery;
		this.statuses = statuses;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up().withDetail("delivery", this.delivery);
		List<ReporterStatus> targets = this.statuses.get();
		if (!targets.isEmpty()) {
			builder.status(targets.stream().anyMatch(TokenrHealthIndicator::isDegraded) ? DEGRADED : Status.UP);
			builder.withDetail("targets", DeliveryDocument.of(targets));
		}
	}

	private static boolean isDegraded(ReporterStatus status) {
		return status.state() != ReporterStatus.State.RUNNING || !status.workerAlive()
				|| status.utilization() >= NEARLY_FULL || status.unaccounted() != 0;
	}

}
