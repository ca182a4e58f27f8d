package co.tokenr.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import co.tokenr.report.DeadLetter;
import co.tokenr.report.DeadLetters;
import co.tokenr.report.ReporterStatus;
import org.jspecify.annotations.Nullable;

/**
 * The state of the delivery as health and endpoint show it.
 */
final class DeliveryDocument {

	private DeliveryDocument() {
	}

	/**
	 * Writes down how each target is doing.
	 */
	static List<Map<String, Object>> of(List<ReporterStatus> statuses) {
		return statuses.stream().map(DeliveryDocument::of).toList();
	}

	/**
	 * Writes down how each target is doing, and what it has rejected for good.
	 */
	static List<Map<String, Object>> of(List<ReporterStatus> statuses, Function<String, DeadLetters> deadLetters) {
		return statuses.stream().map((status) -> {
			Map<String, Object> document = of(status);
			document.put("dead_letters", of(deadLetters.apply(status.target())));
			return document;
		}).toList();
	}

	private static Map<String, Object> of(DeadLetters letters) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("kept", letters.byReason());
		document.put("discarded", letters.discarded());
		document.put("latest", letters.latest().stream().map(DeliveryDocument::of).toList());
		return document;
	}

	private static Map<String, Object> of(DeadLetter letter) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("id", letter.id());
		document.put("reason", letter.reason());
		put(document, "status", letter.status());
		document.put("rejected_at", letter.rejectedAt().toString());
		return document;
	}

	private static Map<String, Object> of(ReporterStatus status) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("target", status.target());
		document.put("state", status.state().name().toLowerCase(Locale.ROOT));
		document.put("worker_alive", status.workerAlive());
		document.put("queue_size", status.queueSize());
		document.put("queue_capacity", status.queueCapacity());
		document.put("queue_utilization", Math.round(status.utilization() * 1000) / 1000.0);
		document.put("queue_bytes", status.queuedBytes());
		document.put("durable", status.durable());
		document.put("spool_events", status.spoolEvents());
		document.put("spool_bytes", status.spoolBytes());
		document.put("recorded", status.recorded());
		document.put("recovered", status.recovered());
		document.put("sent", status.sent());
		document.put("waiting", status.waiting());
		document.put("dropped", status.dropped());
		document.put("rejected", status.rejected());
		document.put("withheld", status.withheld());
		document.put("unaccounted", status.unaccounted());
		document.put("retries", status.retries());
		put(document, "last_success", status.lastSuccess());
		put(document, "last_error", status.lastError());
		put(document, "last_error_at", status.lastErrorAt());
		put(document, "resumes_at", status.resumesAt());
		return document;
	}

	private static void put(Map<String, Object> document, String name, @Nullable Object value) {
		if (value != null) {
			document.put(name, value.toString());
		}
	}

}
