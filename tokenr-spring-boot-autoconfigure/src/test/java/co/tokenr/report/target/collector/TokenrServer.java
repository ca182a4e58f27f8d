package co.tokenr.report.target.collector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.report.target.collector.FakeCollector.Request;
import com.jayway.jsonpath.JsonPath;

/**
 * Tokenr's API as its page describes it, with the cache counts that its SDK sends: single
 * events are answered with an id, batches with how many were accepted and rejected;
 * events are told apart by {@code external_id}.
 */
final class TokenrServer implements FakeCollector.Handler {

	private static final Set<String> FIELDS = Set.of("provider", "model", "input_tokens", "output_tokens",
			"cache_read_tokens", "cache_write_tokens", "agent_id", "feature_name", "team_id", "status", "latency_ms",
			"tags", "requested_at", "total_cost", "external_id");

	final List<Map<String, Object>> stored = new CopyOnWriteArrayList<>();

	@Override
	public Answer answer(Request request) {
		if (request.path().equals("/api/v1/track")) {
			Map<String, Object> event = JsonPath.read(request.body(), "$");
			String complaint = store(event);
			return (complaint == null) ? Answer.of(200, "{\"id\":" + this.stored.size() + ",\"cost\":0.0195}")
					: Answer.of(422, "{\"error\":\"" + complaint + "\"}");
		}
		List<Map<String, Object>> events = JsonPath.read(request.body(), "$.requests");
		List<String> errors = new ArrayList<>();
		for (int i = 0; i < events.size(); i++) {
			String complaint = store(events.get(i));
			if (complaint != null) {
				errors.add("{\"index\":" + i + ",\"error\":\"" + complaint + "\"}");
			}
		}
		return Answer.of(200, "{\"accepted\":" + (events.size() - errors.size()) + ",\"rejected\":" + errors.size()
				+ ",\"errors\":[" + String.join(",", errors) + "]}");
	}

	private String store(Map<String, Object> event) {
		if (!FIELDS.containsAll(event.keySet())) {
			return "unknown field";
		}
		for (String required : List.of("provider", "model", "input_tokens", "output_tokens")) {
			if (!event.containsKey(required)) {
				return required + " is missing";
			}
		}
		if (event.get("model").equals("odd")) {
			return "model is unknown";
		}
		if (this.stored.stream().anyMatch((other) -> other.get("external_id").equals(event.get("external_id")))) {
			return "external_id already exists";
		}
		this.stored.add(event);
		return null;
	}

}
