package com.example.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The provider apart from the shapes of its wires.
 */
class DemoProviderTests {

	private final DemoProvider provider = DemoProvider.builder()
		.answer("canary-answer-\uD83D\uDC24")
		.toolArgument("canary-argument")
		.start();

	private final ProviderClient client = new ProviderClient(this.provider);

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void refusesOpenAiCallsWithoutAKey() {
		HttpResponse<String> response = this.client
			.send(HttpRequest.newBuilder(URI.create(this.provider.openAiBaseUrl() + "/chat/completions"))
				.POST(BodyPublishers.ofString(ProviderClient.question("gpt-4o").toString()))
				.build());
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(ProviderClient.json(response).at("/error/code").stringValue()).isEqualTo("invalid_api_key");
	}

	@Test
	void refusesAnthropicCallsWithoutAKey() {
		HttpResponse<String> response = this.client
			.send(HttpRequest.newBuilder(URI.create(this.provider.anthropicBaseUrl() + "/v1/messages"))
				.header("x-api-key", " ")
				.POST(BodyPublishers.ofString(ProviderClient.question("claude-opus-4-1").toString()))
				.build());
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(ProviderClient.json(response).at("/error/type").stringValue()).isEqualTo("authentication_error");
	}

	@Test
	void refusesWhatIsNotAChatRequest() {
		HttpResponse<String> response = this.client.openAi(ProviderClient.JSON.createArrayNode());
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(this.provider.invoice().lines()).singleElement()
			.satisfies((line) -> assertThat(line.requestedModel()).isNull());
	}

	@Test
	void failsABrokenModelInEachProvidersFormat() {
		HttpResponse<String> openAi = this.client
			.openAi(ProviderClient.streamed(ProviderClient.question("gpt-broken")));
		HttpResponse<String> anthropic = this.client.anthropic(ProviderClient.question("claude-broken"));
		JsonNode anthropicBody = ProviderClient.json(anthropic);
		assertThat(openAi.statusCode()).isEqualTo(400);
		assertThat(ProviderClient.json(openAi).get("error").propertyNames()).containsExactly("message", "type", "param",
				"code");
		assertThat(anthropic.statusCode()).isEqualTo(400);
		assertThat(anthropicBody.get("type").stringValue()).isEqualTo("error");
		assertThat(anthropicBody.at("/error/type").stringValue()).isEqualTo("invalid_request_error");
		assertThat(anthropicBody.get("request_id").stringValue())
			.isEqualTo(anthropic.headers().firstValue("x-request-id").orElseThrow());
	}

	@Test
	void saysOverloadedWithEachProvidersStatus() {
		assertThat(this.client.openAi(ProviderClient.question("gpt-overloaded")).statusCode()).isEqualTo(503);
		assertThat(this.client.anthropic(ProviderClient.question("claude-overloaded")).statusCode()).isEqualTo(529);
	}

	@Test
	void saysWhatItIsToldToSay() {
		JsonNode body = ProviderClient.json(this.client.openAi(ProviderClient.question("gpt-4o")));
		assertThat(body.at("/choices/0/message/content").stringValue()).isEqualTo("canary-answer-\uD83D\uDC24");
	}

	@Test
	void asksToolsWithTheArgumentItIsToldToUse() {
		ObjectNode question = ProviderClient.question("claude-haiku-4-5");
		question.putArray("tools")
			.addObject()
			.put("name", "look")
			.set("input_schema", ProviderClient.JSON.readTree(
					"""
							{"type": "object", "properties": {"what": {"type": ["string", "null"]},
							"kind": {"type": "string", "enum": ["fast", "slow"]},
							"deep": {"type": "object", "properties": {"list": {"type": "array", "items": {"type": "number"}}}}}}"""));
		assertThat(ProviderClient.json(this.client.anthropic(question)).at("/content/0/input"))
			.isEqualTo(ProviderClient.JSON
				.readTree("{\"what\":\"canary-argument\",\"kind\":\"fast\",\"deep\":{\"list\":[1]}}"));
	}

	@Test
	void neverEchoesThePrompt() {
		assertThat(this.client.openAi(ProviderClient.question("gpt-4o")).body()).doesNotContain("A-77");
	}

	@Test
	void answersUnknownPathsWith404() {
		HttpResponse<String> response = this.client
			.send(HttpRequest.newBuilder(URI.create(this.provider.baseUrl() + "/openai/v1/models")).build());
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(this.provider.invoice().lines()).isEmpty();
	}

	@Test
	void answersSmallCallsWithoutTheDelayOfNagle() {
		HttpRequest request = this.client.openAiRequest(ProviderClient.question("gpt-4o"));
		for (int i = 0; i < 20; i++) {
			this.client.send(request);
		}
		long fastest = Long.MAX_VALUE;
		for (int i = 0; i < 20; i++) {
			long start = System.nanoTime();
			this.client.send(request);
			fastest = Math.min(fastest, System.nanoTime() - start);
		}
		assertThat(TimeUnit.NANOSECONDS.toMillis(fastest)).isLessThan(35);
	}

	@Test
	void streamsAtThePaceItIsToldTo() {
		try (DemoProvider paced = DemoProvider.builder().chunkPause(Duration.ofMillis(40)).start()) {
			long start = System.nanoTime();
			new ProviderClient(paced).openAi(ProviderClient.streamed(ProviderClient.question("gpt-4o")));
			assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThanOrEqualTo(8 * 40);
		}
	}

	@Test
	void runsOnDaemonThreadsOnly() {
		this.client.openAi(ProviderClient.question("gpt-4o"));
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().startsWith("demo-provider")
					|| thread.getName().startsWith("HTTP-Dispatcher"))
			.hasSizeGreaterThanOrEqualTo(2)
			.allMatch(Thread::isDaemon);
	}

	@Test
	void listensOnTheGivenPort() {
		int port = this.provider.port();
		this.provider.close();
		try (DemoProvider second = DemoProvider.start(port)) {
			assertThat(second.port()).isEqualTo(port);
			assertThat(new ProviderClient(second).openAi(ProviderClient.question("gpt-4o")).statusCode())
				.isEqualTo(200);
		}
	}

	@Test
	void answersManyCallsAtOnceWithALineEach() {
		HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		HttpRequest request = this.client.openAiRequest(ProviderClient.streamed(ProviderClient.question("gpt-4o")));
		List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 100)
			.mapToObj((i) -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
			.toList();
		assertThat(calls).allSatisfy((call) -> assertThat(call.join().statusCode()).isEqualTo(200));
		assertThat(this.provider.invoice().lines()).hasSize(100)
			.doesNotHaveDuplicates()
			.allMatch((line) -> line.outcome() == DemoInvoice.Outcome.OK);
	}

}
