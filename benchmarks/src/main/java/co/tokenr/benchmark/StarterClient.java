package co.tokenr.benchmark;

import java.util.Map;

import co.tokenr.attribution.AttributionScope;
import co.tokenr.capture.springai.TokenrChatClientCustomizer;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

/**
 * A client that this starter tracks, in a scope that an application opens for each call.
 */
final class StarterClient extends TrackedClient {

	private final Starter starter;

	private long calls;

	private StarterClient(Starter starter, ObservationRegistry observations) {
		super(client(starter, observations));
		this.starter = starter;
	}

	/**
	 * Creates a client in an application with everything on.
	 * @param observed whether Spring AI observes it as well
	 */
	static StarterClient create(boolean observed) {
		Starter starter = new Starter(Map.of());
		return new StarterClient(starter,
				observed ? starter.bean(ObservationRegistry.class) : ObservationRegistry.NOOP);
	}

	private static ChatClient client(Starter starter, ObservationRegistry observations) {
		ChatClient.Builder builder = builder(observations);
		starter.bean(TokenrChatClientCustomizer.class).customize(builder);
		return builder.build();
	}

	@Override
	ChatResponse call() {
		try (AttributionScope scope = AttributionScope.open(Starter.ATTRIBUTION)) {
			return super.call();
		}
	}

	@Override
	Flux<ChatResponse> stream() {
		try (AttributionScope scope = AttributionScope.open(Starter.ATTRIBUTION)) {
			return scope.wrap(super.stream());
		}
	}

	@Override
	void settle(long calls) {
		this.calls = calls;
		this.starter.settle(calls);
	}

	@Override
	public void close() {
		this.starter.checkLedger(this.calls);
		this.starter.close();
	}

}
