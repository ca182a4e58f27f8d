package co.tokenr.report.target.collector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import co.tokenr.report.JsonWriter;
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
	public void write(EventFields event, JsonWriter document) {
		document.put("specversion", "1.0");
		document.put("id", event.get("id"));
		document.put("source", source(event.text("service")));
		document.put("type", this.type);
		document.put("subject", event.get("customer_id"));
		document.put("time", event.get("occurred_at"));
		document.put("datacontenttype", "application/json");
		document.putJson("data", event.json());
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
