package co.tokenr.report.target.collector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
	public Map<String, Object> document(Map<String, Object> event) {
		EventFields fields = EventFields.of(event);
		String provider = fields.text("provider");
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("usage", NativeUsage.of((provider != null) ? provider : "", fields));
		document.put("model_id", fields.model());
		EventFields.put(document, "response_id", fields.get("id"));
		EventFields.put(document, "timestamp", fields.get("occurred_at"));
		EventFields.put(document, "provider", PROVIDERS.getOrDefault(provider, provider));
		EventFields.put(document, "service_tier", fields.get("service_tier"));
		Map<String, Object> context = context(fields);
		if (!context.isEmpty()) {
			document.put("context", context);
		}
		// expected in every record, null included
		document.put("client_customer_key", fields.get("customer_id"));
		return document;
	}

	private static Map<String, Object> context(EventFields fields) {
		Map<String, Object> context = fields.labels("agent_id", "feature", "team_id", "user_id", "conversation_id",
				"service", "environment", "run_id", "error_type");
		context.remove(REMOTE_SAVE);
		EventFields.put(context, "status", fields.get("status"));
		EventFields.put(context, "provider_response_id", fields.get("response_id"));
		return context;
	}

	@Override
	public String flags(Map<String, Object> event) {
		boolean saved = !"false".equals(EventFields.of(event).tags().get(REMOTE_SAVE));
		return "\"" + REMOTE_SAVE + "\":" + saved;
	}

	@Override
	public byte[] body(List<Encoded> events) {
		return EncodedEvents.join("{\"usage_records\":[", events, "]," + events.get(0).flags() + "}");
	}

}
