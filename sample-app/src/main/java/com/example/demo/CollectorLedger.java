package com.example.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a collector keeps: valid events, each external id once. Thread-safe.
 */
final class CollectorLedger {

	private final List<Map<String, Object>> events = new ArrayList<>();

	private final Map<String, Integer> ids = new HashMap<>();

	private int duplicates;

	/**
	 * Store an event, or recognise one that is stored already.
	 * @return its id, or why it is not taken
	 */
	synchronized Entry store(JsonNode event) {
		String error = error(event);
		if (error != null) {
			return new Entry(0, error);
		}
		String externalId = DemoJson.text(event, "external_id");
		Integer known = externalId.isEmpty() ? null : this.ids.get(externalId);
		if (known != null) {
			this.duplicates++;
			return new Entry(known, null);
		}
		this.events.add(asMap(event));
		int id = this.events.size();
		if (!externalId.isEmpty()) {
			this.ids.put(externalId, id);
		}
		return new Entry(id, null);
	}

	synchronized List<Map<String, Object>> events() {
		return List.copyOf(this.events);
	}

	synchronized int duplicates() {
		return this.duplicates;
	}

	synchronized void clear() {
		this.events.clear();
		this.ids.clear();
		this.duplicates = 0;
	}

	private static @Nullable String error(JsonNode event) {
		if (!event.isObject()) {
			return "must be an object";
		}
		for (String field : List.of("provider", "model")) {
			JsonNode value = event.path(field);
			if (!value.isString() || value.stringValue().isBlank()) {
				return field + " is required";
			}
		}
		for (String field : List.of("input_tokens", "output_tokens")) {
			JsonNode value = event.path(field);
			if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
				return field + " must be a non-negative integer";
			}
		}
		return null;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> asMap(JsonNode event) {
		return Collections.unmodifiableMap(DemoJson.MAPPER.treeToValue(event, LinkedHashMap.class));
	}

	/**
	 * The outcome of one event.
	 *
	 * @param id its id if it was taken
	 * @param error why it was not, or null
	 */
	record Entry(int id, @Nullable String error) {

	}

}
