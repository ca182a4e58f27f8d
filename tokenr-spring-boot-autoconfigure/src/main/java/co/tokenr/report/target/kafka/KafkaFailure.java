package co.tokenr.report.target.kafka;

import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.DeliveryException;
import co.tokenr.report.DeliveryReason;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.RetryableDeliveryException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Why an event was not acknowledged.
 *
 * @param outcome what becomes of the event
 * @param kind kind of the failure
 * @param blocked whether somebody must change something first
 */
record KafkaFailure(EventOutcome outcome, String kind, boolean blocked) {

	static KafkaFailure of(Throwable failure) {
		String kind = failure.getClass().getSimpleName();
		if (failure instanceof RecordTooLargeException) {
			return new KafkaFailure(EventOutcome.rejected(DeliveryReason.TOO_LARGE), kind, false);
		}
		if (failure instanceof InvalidRecordException) {
			return new KafkaFailure(EventOutcome.rejected(DeliveryReason.COLLECTOR), kind, false);
		}
		return new KafkaFailure(EventOutcome.AGAIN, kind, isConfiguration(failure));
	}

	private static boolean isConfiguration(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof AuthenticationException || cause instanceof AuthorizationException
					|| cause instanceof InvalidTopicException || cause instanceof ConfigException
					|| cause instanceof InvalidConfigurationException || cause instanceof UnsupportedVersionException) {
				return true;
			}
		}
		return false;
	}

	boolean isOfTheEvent() {
		return this.outcome.kind() == EventOutcome.Kind.REJECTED;
	}

	DeliveryException toException() {
		return this.blocked ? new BlockedDeliveryException(this.kind) : new RetryableDeliveryException(this.kind, null);
	}

}
