package co.tokenr.report.target.collector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.report.target.collector.FakeCollector.Request;
import com.jayway.jsonpath.JsonPath;

/**
 * Nozle's events API as its pages "Events" and "Errors" describe it: one event a request,
 * required fields, 400, 401, 403 and 404 as {@code {"error": "..."}}, and duplicates by
 * transaction id and timestamp together.
 */
final class NozleServer implements FakeCollector.Handler {

	private static final Set<String> FIELDS = Set.of("transaction_id", "external_customer_id",
			"external_subscription_id", "code", "properties", "timestamp");

	final List<Map<String, Object>> stored = new CopyOnWriteArrayList<>();

	final Set<String> customers = Set.of("acme", "globex");

	@Override
	public Answer answer(Request request) {
		String key = request.header("Authorization");
		if (!request.path().equals("/api/v1/events")) {
			return error(404, "not found");
		}
		if (!key.startsWith("Bearer sk_")) {
			return key.startsWith("Bearer pk_") ? error(403, "secret key required") : error(401, "invalid api key");
		}
		Map<String, Object> body = JsonPath.read(request.body(), "$");
		if (!body.keySet().equals(Set.of("event"))) {
			return error(400, "event is missing");
		}
		return store(JsonPath.read(request.body(), "$.event"));
	}

	private Answer store(Map<String, Object> event) {
		for (String required : List.of("transaction_id", "external_customer_id", "code")) {
			if (!(event.get(required) instanceof String text) || text.isBlank()) {
				return error(400, required + " is missing");
			}
		}
		if (!FIELDS.containsAll(event.keySet())) {
			return error(400, "unknown field");
		}
		if (!this.customers.contains(event.get("external_customer_id"))) {
			return error(404, "customer not found");
		}
		if (!event.get("code").equals("llm_tokens")) {
			return error(400, "billable metric not found");
		}
		Map<String, Object> identity = identity(event);
		if (this.stored.stream().map(NozleServer::identity).noneMatch(identity::equals)) {
			this.stored.add(event);
		}
		return Answer.of(200, "{\"event\":{\"transaction_id\":\"" + event.get("transaction_id") + "\"}}");
	}

	static Map<String, Object> identity(Map<String, Object> event) {
		Map<String, Object> identity = new LinkedHashMap<>();
		identity.put("transaction_id", event.get("transaction_id"));
		identity.put("timestamp", event.get("timestamp"));
		return identity;
	}

	static Answer error(int status, String text) {
		return Answer.of(status, "{\"error\":\"" + text + "\"}");
	}

}
