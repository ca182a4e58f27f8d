package com.example.demo;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The dated snapshot behind a model alias, as providers answer with it.
 */
final class ModelSnapshots {

	private static final Pattern DATED = Pattern.compile(".*-(\\d{4}-\\d{2}-\\d{2}|\\d{8})$");

	private static final Map<String, String> DATES = Map.ofEntries(Map.entry("gpt-4o", "2024-08-06"),
			Map.entry("gpt-4o-mini", "2024-07-18"), Map.entry("gpt-4.1", "2025-04-14"),
			Map.entry("gpt-4.1-mini", "2025-04-14"), Map.entry("gpt-4.1-nano", "2025-04-14"),
			Map.entry("o3", "2025-04-16"), Map.entry("o3-mini", "2025-01-31"), Map.entry("o4-mini", "2025-04-16"),
			Map.entry("gpt-5", "2025-08-07"), Map.entry("claude-opus-4-1", "20250805"),
			Map.entry("claude-opus-4-5", "20251101"), Map.entry("claude-sonnet-4-5", "20250929"),
			Map.entry("claude-haiku-4-5", "20251001"), Map.entry("claude-3-5-haiku", "20241022"));

	private ModelSnapshots() {
	}

	static String of(String requested, String defaultDate) {
		if (DATED.matcher(requested).matches()) {
			return requested;
		}
		String name = requested.endsWith("-latest") ? requested.substring(0, requested.length() - "-latest".length())
				: requested;
		return name + "-" + DATES.getOrDefault(name, defaultDate);
	}

}
