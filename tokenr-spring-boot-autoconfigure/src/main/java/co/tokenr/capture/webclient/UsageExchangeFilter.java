package co.tokenr.capture.webclient;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.capture.CallClaim;
import co.tokenr.capture.HttpCall;
import co.tokenr.capture.HttpCallRecorder;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Watches the calls to models among the requests of a {@code WebClient}. Clients whose
 * builder Spring Boot supplies have it already; a client that is built by hand is given
 * this bean. Registered twice it still counts once. Attribution comes from the
 * subscriber's Reactor context, where that has none from the scope of the thread that
 * subscribes, and from request attributes named as in
 * {@link co.tokenr.attribution.AttributionParameters}. Each subscription is a call of its
 * own. Thread-safe.
 */
public final class UsageExchangeFilter implements ExchangeFilterFunction {

	private final HttpCallRecorder calls;

	private final BufferLook look;

	/**
	 * Creates a filter.
	 * @param calls tells which requests are calls to models and records them
	 */
	public UsageExchangeFilter(HttpCallRecorder calls) {
		this.calls = calls;
		this.look = new BufferLook(calls);
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((subscriber) -> {
			HttpCall call = begin(request, subscriber);
			return (call != null) ? exchange(request, next, call) : next.exchange(request);
		});
	}

	private @Nullable HttpCall begin(ClientRequest request, ContextView subscriber) {
		if (subscriber.hasKey(CallClaim.KEY) || isObserved(subscriber)) {
			return null;
		}
		Object brought = subscriber.getOrDefault(AttributionContext.KEY, null);
		return this.calls.begin(request.method().name(), request.url(), request.attributes()::get,
				(brought instanceof AttributionContext context) ? context : AttributionContext.current());
	}

	/** Spring AI leaves the observation of a model's stream in the Reactor context. */
	private boolean isObserved(ContextView subscriber) {
		try {
			Object observation = subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
			Observation.ContextView context = (observation instanceof Observation current) ? current.getContextView()
					: null;
			while (context != null && !context.containsKey(CallClaim.KEY)) {
				context = (context.getParentObservation() != null) ? context.getParentObservation().getContextView()
						: null;
			}
			return context != null;
		}
		catch (Throwable ex) {
			this.calls.swallow("look for an observation", ex);
			return false;
		}
	}

	private Mono<ClientResponse> exchange(ClientRequest request, ExchangeFunction next, HttpCall call) {
		ClientRequest watched = ClientRequest.from(request)
			.body((message, context) -> request.body().insert(new WatchedRequest(message, call, this.look), context))
			.build();
		return next.exchange(watched)
			.map((response) -> watch(response, call))
			.doOnError(call::failed)
			.doOnCancel(() -> {
				// a cancel that follows the answer is the body's to tell
				if (!call.isResponded()) {
					call.cancelled();
				}
			})
			.contextWrite((context) -> context.put(CallClaim.KEY, call));
	}

	private ClientResponse watch(ClientResponse response, HttpCall call) {
		try {
			call.responded(response.statusCode().value(),
					response.headers().asHttpHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
			return response.mutate().body((body) -> watch(body, call)).build();
		}
		catch (Throwable ex) {
			this.calls.swallow("watch an answer", ex);
			return response;
		}
	}

	private Flux<DataBuffer> watch(Flux<DataBuffer> body, HttpCall call) {
		return body.doOnNext((buffer) -> this.look.at(buffer, call::read))
			.doOnComplete(call::ended)
			.doOnError(call::failed)
			.doOnCancel(call::cancelled);
	}

}
