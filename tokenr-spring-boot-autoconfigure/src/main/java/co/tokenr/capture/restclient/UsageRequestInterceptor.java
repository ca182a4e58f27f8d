package co.tokenr.capture.restclient;

import java.io.IOException;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.capture.CallClaim;
import co.tokenr.capture.HttpCall;
import co.tokenr.capture.HttpCallRecorder;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Watches the calls to models among the requests of a {@code RestClient} or
 * {@code RestTemplate}. Clients whose builder Spring Boot supplies have it already; a
 * client that is built by hand is given this bean. Registered twice it still counts once.
 * Attribution comes from the current scope and from request attributes named as in
 * {@link co.tokenr.attribution.AttributionParameters}. Thread-safe.
 * <p>
 * A call is recorded when its answer was read to its end or closed. Note that Spring
 * itself holds the body of a request in memory where a client has any interceptor.
 */
public final class UsageRequestInterceptor implements ClientHttpRequestInterceptor {

	private final HttpCallRecorder calls;

	/**
	 * Creates an interceptor.
	 * @param calls tells which requests are calls to models and records them
	 */
	public UsageRequestInterceptor(HttpCallRecorder calls) {
		this.calls = calls;
	}

	/**
	 * Tells whether calls are recorded at the moment.
	 * @return whether they are
	 */
	boolean isEnabled() {
		return this.calls.isEnabled();
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		HttpCall call = begin(request, body);
		if (call == null) {
			return execution.execute(request, body);
		}
		ClientHttpResponse response;
		try (CallClaim claim = CallClaim.open()) {
			response = execution.execute(request, body);
		}
		catch (Throwable ex) {
			call.failed(ex);
			throw ex;
		}
		try {
			MediaType type = response.getHeaders().getContentType();
			call.responded(response.getStatusCode().value(), (type != null) ? type.toString() : null);
		}
		catch (Throwable ex) {
			this.calls.swallow("read the status of an answer", ex);
		}
		return new WatchedResponse(response, call);
	}

	private @Nullable HttpCall begin(HttpRequest request, byte[] body) {
		HttpCall call = this.calls.begin(request.getMethod().name(), request.getURI(),
				(name) -> request.getAttributes().get(name), AttributionContext.current());
		if (call != null) {
			call.requested(body, 0, body.length);
		}
		return call;
	}

}
