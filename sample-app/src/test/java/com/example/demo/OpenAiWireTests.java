package com.example.demo;

import java.net.http.HttpResponse;
import java.util.HashSet;
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
 * OpenAI's wire, as a client sees it.
 */
class OpenAiWireTests {

	private final DemoProvider provider = DemoProvider.start(0);

	private final ProviderClient client = new ProviderClient(this.provider);

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void answersInTheDocumentedShape() {
		HttpResponse<String> response = this.client.openAi(ProviderClient.question("gpt-4o-mini"));
		JsonNode body = ProviderClient.json(response);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("x-request-id")).isPresent();
		assertThat(response.headers().firstValue("content-type")).contains("application/json");
		assertThat(body.get("id").stringValue()).startsWith("chatcmpl-");
		assertThat(body.get("object").stringValue()).isEqualTo("chat.completion");
		assertThat(body.get("created").longValue()).isPositive();
		assertThat(body.get("model").stringValue()).isEqualTo("gpt-4o-mini-2024-07-18");
		assertThat(body.get("service_tier").stringValue()).isEqualTo("default");
		assertThat(body.get("system_fingerprint").stringValue()).startsWith("fp_");
		JsonNode choice = body.get("choices").get(0);
		assertThat(choice.get("message").get("role").stringValue()).isEqualTo("assistant");
		assertThat(choice.get("message").get("content").stringValue()).isNotBlank();
		assertThat(choice.get("finish_reason").stringValue()).isEqualTo("stop");
	}

	@Test
	void reportsCachedInsidePromptAndReasoningInsideCompletion() {
		JsonNode usage = usage("gpt-5-mini");
		long prompt = usage.get("prompt_tokens").longValue();
		long completion = usage.get("completion_tokens").longValue();
		long cached = usage.get("prompt_tokens_details").get("cached_tokens").longValue();
		long reasoning = usage.get("completion_tokens_details").get("reasoning_tokens").longValue();
		long total = usage.get("total_tokens").longValue();
		assertThat(total).isEqualTo(prompt + completion);
		assertThat(cached).isPositive().isLessThan(prompt);
		assertThat(reasoning).isPositive().isLessThan(completion);
		assertThat(Set.of(prompt, completion, cached, reasoning, total, prompt - cached)).hasSize(6);
	}

	@Test
	void reportsNoReasoningForAModelThatDoesNotReason() {
		JsonNode usage = usage("gpt-4o-mini");
		assertThat(usage.get("completion_tokens_details").get("reasoning_tokens").longValue()).isZero();
		assertThat(usage.get("completion_tokens_details").propertyNames()).contains("audio_tokens",
				"accepted_prediction_tokens", "rejected_prediction_tokens");
		assertThat(usage.get("prompt_tokens_details").get("audio_tokens").longValue()).isZero();
	}

	@Test
	void countsTheSameRequestTheSameWay() {
		assertThat(usage("gpt-4o")).isEqualTo(usage("gpt-4o"));
	}

	@Test
	void givesEachResponseAnIdOfItsOwn() {
		assertThat(id("gpt-4o")).isNotEqualTo(id("gpt-4o"));
	}

	@Test
	void keepsADatedModelName() {
		JsonNode body = ProviderClient.json(this.client.openAi(ProviderClient.question("gpt-4o-2024-05-13")));
		assertThat(body.get("model").stringValue()).isEqualTo("gpt-4o-2024-05-13");
	}

	@Test
	void streamsTheSameTextInAtLeastEightPieces() {
		ObjectNode question = ProviderClient.question("gpt-4o");
		String whole = ProviderClient.json(this.client.openAi(question)).at("/choices/0/message/content").stringValue();
		HttpResponse<String> response = this.client.openAi(ProviderClient.streamed(question));
		List<String> pieces = ProviderClient.events(response)
			.stream()
			.map((chunk) -> chunk.at("/choices/0/delta/content").asString(""))
			.filter((piece) -> !piece.isEmpty())
			.toList();
		assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
		assertThat(pieces).hasSizeGreaterThanOrEqualTo(8);
		assertThat(String.join("", pieces)).isEqualTo(whole);
		assertThat(response.body()).endsWith("data: [DONE]\n\n");
	}

	@Test
	void putsUsageInAnExtraLastChunkOnly() {
		List<JsonNode> chunks = ProviderClient
			.events(this.client.openAi(ProviderClient.streamed(ProviderClient.question("gpt-4o"))));
		JsonNode last = chunks.get(chunks.size() - 1);
		List<JsonNode> others = chunks.subList(0, chunks.size() - 1);
		assertThat(last.get("choices").isEmpty()).isTrue();
		assertThat(last.get("usage")).isEqualTo(usage("gpt-4o"));
		assertThat(others).allMatch((chunk) -> chunk.has("usage") && chunk.get("usage").isNull())
			.allMatch((chunk) -> chunk.get("choices").size() == 1);
		assertThat(others.get(others.size() - 1).at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
		assertThat(chunks.stream().map((chunk) -> chunk.get("id").stringValue()).collect(Collectors.toSet()))
			.hasSize(1);
	}

	@Test
	void streamsNoUsageUnlessAsked() {
		HttpResponse<String> response = this.client.openAi(ProviderClient.question("gpt-4o").put("stream", true));
		assertThat(ProviderClient.events(response)).isNotEmpty()
			.noneMatch((chunk) -> chunk.has("usage"))
			.noneMatch((chunk) -> chunk.get("choices").isEmpty());
		assertThat(response.body()).endsWith("data: [DONE]\n\n");
	}

	@Test
	void asksForEachToolOnceAndThenAnswers() {
		ObjectNode body = withTwoTools();
		Set<Long> prompts = new HashSet<>();
		for (String expected : List.of("find_order", "refund")) {
			JsonNode answer = ProviderClient.json(this.client.openAi(body));
			JsonNode message = answer.at("/choices/0/message");
			JsonNode call = message.at("/tool_calls/0");
			assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
			assertThat(message.get("content").isNull()).isTrue();
			assertThat(message.get("tool_calls").size()).isEqualTo(1);
			assertThat(call.at("/function/name").stringValue()).isEqualTo(expected);
			assertThat(ProviderClient.JSON.readTree(call.at("/function/arguments").stringValue()))
				.isEqualTo(ProviderClient.JSON.readTree("{\"order\":\"A-1001\",\"count\":1,\"express\":true}"));
			prompts.add(answer.at("/usage/prompt_tokens").longValue());
			result(body, message, call.get("id").stringValue());
		}
		JsonNode last = ProviderClient.json(this.client.openAi(body));
		prompts.add(last.at("/usage/prompt_tokens").longValue());
		assertThat(last.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
		assertThat(last.at("/choices/0/message/content").stringValue()).isNotBlank();
		assertThat(prompts).hasSize(3);
		assertThat(this.provider.invoice().lines()).extracting(DemoInvoice.Line::input).doesNotHaveDuplicates();
		assertThat(this.provider.invoice().lines()).extracting(DemoInvoice.Line::output).doesNotHaveDuplicates();
	}

	@Test
	void asksForToolsAgainAtTheNextQuestion() {
		ObjectNode body = withTwoTools();
		for (int i = 0; i < 2; i++) {
			JsonNode message = ProviderClient.json(this.client.openAi(body)).at("/choices/0/message");
			result(body, message, message.at("/tool_calls/0/id").stringValue());
		}
		ProviderClient.messages(body).addObject().put("role", "user").put("content", "And my other order?");
		JsonNode answer = ProviderClient.json(this.client.openAi(body));
		assertThat(answer.at("/choices/0/message/tool_calls/0/function/name").stringValue()).isEqualTo("find_order");
	}

	@Test
	void streamsToolCallsAsDeltas() {
		List<JsonNode> chunks = ProviderClient.events(this.client.openAi(ProviderClient.streamed(withTwoTools())));
		List<JsonNode> calls = chunks.stream()
			.map((chunk) -> chunk.at("/choices/0/delta/tool_calls/0"))
			.filter((call) -> !call.isMissingNode())
			.toList();
		String arguments = calls.stream()
			.map((call) -> call.at("/function/arguments").stringValue())
			.collect(Collectors.joining());
		assertThat(calls).hasSizeGreaterThan(2);
		assertThat(calls.get(0).get("id").stringValue()).startsWith("call_");
		assertThat(calls.get(0).at("/function/name").stringValue()).isEqualTo("find_order");
		assertThat(calls.subList(1, calls.size())).noneMatch((call) -> call.has("id"));
		assertThat(ProviderClient.JSON.readTree(arguments).get("order").stringValue()).isEqualTo("A-1001");
		assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
	}

	private JsonNode usage(String model) {
		return ProviderClient.json(this.client.openAi(ProviderClient.question(model))).get("usage");
	}

	private String id(String model) {
		return ProviderClient.json(this.client.openAi(ProviderClient.question(model))).get("id").stringValue();
	}

	private static void result(ObjectNode body, JsonNode assistant, String callId) {
		ProviderClient.messages(body).add(assistant);
		ProviderClient.messages(body)
			.addObject()
			.put("role", "tool")
			.put("tool_call_id", callId)
			.put("content", "on its way");
	}

	private static ObjectNode withTwoTools() {
		ObjectNode body = ProviderClient.question("gpt-5-mini");
		ArrayNode tools = body.putArray("tools");
		for (String name : List.of("find_order", "refund")) {
			ObjectNode function = tools.addObject().put("type", "function").putObject("function").put("name", name);
			function.set("parameters", ProviderClient.JSON.readTree("""
					{"type": "object", "properties": {"order": {"type": "string"},
					"count": {"type": "integer"}, "express": {"type": "boolean"}}}"""));
		}
		return body;
	}

}
