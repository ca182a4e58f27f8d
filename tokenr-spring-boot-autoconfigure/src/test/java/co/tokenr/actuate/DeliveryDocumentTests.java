package co.tokenr.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import co.tokenr.report.DeadLetter;
import co.tokenr.report.DeadLetters;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.UsageReporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryDocumentTests {

	private static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");

	private final UsageReporter reporter = new UsageReporter(new Target(), ReporterSettings.builder().build());

	@Test
	void showsWhatWasRejectedByReasonAndTheLatestOfItWithoutTheEvents() {
		DeadLetters letters = new DeadLetters(Map.of("http_422", 3L),
				List.of(new DeadLetter("e-1", "http_422", 422, AT, Map.of("customer_id", "acme"))), 7);
		Map<String, Object> document = DeliveryDocument.of(this.reporter.statuses(), (target) -> letters).get(0);
		assertThat(document.get("dead_letters"))
			.isEqualTo(Map.of("kept", Map.of("http_422", 3L), "discarded", 7L, "latest", List.of(Map.of("id", "e-1",
					"reason", "http_422", "status", "422", "rejected_at", "2026-03-04T05:06:07Z"))));
		assertThat(document.toString()).doesNotContain("acme");
	}

	@Test
	void readsNoDeadLettersForHealth() {
		assertThat(DeliveryDocument.of(this.reporter.statuses()).get(0)).containsEntry("target", "files")
			.containsEntry("state", "stopped")
			.doesNotContainKey("dead_letters");
	}

	private static final class Target implements ReportTarget {

		@Override
		public String name() {
			return "files";
		}

		@Override
		public DeliveryResult deliver(List<StoredEvent> batch) {
			return DeliveryResult.accepted(batch.size());
		}

	}

}
