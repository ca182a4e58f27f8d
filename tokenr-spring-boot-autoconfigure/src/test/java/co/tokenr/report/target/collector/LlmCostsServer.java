package co.tokenr.report.target.collector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.report.JsonDocument;
import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.report.target.collector.FakeCollector.Request;
import com.jayway.jsonpath.JsonPath;

/**
 * The usage endpoint of LLMCosts as its guide and its published tests describe it:
 * records and one flag a request; 200, 207 and 400 with an error for each failed record;
 * counts below zero and records of OpenAI without completion tokens are refused.
 */
final class LlmCostsServer implements FakeCollector.Handler {

	private static final Set<String> FIELDS = Set.of("usage", "model_id", "response_id", "timestamp", "provider",
			"service_tier", "base_url", "context", "client_customer_key");

	/** Records that were taken to be kept, in order. */
	final List<Map<String, Object>> saved = new CopyOnWriteArrayList<>();

	/** Records that were only priced. */
	final List<Map<String, Object>> priced = new CopyOnWriteArrayList<>();

	volatile String refusedModel = "none";

	@Override
	public Answer answer(Request request) {
		if (!request.path().equals("/api/v1/usage")) {
			return Answer.of(404);
		}
		if (!"Bearer key_1".equals(request.header("Authorization"))) {
			return Answer.of(401, "{\"detail\":\"Invalid API key\"}");
		}
		Map<String, Object> body = JsonPath.read(request.body(), "$");
		if (!body.keySet().equals(Set.of("usage_records", "remote_save"))
				|| !(body.get("remote_save") instanceof Boolean save)) {
			return Answer.of(422, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"invalid\"}]}");
		}
		return store(JsonPath.read(request.body(), "$.usage_records"), save ? this.saved : this.priced);
	}

	private Answer store(List<Map<String, Object>> records, List<Map<String, Object>> store) {
		List<Map<String, Object>> errors = new ArrayList<>();
		List<Map<String, Object>> events = new ArrayList<>();
		for (int i = 0; i < records.size(); i++) {
			Map<String, Object> taken = records.get(i);
			String complaint = complaint(taken, store);
			if (complaint != null) {
				errors.add(Map.of("response_id", String.valueOf(taken.get("response_id")), "record_index", i, "errors",
						List.of(complaint)));
			}
			else {
				store.add(taken);
				events.add(Map.of("response_id", taken.get("response_id")));
			}
		}
		int processed = records.size() - errors.size();
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("status", errors.isEmpty() ? "success" : ((processed > 0) ? "partial_success" : "failed"));
		answer.put("processed", processed);
		answer.put("failed", errors.size());
		answer.put("errors", errors);
		answer.put("events", events);
		int status = errors.isEmpty() ? 200 : ((processed > 0) ? 207 : 400);
		return Answer.of(status, new String(JsonDocument.write(answer), java.nio.charset.StandardCharsets.UTF_8));
	}

	private String complaint(Map<String, Object> event, List<Map<String, Object>> store) {
		if (!FIELDS.containsAll(event.keySet())) {
			return "unexpected field";
		}
		for (String required : List.of("usage", "model_id", "response_id", "timestamp", "provider",
				"client_customer_key")) {
			if (!event.containsKey(required)) {
				return required + " is required";
			}
		}
		Map<?, ?> usage = (Map<?, ?>) event.get("usage");
		if (usage.values().stream().anyMatch((count) -> count instanceof Number number && number.longValue() < 0)) {
			return "counts must not be negative";
		}
		if (event.get("provider").equals("openai") && !usage.containsKey("completion_tokens")) {
			return "completion_tokens is required";
		}
		if (event.get("model_id").equals(this.refusedModel)) {
			return "unknown model";
		}
		boolean known = store.stream().anyMatch((other) -> other.get("response_id").equals(event.get("response_id")));
		return known ? "response_id already exists" : null;
	}

}
