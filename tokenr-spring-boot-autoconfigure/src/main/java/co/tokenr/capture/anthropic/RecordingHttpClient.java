package co.tokenr.capture.anthropic;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.capture.CallClaim;
import co.tokenr.capture.Caller;
import co.tokenr.capture.HttpCall;
import co.tokenr.capture.HttpCallRecorder;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's HTTP client, retries included, with each call watched. Stands around the
 * retries, so that a call which succeeds at the third attempt is one call.
 */
final class RecordingHttpClient implements HttpClient {

	private static final int FIRST_ERROR = 400;

	/** Set by the outer of two retrying clients; the inner one numbers its attempts. */
	private static final String RETRY_COUNT = "X-Stainless-Retry-Count";

	private final HttpClient client;

	private final HttpCallRecorder calls;

	private final @Nullable Caller caller;

	/**
	 * Creates a client.
	 * @param client makes the requests
	 * @param calls records the calls
	 * @param caller who makes the one call that this client is for, {@code null} where it
	 * is for all calls, each of whoever is on its thread
	 */
	RecordingHttpClient(HttpClient client, HttpCallRecorder calls, @Nullable Caller caller) {
		this.client = client;
		this.calls = calls;
		this.caller = caller;
	}

	@Override
	public HttpResponse execute(HttpRequest request, RequestOptions options) {
		HttpRequest plain = plain(request);
		HttpCall call = begin(plain);
		if (call == null) {
			return this.client.execute(plain, options);
		}
		try (CallClaim claim = CallClaim.open()) {
			return responded(this.client.execute(watched(plain, call), options), call);
		}
		catch (Throwable ex) {
			call.failed(ex);
			throw ex;
		}
	}

	@Override
	public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
		HttpRequest plain = plain(request);
		HttpCall call = begin(plain);
		if (call == null) {
			return this.client.executeAsync(plain, options);
		}
		try (CallClaim claim = CallClaim.open()) {
			CompletableFuture<HttpResponse> response = this.client.executeAsync(watched(plain, call), options);
			CompletableFuture<HttpResponse> watched = response
				.handle((answer, failure) -> answer(answer, failure, call));
			CompletableFuture<HttpResponse> unused = watched.whenComplete((answer, failure) -> {
				if (watched.isCancelled()) {
					call.cancelled();
					response.cancel(true);
				}
			});
			return watched;
		}
		catch (Throwable ex) {
			call.failed(ex);
			throw ex;
		}
	}

	private HttpResponse answer(@Nullable HttpResponse answer, @Nullable Throwable failure, HttpCall call) {
		if (answer != null) {
			return responded(answer, call);
		}
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		call.failed((cause != null) ? cause : new IllegalStateException("No answer"));
		throw (failure instanceof CompletionException completion) ? completion : new CompletionException(failure);
	}

	private HttpResponse responded(HttpResponse response, HttpCall call) {
		try {
			call.responded(response.statusCode(), contentType(response));
		}
		catch (Throwable ex) {
			this.calls.swallow("read the status of an answer", ex);
			return response;
		}
		if (response.statusCode() >= FIRST_ERROR) {
			// the SDK neither reads such a body to its end nor closes it
			call.stopped();
			return response;
		}
		return new WatchedResponse(response, call);
	}

	private static @Nullable String contentType(HttpResponse response) {
		return response.headers().values("Content-Type").stream().findFirst().orElse(null);
	}

	private HttpRequest plain(HttpRequest request) {
		return request.headers().values(RETRY_COUNT).equals(List.of("0"))
				? request.toBuilder().removeHeaders(RETRY_COUNT).build() : request;
	}

	private @Nullable HttpCall begin(HttpRequest request) {
		try {
			String method = request.method().name();
			URI url = URI.create(request.url());
			return (this.caller != null) ? this.calls.begin(method, url, this.caller)
					: this.calls.begin(method, url, (name) -> null, AttributionContext.current());
		}
		catch (Throwable ex) {
			this.calls.swallow("look at a request", ex);
			return null;
		}
	}

	private static HttpRequest watched(HttpRequest request, HttpCall call) {
		return (request.body() != null) ? request.toBuilder().body(new WatchedRequestBody(request.body(), call)).build()
				: request;
	}

	/** The SDK closes the HTTP client of options that nobody holds any more. */
	@Override
	public void close() {
		if (this.caller == null) {
			this.client.close();
		}
	}

}
