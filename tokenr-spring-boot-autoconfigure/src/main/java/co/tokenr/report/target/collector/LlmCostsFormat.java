package co.tokenr.report.target.collector;

import java.util.List;
import java.util.Map;

import co.tokenr.report.JsonWriter;
import co.tokenr.report.target.collector.EncodedEvents.Encoded;

/**
 * The usage records of LLMCosts. Counts are in the provider's own words; the response id,
 * by which a record is told from others, is the id of our event, since providers leave
 * theirs out or repeat it. What a request says for all its records, such as not to save
 * them, is never said to records that did not ask for it.
 */
final class LlmCostsFormat implements WireFormat {

	/** The tag by which a call asks to be priced and not to be saved. */
	private static final String REMOTE_SAVE = "remote_save";

	private static final String CUSTOMER = "client_customer_key";

	private static final Map<String, String> PROVIDERS = Map.of("azure.ai.openai", "azure", "azure.ai.inference",
			"azure", "aws.bedrock", "amazon-bedrock", "gcp.gemini", "google", "gcp.vertex_ai", "vertex", "mistral_ai",
			"mistral", "x_ai", "xai");

	@Override
	public String path() {
		return "/usage";
	}

	@Override
	public List<String> endings() {
		return List.of(path());
	}

	@Override
	public void write(EventFields event, JsonWriter document) {
		String provider = event.text("provider");
		document.putAll("usage", NativeUsage.of((provider != null) ? provider : "", event));
		document.put("model_id", event.model());
		document.put("response_id", event.get("id"));
		document.put("timestamp", event.get("occurred_at"));
		document.put("provider", PROVIDERS.getOrDefault(provider, provider));
		document.put("service_tier", event.get("service_tier"));
		Map<String, Object> context = context(event);
		if (!context.isEmpty()) {
			document.putAll("context", context);
		}
		// expected in every record, null included
		if (event.get("customer_id") != null) {
			document.put(CUSTOMER, event.get("customer_id"));
		}
		else {
			document.putNull(CUSTOMER);
		}
	}

	private static Map<String, Object> context(EventFields event) {
		Map<String, Object> context = event.labels("agent_id", "feature", "team_id", "user_id", "conversation_id",
				"service", "environment", "run_id", "error_type");
		context.remove(REMOTE_SAVE);
		EventFields.put(context, "status", event.get("status"));
		EventFields.put(context, "provider_response_id", event.get("response_id"));
		return context;
	}

	@Override
	public String flags(EventFields event) {
		boolean saved = !"false".equals(event.tag(REMOTE_SAVE));
		return "\"" + REMOTE_SAVE + "\":" + saved;
	}

	@Override
	public byte[] body(List<Encoded> events) {
		return EncodedEvents.join("{\"usage_records\":[", events, "]," + events.get(0).flags() + "}");
	}

}
