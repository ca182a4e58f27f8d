package co.tokenr.report.target.collector;

import java.util.List;
import java.util.Locale;

import co.tokenr.report.DeliveryReason;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.JsonWriter;
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
	public void write(EventFields event, JsonWriter document) {
		String customer = event.text("customer_id");
		if (customer == null) {
			throw new UnfitEventException(DeliveryReason.MISSING_CUSTOMER);
		}
		document.open("event");
		document.put("transaction_id", event.get("id"));
		document.put("external_customer_id", customer);
		document.put("external_subscription_id", event.tag("subscription_id"));
		document.put("code", this.metricCode);
		document.open("properties");
		properties(event, document);
		document.close();
		document.put("timestamp", event.get("occurred_at"));
		document.close();
	}

	private static void properties(EventFields event, JsonWriter properties) {
		properties.put("model", event.model());
		properties.put("provider", event.get("provider"));
		properties.put("input_tokens", event.count("input_tokens"));
		properties.put("output_tokens", event.count("output_tokens"));
		properties.put("cached_input_tokens", event.countOrNothing("cache_read_input_tokens"));
		properties.put("cache_write_tokens", event.countOrNothing("cache_creation_input_tokens"));
		properties.put("reasoning_tokens", event.countOrNothing("reasoning_output_tokens"));
		properties.put("latency_ms", event.latency());
		for (String name : new String[] { "feature", "agent_id", "team_id", "status", "usage_source" }) {
			properties.put(name, event.get(name));
		}
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
