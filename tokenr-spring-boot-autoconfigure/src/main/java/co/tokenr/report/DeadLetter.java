package co.tokenr.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An event that its target has rejected for good.
 *
 * @param id the id of the event
 * @param reason why, such as {@code http_422}; a small set
 * @param status what an HTTP target answered for it, {@code null} where there was no
 * answer or it named no status
 * @param rejectedAt when
 * @param event the event as it was offered; unmodifiable
 */
public record DeadLetter(String id, String reason, @Nullable Integer status, Instant rejectedAt,
		Map<String, Object> event) {

	/** Writes the letter down. */
	byte[] json() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("id", this.id);
		document.put("reason", this.reason);
		if (this.status != null) {
			document.put("status", this.status);
		}
		document.put("rejected_at", this.rejectedAt.toString());
		document.put("event", this.event);
		return JsonDocument.write(document);
	}

	/**
	 * Reads a letter.
	 * @throws RuntimeException if it is none
	 */
	@SuppressWarnings("unchecked")
	static DeadLetter of(byte[] json) {
		Map<String, Object> document = JsonDocument.read(json);
		Long status = (Long) document.get("status");
		return new DeadLetter(text(document, "id"), text(document, "reason"),
				(status != null) ? status.intValue() : null, Instant.parse(text(document, "rejected_at")),
				(Map<String, Object>) document.getOrDefault("event", Map.of()));
	}

	private static String text(Map<String, Object> document, String name) {
		if (document.get(name) instanceof String text) {
			return text;
		}
		throw new IllegalArgumentException("A dead letter without " + name);
	}

}
