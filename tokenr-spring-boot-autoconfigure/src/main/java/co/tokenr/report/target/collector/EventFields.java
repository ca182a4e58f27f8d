package co.tokenr.report.target.collector;

import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * A stored event, read field by field.
 *
 * @param event the event as it is stored
 * @param usage its counts
 */
record EventFields(Map<String, Object> event, Map<?, ?> usage) {

	static EventFields of(Map<String, Object> event) {
		return new EventFields(event, map(event.get("usage")));
	}

	@Nullable Object get(String name) {
		return this.event.get(name);
	}

	@Nullable String text(String name) {
		return (get(name) instanceof String text) ? text : null;
	}

	String model() {
		String model = (text("response_model") != null) ? text("response_model") : text("request_model");
		return (model != null) ? model : "unknown";
	}

	/**
	 * Returns a count of the usage.
	 * @param name its name on our wire
	 * @return the count, 0 where it is unknown
	 */
	long count(String name) {
		return (this.usage.get(name) instanceof Number number) ? number.longValue() : 0;
	}

	boolean has(String name) {
		return this.usage.get(name) != null;
	}

	@Nullable Long latency() {
		return (get("latency_ms") instanceof Number millis) ? millis.longValue() : null;
	}

	boolean failed() {
		return CallStatus.ERROR.value().equals(get("status"));
	}

	Map<?, ?> tags() {
		return map(get("tags"));
	}

	/**
	 * Returns what a collector without such fields is told as free text: the tags, the
	 * fields named, and what is unusual about the counts. A field wins over a tag of the
	 * same name.
	 * @param names names of fields
	 * @return names and values
	 */
	Map<String, Object> labels(String... names) {
		Map<String, Object> labels = new LinkedHashMap<>();
		tags().forEach((key, value) -> labels.put(String.valueOf(key), value));
		for (String name : names) {
			put(labels, name, get(name));
		}
		Object source = has("total_tokens") ? get("usage_source") : UsageSource.MISSING.value();
		if (!UsageSource.PROVIDER.value().equals(source)) {
			put(labels, "usage_source", source);
		}
		return labels;
	}

	static Map<?, ?> map(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? map : Map.of();
	}

	static void put(Map<String, Object> document, String name, @Nullable Object value) {
		if (value != null) {
			document.put(name, value);
		}
	}

	static void putCount(Map<String, Object> document, String name, long count) {
		if (count > 0) {
			document.put(name, count);
		}
	}

}
