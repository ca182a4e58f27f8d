package co.tokenr.capture;

import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionParameters;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.Operation;
import co.tokenr.usage.UsageRecorder;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * Begins to watch those HTTP requests of an application that ask something of a model,
 * unless another seam counts them. A request is told by its URL: the host by the rules of
 * {@link ProviderEndpoints}, the operation by the path. Thread-safe.
 */
public final class HttpCallRecorder {

	private final String capturedBy;

	private final UsageRecorder recorder;

	private final ProviderEndpoints endpoints;

	private final @Nullable String fallback;

	private final TraceIds traces;

	private final StreamUsageHint hint;

	private final CaptureGuard guard = new CaptureGuard();

	/**
	 * Creates a recorder for clients that talk to all the world.
	 * @param capturedBy the seam, as events name it
	 * @param recorder takes the calls
	 * @param endpoints tells who answers
	 */
	public HttpCallRecorder(String capturedBy, UsageRecorder recorder, ProviderEndpoints endpoints) {
		this(capturedBy, recorder, endpoints, null, TraceIds.NONE);
	}

	/**
	 * Creates a recorder for clients that talk to models only.
	 * @param capturedBy the seam, as events name it
	 * @param recorder takes the calls
	 * @param endpoints tells who answers
	 * @param fallback who answers where the endpoints don't know; {@code null} where such
	 * requests are none of ours
	 * @param traces tells the trace that surrounds a call
	 */
	public HttpCallRecorder(String capturedBy, UsageRecorder recorder, ProviderEndpoints endpoints,
			@Nullable String fallback, TraceIds traces) {
		this(capturedBy, recorder, endpoints, fallback, traces, new StreamUsageHint());
	}

	/**
	 * Creates a recorder that shares its hints with others.
	 * @param capturedBy the seam, as events name it
	 * @param recorder takes the calls
	 * @param endpoints tells who answers
	 * @param fallback who answers where the endpoints don't know; {@code null} where such
	 * requests are none of ours
	 * @param traces tells the trace that surrounds a call
	 * @param hint told of streams without usage
	 */
	public HttpCallRecorder(String capturedBy, UsageRecorder recorder, ProviderEndpoints endpoints,
			@Nullable String fallback, TraceIds traces, StreamUsageHint hint) {
		this.hint = hint;
		this.capturedBy = capturedBy;
		this.recorder = recorder;
		this.endpoints = endpoints;
		this.fallback = fallback;
		this.traces = traces;
	}

	/**
	 * Tells whether calls are recorded at the moment.
	 * @return whether they are
	 */
	public boolean isEnabled() {
		return this.guard.get("ask whether tracking is on", this.recorder::isEnabled, false);
	}

	/**
	 * Begins to watch a request.
	 * @param method the HTTP method
	 * @param url the URL
	 * @param attributes looks an attribute of the request up by its name
	 * @param context the scopes in which the request is made
	 * @return the call, {@code null} where the request asks nothing of a model, another
	 * seam counts it or tracking is off
	 */
	public @Nullable HttpCall begin(String method, URI url, Function<String, @Nullable Object> attributes,
			AttributionContext context) {
		return begin(method, url, attributes, () -> caller(context));
	}

	/**
	 * Begins to watch a request that was called for on another thread.
	 * @param method the HTTP method
	 * @param url the URL
	 * @param caller who called for it
	 * @return the call, {@code null} where the request asks nothing of a model, another
	 * seam counts it or tracking is off
	 */
	public @Nullable HttpCall begin(String method, URI url, Caller caller) {
		return begin(method, url, (name) -> null, () -> caller);
	}

	private @Nullable HttpCall begin(String method, URI url, Function<String, @Nullable Object> attributes,
			Supplier<Caller> caller) {
		if (!"POST".equalsIgnoreCase(method) || CallClaim.isOpen() || !isEnabled()) {
			return null;
		}
		try {
			LlmPath path = LlmPath.of(url);
			String provider = (path != null) ? provider(url) : null;
			return (path != null && provider != null) ? begin(path, provider, url, attributes, caller.get()) : null;
		}
		catch (Throwable ex) {
			this.guard.swallow("begin to watch a request", ex);
			return null;
		}
	}

	/**
	 * Notes who calls, for a request that another thread will make.
	 * @return the caller, {@code null} where another seam counts what is called on this
	 * thread or tracking is off
	 */
	public @Nullable Caller caller() {
		return (CallClaim.isOpen() || !isEnabled()) ? null : caller(AttributionContext.current());
	}

	private Caller caller(AttributionContext context) {
		return new Caller(this.recorder.resolve(context, null), span());
	}

	private TraceIds.@Nullable Span span() {
		try {
			return this.traces.current();
		}
		catch (Throwable ex) {
			this.guard.swallow("find the trace of a call", ex);
			return null;
		}
	}

	/**
	 * Tells what a request asks of a model.
	 * @param method the HTTP method
	 * @param url the URL
	 * @return the operation, {@code null} where the request asks nothing of a model
	 */
	public @Nullable Operation operation(String method, URI url) {
		LlmPath path = "POST".equalsIgnoreCase(method) ? LlmPath.of(url) : null;
		return (path != null && provider(url) != null) ? path.operation() : null;
	}

	/**
	 * Begins to read an answer for a seam that counts it elsewhere: what the answer says
	 * is among the details before the application sees it.
	 * @param url the URL of the request
	 * @param details takes what is read
	 * @return listens to the body of the answer
	 */
	public BodyListener read(URI url, ServedDetails details) {
		String provider = provider(url);
		return new DetailsListener((provider != null) ? provider : "", details, this.guard);
	}

	private @Nullable String provider(URI url) {
		String provider = this.endpoints.provider(url);
		return (provider != null) ? provider : this.fallback;
	}

	private HttpCall begin(LlmPath path, String provider, URI url, Function<String, @Nullable Object> attributes,
			Caller caller) {
		Attribution parameters = this.guard.get("read the parameters of a request",
				() -> AttributionParameters.read(attributes), Attribution.NONE);
		LlmCallBuilder facts = LlmCall.builder(this.capturedBy).provider(provider).operation(path.operation());
		Run run = caller.context().companion(Run.class);
		if (run != null) {
			// made in a turn, as by one of its tools, but none of its rounds
			facts.run(run.id(), null);
		}
		if (caller.span() != null) {
			facts.trace(caller.span().traceId(), caller.span().spanId());
		}
		return new HttpCall(facts, provider, path, this.guard, (call) -> {
			this.recorder.record(CapturedCall.of(call, caller.context(), parameters));
			hint(call, url);
		});
	}

	private void hint(LlmCall call, URI url) {
		if (call.streaming() && call.usageSource() == UsageSource.MISSING && call.status() == CallStatus.SUCCESS
				&& call.responseId() != null && StreamUsageHint.isFor(url)) {
			this.hint.endedWithoutUsage(url);
		}
	}

	/**
	 * Takes note of a step that failed while a call was looked at.
	 * @param step what was tried, as it completes the words "Could not"
	 * @param failure what was thrown
	 */
	public void swallow(String step, Throwable failure) {
		this.guard.swallow(step, failure);
	}

}
