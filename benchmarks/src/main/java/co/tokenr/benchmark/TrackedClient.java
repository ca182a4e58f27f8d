package co.tokenr.benchmark;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

/**
 * A {@link ChatClient} with something that tracks its calls, or nothing.
 */
abstract class TrackedClient implements AutoCloseable {

	static final int CHUNKS = 200;

	static final String TEXT = " and so it goes";

	private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(100);

	private static final String QUESTION = "How did it begin?";

	private final ChatClient client;

	TrackedClient(ChatClient client) {
		this.client = client;
	}

	/**
	 * Returns a builder of a client on a model that answers at once.
	 * @param registry where Spring AI observes
	 */
	static ChatClient.Builder builder(ObservationRegistry registry) {
		return ChatClient.builder(new StubChatModel(registry, CHUNKS, TEXT), registry, null, null);
	}

	/**
	 * Returns a client that is not observed.
	 * @param advisors what advises it
	 */
	static ChatClient client(Advisor... advisors) {
		return builder(ObservationRegistry.NOOP).defaultAdvisors(advisors).build();
	}

	ChatResponse call() {
		return this.client.prompt().user(QUESTION).call().chatResponse();
	}

	Flux<ChatResponse> stream() {
		return this.client.prompt().user(QUESTION).stream().chatResponse();
	}

	/**
	 * Waits until what was tracked has arrived where it is to.
	 * @param calls how many calls were made since the client was created
	 * @throws IllegalStateException if something was lost
	 */
	void settle(long calls) {
	}

	/**
	 * Waits until a count is as expected: the last of what ends a stream may come after
	 * its end.
	 */
	static void await(String what, long expected, LongSupplier actual) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (actual.getAsLong() < expected && System.nanoTime() < deadline) {
			pause();
		}
		check(what, expected, actual.getAsLong());
	}

	/** Leaves the cores to those who deliver. */
	static void pause() {
		LockSupport.parkNanos(PAUSE);
	}

	static void check(String what, long expected, long actual) {
		if (expected != actual) {
			throw new IllegalStateException("%s: %d of %d calls".formatted(what, actual, expected));
		}
	}

	@Override
	public void close() {
	}

}
