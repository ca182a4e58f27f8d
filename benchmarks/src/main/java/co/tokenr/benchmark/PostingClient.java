package co.tokenr.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

/**
 * A client whose calls are each posted by a thread of their own, as Tokenr's Python SDK
 * does.
 */
final class PostingClient extends TrackedClient {

	private final Loopback loopback = new Loopback();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	PostingClient() {
		super(client());
	}

	@Override
	ChatResponse call() {
		ChatResponse response = super.call();
		track(response);
		return response;
	}

	@Override
	Flux<ChatResponse> stream() {
		return super.stream().doOnNext((response) -> {
			if (response.getMetadata().getUsage().getTotalTokens() > 0) {
				track(response);
			}
		});
	}

	private void track(ChatResponse response) {
		Usage usage = response.getMetadata().getUsage();
		String model = response.getMetadata().getModel();
		Thread thread = new Thread(() -> post(("{\"provider\":\"openai\",\"model\":\"%s\",\"input_tokens\":%d,"
				+ "\"output_tokens\":%d,\"agent_id\":\"support\",\"feature_name\":\"answers\",\"team_id\":\"care\","
				+ "\"tags\":{\"channel\":\"web\",\"release\":\"7.2\"}}")
			.formatted(model, usage.getPromptTokens(), usage.getCompletionTokens())));
		thread.setDaemon(true);
		thread.start();
		this.threads.add(thread);
	}

	private void post(String event) {
		try {
			this.http.send(HttpRequest.newBuilder(this.loopback.uri("/track"))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(event))
				.build(), HttpResponse.BodyHandlers.discarding());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	void settle(long calls) {
		try {
			for (Thread thread = this.threads.poll(); thread != null; thread = this.threads.poll()) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		check("Posts", calls, this.loopback.posts());
	}

	@Override
	public void close() {
		this.loopback.close();
	}

}
