package co.tokenr.capture.springai;

import java.util.HashMap;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.capture.Run;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

/**
 * Opens a scope around a whole turn, tools and nested clients included: lays the
 * request's parameters over the scope in which the client is used and starts the run that
 * the rounds of the turn are numbered in.
 */
final class AttributionAdvisor implements CallAdvisor, StreamAdvisor {

	/** Before chat memory, at {@code HIGHEST_PRECEDENCE + 200}, and the tool loop. */
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

	private final SpringAiCapture capture;

	AttributionAdvisor(SpringAiCapture capture) {
		this.capture = capture;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		if (!this.capture.isEnabled()) {
			return chain.nextCall(request);
		}
		AttributionContext turn = turn(this.capture.resolve(SurroundingContext.ofThread(), null), request, null);
		try (AttributionScope scope = AttributionScope.resume(turn)) {
			return chain.nextCall(carrying(turn, request));
		}
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		if (!this.capture.isEnabled()) {
			return chain.nextStream(request);
		}
		AttributionContext assembly = SurroundingContext.ofThread();
		return Flux.deferContextual((subscriber) -> {
			AttributionContext around = this.capture.resolve(SurroundingContext.ofStream(subscriber, assembly),
					subscriber);
			AttributionContext turn = turn(around, request, subscriber);
			try (AttributionScope scope = AttributionScope.resume(turn)) {
				return scope.wrap(chain.nextStream(carrying(turn, request)));
			}
		});
	}

	private AttributionContext turn(AttributionContext around, ChatClientRequest request,
			@Nullable ContextView stream) {
		Run run = new Run();
		return this.capture.observed(around.with(parameters(request), run), run,
				CurrentObservation.ofTurn(getName(), stream));
	}

	private Attribution parameters(ChatClientRequest request) {
		return ClientRequests.parameters(request, this.capture.guard());
	}

	/**
	 * Puts the context into the request. Into the very map it came with, if that can be
	 * written: a stream that is subscribed to again starts from the original request and
	 * skips this advisor. The prompt stays the same instance, which {@code mutate} would
	 * copy.
	 */
	private static ChatClientRequest carrying(AttributionContext context, ChatClientRequest request) {
		try {
			request.context().put(AttributionContext.KEY, context);
			return request;
		}
		catch (UnsupportedOperationException ex) {
			Map<String, Object> copy = new HashMap<>(request.context());
			copy.put(AttributionContext.KEY, context);
			return new ChatClientRequest(request.prompt(), copy);
		}
	}

	@Override
	public String getName() {
		return "tokenr-attribution";
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
