package co.tokenr.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;

import org.springframework.http.MediaType;
import org.springframework.util.StreamUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The application's own HTTP clients, on each wire, whole and streamed.
 */
final class HttpCells {

	private static final String QUESTION = "[{\"role\":\"user\",\"content\":\"Where is my order?\"}]";

	private final TestBed bed;

	private HttpCells(TestBed bed) {
		this.bed = bed;
	}

	static List<Cell> of(TestBed bed) {
		HttpCells cells = new HttpCells(bed);
		List<Cell> all = new ArrayList<>();
		for (boolean reactive : new boolean[] { false, true }) {
			String openAi = bed.chat().openAiBaseUrl();
			String other = bed.other().baseUrl();
			cells.chat(all, reactive, ChatWires.OPENAI, openAi + "/chat/completions",
					"{\"model\":\"gpt-5-mini\",\"messages\":" + QUESTION
							+ ",\"stream\":%s,\"stream_options\":{\"include_usage\":true}}");
			cells.chat(all, reactive, ChatWires.ANTHROPIC, bed.chat().anthropicBaseUrl() + "/v1/messages",
					"{\"model\":\"claude-opus-4-5\",\"max_tokens\":100,\"messages\":" + QUESTION + ",\"stream\":%s}");
			cells.chat(all, reactive, ChatWires.OLLAMA, other + "/ollama/api/chat",
					"{\"model\":\"llama3.2\",\"messages\":" + QUESTION + ",\"stream\":%s}");
			cells.chat(all, reactive, "openai responses", other + "/openai/v1/responses",
					"{\"model\":\"gpt-5-mini\",\"input\":\"Where is my order?\",\"stream\":%s}");
			all.add(cells.cell(reactive, "embeddings", "openai", other + "/openai/v1/embeddings",
					"{\"model\":\"text-embedding-3-small\",\"input\":[\"one\",\"two\"]}"));
			all.add(cells.cell(reactive, "embeddings", "ollama", other + "/ollama/api/embed",
					"{\"model\":\"all-minilm\",\"input\":[\"one\",\"two\"]}"));
		}
		return all;
	}

	private void chat(List<Cell> all, boolean reactive, String wire, String url, String body) {
		all.add(cell(reactive, "call", wire, url,
				body.formatted("false").replace(",\"stream_options\":{\"include_usage\":true}", "")));
		all.add(cell(reactive, "stream", wire, url, body.formatted("true")));
	}

	private Cell cell(boolean reactive, String way, String wire, String url, String body) {
		boolean streaming = way.equals("stream");
		return new Cell(reactive ? "WebClient" : "RestClient", way, wire,
				Promise.by(reactive ? "web_client" : "rest_client"), (tenant) -> {
					try (TokenrScope scope = this.bed.bean(Tokenr.class).scope((who) -> who.customer(tenant))) {
						if (reactive) {
							reactive(url, body, streaming);
						}
						else {
							blocking(url, body, streaming);
						}
					}
				});
	}

	private void blocking(String url, String body, boolean streaming) {
		RestClient.RequestBodySpec request = this.bed.bean(RestClient.Builder.class)
			.build()
			.post()
			.uri(url)
			.header("Authorization", "Bearer key")
			.header("x-api-key", "key")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body);
		if (streaming) {
			request.exchange((sent, response) -> StreamUtils.drain(response.getBody()));
		}
		else {
			request.retrieve().body(String.class);
		}
	}

	private void reactive(String url, String body, boolean streaming) {
		WebClient.ResponseSpec response = this.bed.bean(WebClient.Builder.class)
			.build()
			.post()
			.uri(url)
			.header("Authorization", "Bearer key")
			.header("x-api-key", "key")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.retrieve();
		if (streaming) {
			response.bodyToFlux(String.class).blockLast(Duration.ofSeconds(60));
		}
		else {
			response.bodyToMono(String.class).block(Duration.ofSeconds(60));
		}
	}

}
