package co.tokenr.report.target.collector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import co.tokenr.report.DeliveryReason;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.RefusedDeliveryException;
import co.tokenr.report.target.collector.EncodedEvents.Encoded;

/**
 * Nozle's usage events, which it tells apart by {@code transaction_id} and
 * {@code timestamp}. Its {@code input_tokens} are all of the input, cached ones included;
 * the parts stand beside it in the same event. A usage event must have a customer.
 */
final class NozleFormat implements WireFormat {

	private final String metricCode;

	NozleFormat(String metricCode) {
		this.metricCode = metricCode;
	}

	@Override
	public String path() {
		return "/api/v1/events";
	}

	@Override
	public List<String> endings() {
		return List.of(path(), "/api/v1");
	}

	@Override
	public int limit() {
		return 1;
	}

	@Override
	public Map<String, Object> document(Map<String, Object> event) {
		EventFields fields = EventFields.of(event);
		String customer = fields.text("customer_id");
		if (customer == null) {
			throw new UnfitEventException(DeliveryReason.MISSING_CUSTOMER);
		}
		Map<String, Object> document = new LinkedHashMap<>();
		EventFields.put(document, "transaction_id", fields.get("id"));
		document.put("external_customer_id", customer);
		EventFields.put(document, "external_subscription_id", fields.tags().get("subscription_id"));
		document.put("code", this.metricCode);
		document.put("properties", properties(fields));
		EventFields.put(document, "timestamp", fields.get("occurred_at"));
		return Map.of("event", document);
	}

	private static Map<String, Object> properties(EventFields fields) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("model", fields.model());
		EventFields.put(properties, "provider", fields.get("provider"));
		properties.put("input_tokens", fields.count("input_tokens"));
		properties.put("output_tokens", fields.count("output_tokens"));
		EventFields.putCount(properties, "cached_input_tokens", fields.count("cache_read_input_tokens"));
		EventFields.putCount(properties, "cache_write_tokens", fields.count("cache_creation_input_tokens"));
		EventFields.putCount(properties, "reasoning_tokens", fields.count("reasoning_output_tokens"));
		EventFields.put(properties, "latency_ms", fields.latency());
		for (String name : new String[] { "feature", "agent_id", "team_id", "status", "usage_source" }) {
			EventFields.put(properties, name, fields.get(name));
		}
		return properties;
	}

	@Override
	public byte[] body(List<Encoded> events) {
		return events.get(0).json();
	}

	@Override
	public List<EventOutcome> read(CollectorAnswer answer, List<Encoded> events) {
		boolean refused = answer.status() == 400 || answer.status() == 404 || answer.status() == 422;
		if (refused && BatchAnswer.isDuplicate(answer.body())) {
			return List.of(EventOutcome.ACCEPTED);
		}
		if (answer.status() == 404 && namesSomebodyUnknown(answer.body())) {
			throw new RefusedDeliveryException("http_404");
		}
		return WireFormat.super.read(answer, events);
	}

	/**
	 * Tells a customer or subscription that Nozle does not know, which is this event's
	 * trouble, from an address that is wrong, which is everybody's.
	 */
	private static boolean namesSomebodyUnknown(String body) {
		String text = body.strip().toLowerCase(Locale.ROOT);
		return text.startsWith("{") && (text.contains("customer") || text.contains("subscription"));
	}

}
