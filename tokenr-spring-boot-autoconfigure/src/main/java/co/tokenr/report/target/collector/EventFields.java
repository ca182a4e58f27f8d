package co.tokenr.report.target.collector;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.report.StoredEvent;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.DocumentSink;
import co.tokenr.usage.UsageSource;
import co.tokenr.usage.WellFormed;
import org.jspecify.annotations.Nullable;

/**
 * A stored event, read field by field. Holds one event after another, and of each what
 * collectors are told: its fields, its counts, its cost and its tags.
 */
final class EventFields implements DocumentSink {

	private final Map<String, Object> event = new HashMap<>();

	private final Map<String, Object> usage = new HashMap<>();

	private final Map<String, Object> cost = new HashMap<>();

	private final Map<String, Object> tags = new LinkedHashMap<>();

	/** How many objects and lists are open, and the outermost where it is wanted. */
	private int depth;

	private @Nullable Map<String, Object> part;

	private byte[] json = {};

	/**
	 * Reads an event. Whatever was read before is forgotten.
	 * @param event the event
	 * @return these fields
	 * @throws IllegalArgumentException if it is none
	 */
	EventFields read(StoredEvent event) {
		this.event.clear();
		this.usage.clear();
		this.cost.clear();
		this.tags.clear();
		this.depth = 0;
		this.json = event.json();
		event.tell(this);
		return this;
	}

	@Override
	public void put(String name, @Nullable Object value) {
		Map<String, Object> fields = (this.depth == 0) ? this.event : (this.depth == 1) ? this.part : null;
		if (fields != null && value != null) {
			fields.put(WellFormed.of(name), (value instanceof String text) ? WellFormed.of(text) : value);
		}
	}

	@Override
	public void open(String name) {
		if (this.depth == 0) {
			this.part = switch (name) {
				case "usage" -> this.usage;
				case "cost" -> this.cost;
				case "tags" -> this.tags;
				default -> null;
			};
		}
		this.depth++;
	}

	@Override
	public void close() {
		this.depth--;
	}

	@Override
	public void openList(String name) {
		this.depth++;
	}

	@Override
	public void openItem() {
		this.depth++;
	}

	@Override
	public void closeList() {
		this.depth--;
	}

	/**
	 * Returns the event as it is stored.
	 * @return JSON in UTF-8
	 */
	byte[] json() {
		return this.json;
	}

	/**
	 * Returns the id of the event.
	 * @return the id
	 * @throws IllegalArgumentException if it has none
	 */
	String id() {
		String id = text("id");
		if (id == null) {
			throw new IllegalArgumentException("A stored event without an id");
		}
		return id;
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

	/**
	 * Returns a count of the usage that is said only where there is something to say.
	 * @param name its name on our wire
	 * @return the count, {@code null} where it is 0 or unknown
	 */
	@Nullable Long countOrNothing(String name) {
		long count = count(name);
		return (count > 0) ? Long.valueOf(count) : null;
	}

	boolean has(String name) {
		return this.usage.get(name) != null;
	}

	@Nullable Long latency() {
		return (get("latency_ms") instanceof Number millis) ? Long.valueOf(millis.longValue()) : null;
	}

	boolean failed() {
		return CallStatus.ERROR.value().equals(get("status"));
	}

	@Nullable Object cost(String name) {
		return this.cost.get(name);
	}

	@Nullable Object tag(String key) {
		return this.tags.get(key);
	}

	/**
	 * Returns what a collector without such fields is told as free text: the tags, the
	 * fields named, and what is unusual about the counts. A field wins over a tag of the
	 * same name.
	 * @param names names of fields
	 * @return names and values
	 */
	Map<String, Object> labels(String... names) {
		Map<String, Object> labels = new LinkedHashMap<>(this.tags);
		for (String name : names) {
			put(labels, name, get(name));
		}
		Object source = has("total_tokens") ? get("usage_source") : UsageSource.MISSING.value();
		if (!UsageSource.PROVIDER.value().equals(source)) {
			put(labels, "usage_source", source);
		}
		return labels;
	}

	static void put(Map<String, Object> document, String name, @Nullable Object value) {
		if (value != null) {
			document.put(name, value);
		}
	}

}
