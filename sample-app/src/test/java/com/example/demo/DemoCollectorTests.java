package com.example.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The collector by raw HTTP.
 */
class DemoCollectorTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String EVENT = """
			{"provider":"openai","model":"gpt-4o","input_tokens":12,"output_tokens":3,"external_id":"%s"}""";

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final DemoCollector collector = DemoCollector.start(0);

	@AfterEach
	void close() {
		this.collector.close();
	}

	@Test
	void storesASingleEvent() throws Exception {
		HttpResponse<String> response = track("""
				{"provider":"openai","model":"gpt-4o","input_tokens":12,"output_tokens":3,"total_cost":0.10,
				"agent_id":null,"tags":{"team":"a"}}""");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("{\"id\":1,\"cost\":0}");
		assertThat(this.collector.received()).singleElement()
			.satisfies((event) -> assertThat(event).containsEntry("provider", "openai")
				.containsEntry("input_tokens", 12L)
				.containsEntry("total_cost", new BigDecimal("0.10"))
				.containsEntry("agent_id", null)
				.containsEntry("tags", Map.of("team", "a")));
	}

	@Test
	void storesABatchInOrder() throws Exception {
		HttpResponse<String> response = batch(EVENT.formatted("a"), EVENT.formatted("b"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("{\"accepted\":2,\"rejected\":0,\"errors\":[]}");
		assertThat(this.collector.received()).extracting("external_id").containsExactly("a", "b");
	}

	@Test
	void rejectsEachInvalidEventOfABatchByItsIndex() throws Exception {
		JsonNode answer = JSON.readTree(batch(EVENT.formatted("a"),
				"{\"provider\":\"openai\",\"model\":\"gpt-4o\",\"input_tokens\":-1,\"output_tokens\":3}",
				EVENT.formatted("b"), "{\"provider\":\"openai\",\"input_tokens\":1,\"output_tokens\":3}", "7")
			.body());
		assertThat(answer.get("accepted").intValue()).isEqualTo(2);
		assertThat(answer.get("rejected").intValue()).isEqualTo(3);
		assertThat(answer.get("errors").values()).extracting((error) -> error.get("index").intValue())
			.containsExactly(1, 3, 4);
		assertThat(answer.at("/errors/0/error").stringValue()).contains("input_tokens");
		assertThat(answer.at("/errors/1/error").stringValue()).contains("model");
		assertThat(this.collector.received()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"provider\":\"a\",\"model\":\"b\",\"input_tokens\":1}",
			"{\"provider\":\"a\",\"model\":\"b\",\"input_tokens\":1,\"output_tokens\":1.5}",
			"{\"provider\":\"a\",\"model\":\"b\",\"input_tokens\":\"1\",\"output_tokens\":1}",
			"{\"provider\":\" \",\"model\":\"b\",\"input_tokens\":1,\"output_tokens\":1}" })
	void refusesAnInvalidSingleEvent(String event) throws Exception {
		assertThat(track(event).statusCode()).isEqualTo(422);
		assertThat(this.collector.received()).isEmpty();
	}

	@Test
	void acceptsADuplicateWithoutStoringIt() throws Exception {
		track(EVENT.formatted("a"));
		JsonNode answer = JSON.readTree(batch(EVENT.formatted("a"), EVENT.formatted("b")).body());
		HttpResponse<String> again = track(EVENT.formatted("b"));
		assertThat(answer.get("accepted").intValue()).isEqualTo(2);
		assertThat(JSON.readTree(again.body()).get("id").intValue()).isEqualTo(2);
		assertThat(this.collector.received()).extracting("external_id").containsExactly("a", "b");
		assertThat(this.collector.duplicates()).isEqualTo(2);
	}

	@Test
	void storesEventsWithoutExternalIdEachTime() throws Exception {
		String event = "{\"provider\":\"a\",\"model\":\"b\",\"input_tokens\":0,\"output_tokens\":0}";
		track(event);
		track(event);
		assertThat(this.collector.received()).hasSize(2);
		assertThat(this.collector.duplicates()).isZero();
	}

	@Test
	void takesGzipBodiesAndKeepsThemDecompressed() throws Exception {
		String body = "{\"requests\":[" + EVENT.formatted("zipped") + "]}";
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
			out.write(body.getBytes(StandardCharsets.UTF_8));
		}
		HttpResponse<String> response = this.http.send(request("/track/batch").header("Content-Encoding", "gzip")
			.POST(BodyPublishers.ofByteArray(zipped.toByteArray()))
			.build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(this.collector.received()).extracting("external_id").containsExactly("zipped");
		assertThat(this.collector.rawBodies()).singleElement()
			.satisfies((raw) -> assertThat(new String(raw, StandardCharsets.UTF_8)).isEqualTo(body));
	}

	@Test
	void refusesARequestWithoutAToken() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.collector.trackUrl()))
			.POST(BodyPublishers.ofString(EVENT.formatted("a")))
			.build();
		assertThat(this.http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
		assertThat(this.collector.received()).isEmpty();
		assertThat(this.collector.requests()).isEqualTo(1);
	}

	@Test
	void refusesAnotherTokenThanItsOwn() throws Exception {
		try (DemoCollector strict = DemoCollector.start(0, "right")) {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(strict.trackUrl()))
				.POST(BodyPublishers.ofString(EVENT.formatted("a")));
			HttpRequest wrong = request.copy().header("Authorization", "Bearer wrong").build();
			HttpRequest right = request.copy().header("Authorization", "Bearer right").build();
			assertThat(this.http.send(wrong, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
			assertThat(this.http.send(right, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void refusesConnectionsWhileDownAndComesUpOnTheSamePort() throws Exception {
		int port = this.collector.port();
		track(EVENT.formatted("before"));
		for (int i = 0; i < 5; i++) {
			this.collector.down();
			this.collector.down();
			assertThat(this.collector.isUp()).isFalse();
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> track(EVENT.formatted("lost")));
			this.collector.up();
			this.collector.up();
			assertThat(this.collector.isUp()).isTrue();
			assertThat(track(EVENT.formatted("after" + i)).statusCode()).isEqualTo(200);
		}
		assertThat(this.collector.port()).isEqualTo(port);
		assertThat(this.collector.received()).hasSize(6);
	}

	@Test
	void failsAsToldWithoutStoring() throws Exception {
		this.collector.answerWith(503);
		assertThat(track(EVENT.formatted("a")).statusCode()).isEqualTo(503);
		this.collector.answerWith(429, "2");
		assertThat(batch(EVENT.formatted("a")).headers().firstValue("Retry-After")).contains("2");
		this.collector.answerWith(204);
		assertThat(track(EVENT.formatted("a")).statusCode()).isEqualTo(204);
		assertThat(this.collector.received()).isEmpty();
		this.collector.answerWith(0);
		assertThat(track(EVENT.formatted("a")).headers().firstValue("Retry-After")).isEmpty();
		assertThat(this.collector.received()).hasSize(1);
		assertThat(this.collector.requests()).isEqualTo(4);
	}

	@Test
	void hasNoBatchEndpointWhenSwitchedOff() throws Exception {
		this.collector.batch(false);
		assertThat(batch(EVENT.formatted("a")).statusCode()).isEqualTo(404);
		assertThat(track(EVENT.formatted("a")).statusCode()).isEqualTo(200);
		this.collector.batch(true);
		assertThat(batch(EVENT.formatted("b")).statusCode()).isEqualTo(200);
	}

	@Test
	void refusesWhatIsNotJson() throws Exception {
		assertThat(track("{").statusCode()).isEqualTo(400);
		assertThat(send("/track/batch", "{}").statusCode()).isEqualTo(422);
	}

	@Test
	void keepsTheLatestBodiesOnly() throws Exception {
		for (int i = 0; i <= 2000; i++) {
			track(Integer.toString(i));
		}
		assertThat(this.collector.rawBodies()).hasSize(2000);
		assertThat(new String(this.collector.rawBodies().get(0), StandardCharsets.UTF_8)).isEqualTo("1");
		assertThat(this.collector.requests()).isEqualTo(2001);
		this.collector.clear();
		assertThat(this.collector.rawBodies()).isEmpty();
	}

	private HttpResponse<String> track(String event) throws IOException, InterruptedException {
		return send("/track", event);
	}

	private HttpResponse<String> batch(String... events) throws IOException, InterruptedException {
		return send("/track/batch", "{\"requests\":[" + String.join(",", events) + "]}");
	}

	private HttpResponse<String> send(String path, String body) throws IOException, InterruptedException {
		return this.http.send(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.collector.baseUrl() + "/api/v1" + path))
			.header("Authorization", "Bearer token")
			.header("Content-Type", "application/json");
	}

}
