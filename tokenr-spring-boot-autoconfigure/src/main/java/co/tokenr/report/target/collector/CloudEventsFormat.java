package co.tokenr.report.target.collector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import co.tokenr.report.target.collector.EncodedEvents.Encoded;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 in the JSON batch format. An event is told from others by source and
 * id; its subject is the customer, and its data the event as we store it.
 *
 * @see <a href=
 * "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">
 * JSON event format</a>
 */
final class CloudEventsFormat implements WireFormat {

	private final String type;

	CloudEventsFormat(String type) {
		this.type = type;
	}

	@Override
	public String path() {
		return "";
	}

	@Override
	public List<String> endings() {
		return List.of();
	}

	@Override
	public String contentType() {
		return "application/cloudevents-batch+json";
	}

	@Override
	public Map<String, Object> document(Map<String, Object> event) {
		EventFields fields = EventFields.of(event);
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("specversion", "1.0");
		EventFields.put(document, "id", fields.get("id"));
		document.put("source", source(fields.text("service")));
		document.put("type", this.type);
		EventFields.put(document, "subject", fields.get("customer_id"));
		EventFields.put(document, "time", fields.get("occurred_at"));
		document.put("datacontenttype", "application/json");
		document.put("data", event);
		return document;
	}

	/** A URI reference that is not empty, as the specification wants it. */
	private static String source(@Nullable String service) {
		boolean known = service != null && !service.isBlank();
		return known ? URLEncoder.encode(service, StandardCharsets.UTF_8).replace("+", "%20") : "tokenr";
	}

	@Override
	public byte[] body(List<Encoded> events) {
		return EncodedEvents.join("[", events, "]");
	}

}
