package co.tokenr.actuate;

import java.util.Map;
import java.util.function.Supplier;

import co.tokenr.report.ReporterStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of the delivery: {@code UP}, or {@code DEGRADED} while events can not be
 * delivered or are being lost. Never {@code DOWN}: trouble in tracking takes no
 * application out of service.
 */
public final class TokenrHealthIndicator extends AbstractHealthIndicator {

	/** Tracking is in trouble, the application is not. */
	public static final Status DEGRADED = new Status("DEGRADED");

	private static final double NEARLY_FULL = 0.9;

	private final Supplier<@Nullable ReporterStatus> status;

	private final String delivery;

	/**
	 * Creates the indicator.
	 * @param delivery where events go, or why they go nowhere
	 * @param status reads the state of the delivery, {@code null} where there is none
	 */
	public TokenrHealthIndicator(String delivery, Supplier<@Nullable ReporterStatus> status) {
		this.delivery = delivery;
		this.status = status;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up().withDetail("delivery", this.delivery);
		ReporterStatus current = this.status.get();
		if (current != null) {
			builder.status(isDegraded(current) ? DEGRADED : Status.UP);
			for (Map.Entry<String, Object> detail : DeliveryDocument.of(current).entrySet()) {
				builder.withDetail(detail.getKey(), detail.getValue());
			}
		}
	}

	private static boolean isDegraded(ReporterStatus status) {
		return status.state() != ReporterStatus.State.RUNNING || !status.workerAlive()
				|| status.utilization() >= NEARLY_FULL || status.unaccounted() != 0;
	}

}
