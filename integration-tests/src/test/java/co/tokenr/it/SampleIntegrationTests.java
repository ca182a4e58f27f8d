package co.tokenr.it;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample application from the outside, as the README shows it.
 */
class SampleIntegrationTests {

	private static final Pattern SHOWN_PORT = Pattern.compile("curl http://localhost:(\\d+)/actuator/tokenr");

	@Test
	void checkSucceedsWhereInvoiceEventsAndCollectorAgree() throws Exception {
		try (ChildJvm sample = SampleApplication.start("--sample.check")) {
			assertThat(sample.exitCode()).as(sample.output()).isZero();
			assertThat(sample.output()).contains("Invoice, events and collector agree on all 14 round trips.");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "missing", "doubled", "off-by-one" })
	void checkFailsWhereTheInvoiceIsWrong(String miscount) throws Exception {
		try (ChildJvm sample = SampleApplication.start("--sample.check", "--sample.miscount=" + miscount)) {
			assertThat(sample.exitCode()).as(sample.output()).isEqualTo(1);
			assertThat(sample.output()).contains("1 of ").contains("round trips differ.");
		}
	}

	@Test
	void whatItSaysToLookAtIsThere() {
		try (ChildJvm sample = SampleApplication.start()) {
			LocalHttp http = new LocalHttp(Integer.parseInt(sample.awaitOutput(SHOWN_PORT)));

			assertThat(status(http)).isEqualTo("UP");
			JsonNode tokens = http.get("/actuator/metrics/tokenr.tokens").json();
			assertThat(tokens.path("measurements").path(0).path("value").asDouble()).isPositive();
			JsonNode totals = http.get("/actuator/tokenr").json().path("totals");
			assertThat(totals.path("calls").asLong()).isEqualTo(14);
			assertThat(totals.path("cancelled").asLong()).isEqualTo(1);
			assertThat(totals.path("errors").asLong()).isEqualTo(1);
			assertThat(http.get("/demo/invoice").json().size()).isEqualTo(14);
			assertThat(received(http)).isEqualTo(14);

			ask(http, 15);
			http.post("/demo/collector/down", "");
			ask(http, 17);
			Awaitility.await().atMost(ChildJvm.PATIENCE).until(() -> "DEGRADED".equals(status(http)));
			ask(http, 19);
			http.post("/demo/collector/up", "");
			Awaitility.await().atMost(ChildJvm.PATIENCE).until(() -> "UP".equals(status(http)) && received(http) == 20);

			JsonNode delivery = http.get("/actuator/tokenr").json().path("delivery").path("targets").path(0);
			assertThat(delivery.path("recorded").asLong()).isEqualTo(20);
			assertThat(delivery.path("sent").asLong()).isEqualTo(20);
			assertThat(http.get("/demo/invoice").json().size()).isEqualTo(20);
			assertThat(http.get("/demo/collector").json().path("duplicates").asInt()).isZero();
		}
	}

	@Test
	void everySeamIsTrackedAndNothingGoesPast() {
		try (ChildJvm sample = SampleApplication.start()) {
			LocalHttp http = new LocalHttp(Integer.parseInt(sample.awaitOutput(SHOWN_PORT)));

			JsonNode coverage = http.get("/actuator/tokenrcoverage").json();

			assertThat(List.of("partial", "bypassed", "off", "unknown")).as(coverage.toPrettyString())
				.allSatisfy((state) -> assertThat(coverage.path(state).asInt()).isZero());
			assertThat(coverage.path("tracked").asInt()).isEqualTo(coverage.path("items").size());
			assertThat(items(coverage)).contains("chat_client openAiClient advisor",
					"chat_client anthropicClient advisor", "chat_model openAiChatModel observation",
					"chat_model anthropicChatModel observation", "embedding_model openAiEmbeddingModel observation",
					"image_model openAiImageModel observation",
					"chat_client_customizer tokenrChatClientCustomizer advisor",
					"openai_client_wrapper tokenrOpenAi openai_sdk",
					"anthropic_client_wrapper tokenrAnthropic anthropic_sdk");
			assertThat(coverage.path("cannot_be_seen").size()).isPositive();
		}
	}

	private static List<String> items(JsonNode coverage) {
		List<String> items = new ArrayList<>();
		coverage.path("items")
			.forEach((item) -> items.add(item.path("kind").asString() + " " + item.path("name").asString() + " "
					+ item.path("seam").asString()));
		return items;
	}

	/** A call and a stream, the first of which is the {@code nth} round trip. */
	private static void ask(LocalHttp http, int nth) {
		LocalHttp.Answer answer = http.post("/ask", "{\"customer\":\"acme\",\"question\":\"Where is my parcel?\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("answer").asString()).contains("warehouse");
		LocalHttp.Answer stream = http.get("/ask/stream?question=Where+is+my+parcel");
		assertThat(stream.status()).isEqualTo(200);
		assertThat(stream.body()).contains("data:");
		assertThat(http.get("/actuator/tokenr").json().path("totals").path("calls").asInt()).isEqualTo(nth + 1);
	}

	/** Trouble in tracking is shown, and is never a status of the application's. */
	private static String status(LocalHttp http) {
		LocalHttp.Answer answer = http.get("/actuator/health/tokenr");
		assertThat(answer.status()).isEqualTo(200);
		return answer.json().path("status").asString();
	}

	private static int received(LocalHttp http) {
		return http.get("/demo/collector").json().path("received").size();
	}

}
