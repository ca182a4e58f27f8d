package co.tokenr.report.target.collector;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.report.target.collector.FakeCollector.Answer;
import co.tokenr.report.target.collector.FakeCollector.Request;
import com.jayway.jsonpath.JsonPath;

/**
 * A receiver of CloudEvents 1.0 batches as the specification and OpenMeter's pages
 * describe it: the four required attributes, 204, 400 for the whole batch where one event
 * is not valid, and duplicates by source and id, which are taken silently.
 */
final class CloudEventsServer implements FakeCollector.Handler {

	final List<Map<String, Object>> stored = new CopyOnWriteArrayList<>();

	volatile boolean subjectRequired;

	@Override
	public Answer answer(Request request) {
		if (!"application/cloudevents-batch+json".equals(request.header("Content-Type"))) {
			return Answer.of(415);
		}
		List<Map<String, Object>> events = JsonPath.read(request.body(), "$");
		for (Map<String, Object> event : events) {
			if (!isValid(event)) {
				return Answer.of(400, "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400}");
			}
		}
		for (Map<String, Object> event : events) {
			List<String> identity = identity(event);
			if (this.stored.stream().map(CloudEventsServer::identity).noneMatch(identity::equals)) {
				this.stored.add(event);
			}
		}
		return Answer.of(204);
	}

	private boolean isValid(Map<String, Object> event) {
		List<String> required = new ArrayList<>(List.of("id", "source", "type"));
		if (this.subjectRequired) {
			required.add("subject");
		}
		OffsetDateTime.parse((String) event.get("time"));
		return "1.0".equals(event.get("specversion"))
				&& required.stream().allMatch((name) -> event.get(name) instanceof String text && !text.isEmpty())
				&& event.keySet().stream().allMatch((name) -> name.matches("[a-z0-9]+"));
	}

	private static List<String> identity(Map<String, Object> event) {
		return List.of((String) event.get("source"), (String) event.get("id"));
	}

}
