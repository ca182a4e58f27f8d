package com.example.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import com.example.demo.DemoInvoice.Line;
import com.example.demo.DemoInvoice.Miscount;
import com.example.demo.DemoInvoice.Outcome;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bill against what a client reads.
 */
class DemoInvoiceTests {

	private final DemoProvider provider = DemoProvider.start(0);

	private final ProviderClient client = new ProviderClient(this.provider);

	@AfterEach
	void close() {
		this.provider.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void billsWhatAnOpenAiClientReads(boolean streaming) {
		ObjectNode question = ProviderClient.question("gpt-5-mini");
		JsonNode read;
		if (streaming) {
			List<JsonNode> chunks = ProviderClient.events(this.client.openAi(ProviderClient.streamed(question)));
			read = chunks.get(chunks.size() - 1);
		}
		else {
			read = ProviderClient.json(this.client.openAi(question));
		}
		assertThat(this.provider.invoice().lines())
			.containsExactly(new Line(1, "openai", read.get("id").stringValue(), "gpt-5-mini", "gpt-5-mini-2025-08-07",
					200, Outcome.OK, streaming, read.at("/usage/prompt_tokens").longValue(),
					read.at("/usage/prompt_tokens_details/cached_tokens").longValue(), null, null, null,
					read.at("/usage/completion_tokens").longValue(),
					read.at("/usage/completion_tokens_details/reasoning_tokens").longValue()));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void billsWhatAnAnthropicClientReads(boolean streaming) {
		ObjectNode question = ProviderClient.question("claude-opus-4-1");
		JsonNode message;
		JsonNode last;
		if (streaming) {
			List<JsonNode> events = ProviderClient.events(this.client.anthropic(ProviderClient.streamed(question)));
			message = events.get(0).get("message");
			last = events.get(events.size() - 2).get("usage");
		}
		else {
			message = ProviderClient.json(this.client.anthropic(question));
			last = message.get("usage");
		}
		long read = last.get("cache_read_input_tokens").longValue();
		long creation = last.get("cache_creation_input_tokens").longValue();
		assertThat(this.provider.invoice().lines()).containsExactly(new Line(1, "anthropic",
				message.get("id").stringValue(), "claude-opus-4-1", "claude-opus-4-1-20250805", 200, Outcome.OK,
				streaming, last.get("input_tokens").longValue() + read + creation, read, creation,
				message.at("/usage/cache_creation/ephemeral_5m_input_tokens").longValue(),
				message.at("/usage/cache_creation/ephemeral_1h_input_tokens").longValue(),
				last.get("output_tokens").longValue(), last.at("/output_tokens_details/thinking_tokens").longValue()));
	}

	@Test
	void hasNoCountsForAStreamWithoutUsage() {
		this.client.openAi(ProviderClient.question("gpt-4o").put("stream", true));
		Line line = this.provider.invoice().lines().get(0);
		assertThat(line.outcome()).isEqualTo(Outcome.OK);
		assertThat(line.responseId()).startsWith("chatcmpl-");
		assertThat(line.servedModel()).isEqualTo("gpt-4o-2024-08-06");
		assertNoCounts(line);
	}

	@Test
	void hasALineForAFailedCall() {
		this.client.anthropic(ProviderClient.question("claude-broken"));
		assertThat(this.provider.invoice().lines()).containsExactly(new Line(1, "anthropic", null, "claude-broken",
				null, 400, Outcome.ERROR, false, null, null, null, null, null, null, null));
	}

	@Test
	void hasNoCountsForACancelledOpenAiStream() throws IOException {
		cancelInTheMiddle(this.client.openAiRequest(ProviderClient.streamed(ProviderClient.question("gpt-4o-slow"))));
		Line line = onlyLine();
		assertThat(line.outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(line.streaming()).isTrue();
		assertThat(line.status()).isEqualTo(200);
		assertThat(line.responseId()).startsWith("chatcmpl-");
		assertThat(line.requestedModel()).isEqualTo("gpt-4o-slow");
		assertNoCounts(line);
	}

	@Test
	void hasNoCountsForACancelledAnthropicStream() throws IOException {
		cancelInTheMiddle(
				this.client.anthropicRequest(ProviderClient.streamed(ProviderClient.question("claude-slow"))));
		Line line = onlyLine();
		assertThat(line.outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(line.responseId()).startsWith("msg_");
		assertNoCounts(line);
	}

	@Test
	void billsAStreamThatIsCutByClosingTheProviderAsCancelled() throws IOException {
		HttpRequest request = this.client
			.openAiRequest(ProviderClient.streamed(ProviderClient.question("gpt-4o-slow")));
		try (InputStream body = this.client.send(request, BodyHandlers.ofInputStream()).body()) {
			assertThat(body.read()).isEqualTo('d');
			this.provider.close();
			assertThat(onlyLine().outcome()).isEqualTo(Outcome.CANCELLED);
		}
	}

	@Test
	void numbersLinesInOrderAndGoesOnAfterClear() {
		this.client.openAi(ProviderClient.question("gpt-4o"));
		this.client.openAi(ProviderClient.question("gpt-4o"));
		assertThat(this.provider.invoice().lines()).extracting(Line::sequence).containsExactly(1L, 2L);
		this.provider.invoice().clear();
		assertThat(this.provider.invoice().lines()).isEmpty();
		this.client.openAi(ProviderClient.question("gpt-4o"));
		assertThat(this.provider.invoice().lines()).extracting(Line::sequence).containsExactly(3L);
	}

	@Test
	void leavesOutTheFirstGoodLineWhenTold() {
		assertThat(failedAndTwoGoodCalls(Miscount.MISSING)).extracting(Line::sequence).containsExactly(1L, 3L);
	}

	@Test
	void doublesTheFirstGoodLineWhenTold() {
		assertThat(failedAndTwoGoodCalls(Miscount.DOUBLED)).extracting(Line::sequence).containsExactly(1L, 2L, 2L, 3L);
	}

	@Test
	void addsOneTokenToTheFirstGoodLineWhenTold() {
		List<Line> right = failedAndTwoGoodCalls(Miscount.NONE);
		List<Line> wrong = failedAndTwoGoodCalls(Miscount.OFF_BY_ONE);
		assertThat(right).extracting(Line::sequence).containsExactly(1L, 2L, 3L);
		assertThat(wrong.get(1).input()).isEqualTo(right.get(1).input() + 1);
		assertThat(wrong.get(1).output()).isEqualTo(right.get(1).output());
		assertThat(wrong.get(2).input()).isEqualTo(right.get(2).input());
	}

	private static List<Line> failedAndTwoGoodCalls(Miscount miscount) {
		DemoInvoice invoice = new DemoInvoice(miscount);
		try (DemoProvider provider = DemoProvider.builder().invoice(invoice).start()) {
			ProviderClient client = new ProviderClient(provider);
			client.openAi(ProviderClient.question("gpt-broken"));
			client.openAi(ProviderClient.question("gpt-4o"));
			client.anthropic(ProviderClient.question("claude-sonnet-4-5"));
		}
		return invoice.lines();
	}

	private void cancelInTheMiddle(HttpRequest request) throws IOException {
		InputStream body = this.client.send(request, BodyHandlers.ofInputStream()).body();
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
			for (int i = 0; i < 4; i++) {
				assertThat(reader.readLine()).isNotNull();
			}
			assertThat(this.provider.invoice().lines()).isEmpty();
			assertThat(this.provider.inFlight()).isEqualTo(1);
		}
	}

	private Line onlyLine() {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.provider.inFlight() == 0);
		assertThat(this.provider.invoice().lines()).hasSize(1);
		return this.provider.invoice().lines().get(0);
	}

	private static void assertNoCounts(Line line) {
		assertThat(new Long[] { line.input(), line.cacheRead(), line.cacheCreation(), line.cacheCreation5m(),
				line.cacheCreation1h(), line.output(), line.reasoning() })
			.containsOnlyNulls();
	}

}
