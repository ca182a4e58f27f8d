package co.tokenr.benchmark.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import co.tokenr.usage.EventId;

/**
 * What is written by hand: one blocking POST for each call, on the caller's thread.
 */
final class SinglePosts implements Way {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final LoopbackCollector collector;

	SinglePosts(LoopbackCollector collector) {
		this.collector = collector;
	}

	@Override
	public String label() {
		return "one blocking POST per event";
	}

	@Override
	public void send(int count) throws Exception {
		for (int i = 0; i < count; i++) {
			String json = """
					{"provider":"openai","model":"gpt-4o","input_tokens":400,"output_tokens":345,\
					"cache_read_tokens":800,"agent_id":"support-desk","feature_name":"answers","team_id":"care",\
					"status":"success","latency_ms":1234,"tags":{"region":"eu-central","customer_id":"customer-7"},\
					"external_id":"%s"}""".formatted(EventId.next());
			HttpRequest request = HttpRequest.newBuilder(URI.create(this.collector.url("/track")))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(json))
				.build();
			this.client.send(request, HttpResponse.BodyHandlers.discarding());
		}
	}

	@Override
	public int received() {
		return this.collector.takeBodies().size();
	}

	@Override
	public void close() {
		// Java 17 has nothing to close
	}

}
