package com.example.demo;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Anthropic's wire, as a client sees it.
 */
class AnthropicWireTests {

	private static final String MODEL = "claude-sonnet-4-5";

	private final DemoProvider provider = DemoProvider.start(0);

	private final ProviderClient client = new ProviderClient(this.provider);

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void answersInTheDocumentedShape() {
		HttpResponse<String> response = this.client.anthropic(ProviderClient.question(MODEL));
		JsonNode body = ProviderClient.json(response);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("x-request-id")).isPresent();
		assertThat(body.get("id").stringValue()).startsWith("msg_");
		assertThat(body.get("type").stringValue()).isEqualTo("message");
		assertThat(body.get("role").stringValue()).isEqualTo("assistant");
		assertThat(body.get("model").stringValue()).isEqualTo("claude-sonnet-4-5-20250929");
		assertThat(body.at("/content/0/type").stringValue()).isEqualTo("text");
		assertThat(body.at("/content/0/text").stringValue()).isNotBlank();
		assertThat(body.get("stop_reason").stringValue()).isEqualTo("end_turn");
		assertThat(body.at("/usage/service_tier").stringValue()).isEqualTo("standard");
		assertThat(body.get("usage").has("output_tokens_details")).isFalse();
	}

	@Test
	void reportsCacheOutsideInputAndSplitsItsCreation() {
		JsonNode usage = ProviderClient.json(this.client.anthropic(ProviderClient.question("claude-opus-4-1")))
			.get("usage");
		long input = usage.get("input_tokens").longValue();
		long read = usage.get("cache_read_input_tokens").longValue();
		long creation = usage.get("cache_creation_input_tokens").longValue();
		long fiveMinutes = usage.at("/cache_creation/ephemeral_5m_input_tokens").longValue();
		long oneHour = usage.at("/cache_creation/ephemeral_1h_input_tokens").longValue();
		long output = usage.get("output_tokens").longValue();
		long thinking = usage.at("/output_tokens_details/thinking_tokens").longValue();
		assertThat(fiveMinutes).isPositive();
		assertThat(oneHour).isPositive();
		assertThat(fiveMinutes + oneHour).isEqualTo(creation);
		assertThat(thinking).isPositive().isLessThan(output);
		assertThat(Set.of(input, read, creation, fiveMinutes, oneHour, output, thinking, input + read + creation))
			.hasSize(8);
	}

	@Test
	void streamsTheEventsInOrder() {
		HttpResponse<String> response = this.client.anthropic(streamed());
		List<JsonNode> events = ProviderClient.events(response);
		List<String> types = events.stream().map((event) -> event.get("type").stringValue()).toList();
		assertThat(types).startsWith("message_start", "content_block_start", "ping", "content_block_delta")
			.endsWith("content_block_stop", "message_delta", "message_stop");
		assertThat(types.stream().filter("content_block_delta"::equals)).hasSizeGreaterThanOrEqualTo(8);
		List<String> names = response.body()
			.lines()
			.filter((line) -> line.startsWith("event: "))
			.map((line) -> line.substring(7))
			.toList();
		assertThat(names).isEqualTo(types);
	}

	@Test
	void streamsTheSameText() {
		String whole = ProviderClient.json(this.client.anthropic(ProviderClient.question(MODEL)))
			.at("/content/0/text")
			.stringValue();
		String streamed = ProviderClient.events(this.client.anthropic(streamed()))
			.stream()
			.map((event) -> event.at("/delta/text").asString(""))
			.collect(Collectors.joining());
		assertThat(streamed).isEqualTo(whole);
	}

	@Test
	void startsWithPlaceholderOutputAndEndsWithTotals() {
		JsonNode whole = ProviderClient.json(this.client.anthropic(ProviderClient.question(MODEL))).get("usage");
		List<JsonNode> events = ProviderClient.events(this.client.anthropic(streamed()));
		JsonNode start = events.get(0).at("/message/usage");
		JsonNode delta = events.get(events.size() - 2).get("usage");
		assertThat(start.get("output_tokens").longValue()).isEqualTo(1);
		assertThat(start.get("cache_creation")).isEqualTo(whole.get("cache_creation"));
		assertThat(start.get("service_tier").stringValue()).isEqualTo("standard");
		for (String field : List.of("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")) {
			assertThat(start.get(field)).isEqualTo(whole.get(field));
			assertThat(delta.get(field)).isEqualTo(whole.get(field));
		}
		assertThat(delta.get("output_tokens")).isEqualTo(whole.get("output_tokens"));
		assertThat(delta.has("cache_creation")).isFalse();
		assertThat(delta.has("service_tier")).isFalse();
	}

	@Test
	void asksForEachToolOnceAndThenAnswers() {
		ObjectNode body = withTwoTools();
		for (String expected : List.of("find_order", "refund")) {
			JsonNode answer = ProviderClient.json(this.client.anthropic(body));
			JsonNode block = answer.at("/content/0");
			assertThat(answer.get("stop_reason").stringValue()).isEqualTo("tool_use");
			assertThat(block.get("type").stringValue()).isEqualTo("tool_use");
			assertThat(block.get("name").stringValue()).isEqualTo(expected);
			assertThat(block.get("input").get("order").stringValue()).isEqualTo("A-1001");
			assertThat(block.get("input").get("express").booleanValue()).isTrue();
			result(body, answer.get("content"), block.get("id").stringValue());
		}
		JsonNode last = ProviderClient.json(this.client.anthropic(body));
		assertThat(last.get("stop_reason").stringValue()).isEqualTo("end_turn");
		assertThat(last.at("/content/0/text").stringValue()).isNotBlank();
		assertThat(this.provider.invoice().lines()).hasSize(3)
			.extracting(DemoInvoice.Line::input)
			.doesNotHaveDuplicates();
	}

	@Test
	void streamsToolInputAsPartialJson() {
		ObjectNode body = withTwoTools().put("stream", true);
		List<JsonNode> events = ProviderClient.events(this.client.anthropic(body));
		JsonNode block = events.get(1).get("content_block");
		String input = events.stream()
			.map((event) -> event.at("/delta/partial_json").asString(""))
			.collect(Collectors.joining());
		assertThat(block.get("type").stringValue()).isEqualTo("tool_use");
		assertThat(block.get("id").stringValue()).startsWith("toolu_");
		assertThat(block.get("input").isEmpty()).isTrue();
		assertThat(ProviderClient.JSON.readTree(input).get("order").stringValue()).isEqualTo("A-1001");
		assertThat(events.get(events.size() - 2).at("/delta/stop_reason").stringValue()).isEqualTo("tool_use");
	}

	private static ObjectNode streamed() {
		return ProviderClient.question(MODEL).put("stream", true);
	}

	private static void result(ObjectNode body, JsonNode assistant, String callId) {
		ProviderClient.messages(body).addObject().put("role", "assistant").set("content", assistant);
		ProviderClient.messages(body)
			.addObject()
			.put("role", "user")
			.putArray("content")
			.addObject()
			.put("type", "tool_result")
			.put("tool_use_id", callId)
			.put("content", "on its way");
	}

	private static ObjectNode withTwoTools() {
		ObjectNode body = ProviderClient.question(MODEL);
		ArrayNode tools = body.putArray("tools");
		for (String name : List.of("find_order", "refund")) {
			tools.addObject()
				.put("name", name)
				.set("input_schema", ProviderClient.JSON.readTree(
						"""
								{"type": "object", "properties": {"order": {"type": "string"}, "express": {"type": "boolean"}}}"""));
		}
		return body;
	}

}
