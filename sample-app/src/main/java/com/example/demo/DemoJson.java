package com.example.demo;

import java.nio.charset.StandardCharsets;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one JSON mapper of the demo parts: whole numbers are longs, others exact decimals.
 */
final class DemoJson {

	static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_LONG_FOR_INTS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private DemoJson() {
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static String text(JsonNode node, String field) {
		return node.path(field).asString("");
	}

	static byte[] bytes(JsonNode node) {
		return MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
	}

}
