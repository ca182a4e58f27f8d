package com.example.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls the provider by raw HTTP and reads its answers as a client would.
 */
final class ProviderClient {

	static final JsonMapper JSON = new JsonMapper();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final DemoProvider provider;

	ProviderClient(DemoProvider provider) {
		this.provider = provider;
	}

	static ObjectNode question(String model) {
		ObjectNode body = JSON.createObjectNode().put("model", model).put("max_tokens", 300);
		body.putArray("messages").addObject().put("role", "user").put("content", "Where is my order A-77?");
		return body;
	}

	static ObjectNode streamed(ObjectNode body) {
		body.put("stream", true);
		body.putObject("stream_options").put("include_usage", true);
		return body;
	}

	static ArrayNode messages(ObjectNode body) {
		return (ArrayNode) body.get("messages");
	}

	HttpResponse<String> openAi(JsonNode body) {
		return send(openAiRequest(body));
	}

	HttpResponse<String> anthropic(JsonNode body) {
		return send(anthropicRequest(body));
	}

	HttpRequest openAiRequest(JsonNode body) {
		return HttpRequest.newBuilder(URI.create(this.provider.openAiBaseUrl() + "/chat/completions"))
			.header("Authorization", "Bearer sk-test")
			.POST(BodyPublishers.ofString(body.toString()))
			.build();
	}

	HttpRequest anthropicRequest(JsonNode body) {
		return HttpRequest.newBuilder(URI.create(this.provider.anthropicBaseUrl() + "/v1/messages"))
			.header("x-api-key", "sk-ant-test")
			.POST(BodyPublishers.ofString(body.toString()))
			.build();
	}

	HttpResponse<String> send(HttpRequest request) {
		return send(request, BodyHandlers.ofString());
	}

	<T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
		try {
			return this.http.send(request, handler);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static JsonNode json(HttpResponse<String> response) {
		return JSON.readTree(response.body());
	}

	/** The data lines of a stream, but not the end mark. */
	static List<JsonNode> events(HttpResponse<String> response) {
		List<JsonNode> events = new ArrayList<>();
		for (String line : response.body().split("\n")) {
			if (line.startsWith("data: {")) {
				events.add(JSON.readTree(line.substring(6)));
			}
		}
		return events;
	}

}
