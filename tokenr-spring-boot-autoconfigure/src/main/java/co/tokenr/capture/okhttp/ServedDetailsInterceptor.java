package co.tokenr.capture.okhttp;

import java.io.IOException;
import java.net.URI;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.capture.BodyListener;
import co.tokenr.capture.CallClaim;
import co.tokenr.capture.HttpCall;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.ServedDetails;
import co.tokenr.usage.Operation;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers to Spring AI's requests. Chats and embeddings are counted by other
 * seams, to which it leaves what Spring AI drops; audio and moderation, and images that
 * nobody claims, it counts itself. Registered twice it still acts once. Sees each attempt
 * of an SDK: one that the SDK may try again is not counted, since what comes of it
 * follows. Thread-safe.
 */
public final class ServedDetailsInterceptor implements Interceptor {

	private static final int FIRST_ERROR = 400;

	private final HttpCallRecorder calls;

	private final HttpCallRecorder audio;

	private final ServedDetails details;

	/**
	 * Creates an interceptor.
	 * @param calls records what nobody else counts
	 * @param audio records speech and transcription
	 * @param details takes what the answers say that others count
	 */
	public ServedDetailsInterceptor(HttpCallRecorder calls, HttpCallRecorder audio, ServedDetails details) {
		this.calls = calls;
		this.audio = audio;
		this.details = details;
	}

	@Override
	public Response intercept(Chain chain) throws IOException {
		Request request = chain.request();
		if (request.tag(Seen.class) != null) {
			return chain.proceed(request);
		}
		Operation operation = operation(request);
		if (operation == null) {
			return chain.proceed(request);
		}
		Request seen = request.newBuilder().tag(Seen.class, Seen.ONCE).build();
		HttpCallRecorder counting = counting(operation);
		if (counting == null) {
			return this.calls.isEnabled() ? read(chain.proceed(seen)) : chain.proceed(seen);
		}
		HttpCall call = counting.begin(request.method(), request.url().uri(), (name) -> null,
				AttributionContext.current());
		return (call != null) ? count(chain, seen, call) : chain.proceed(seen);
	}

	private @Nullable Operation operation(Request request) {
		try {
			return this.calls.operation(request.method(), request.url().uri());
		}
		catch (Throwable ex) {
			this.calls.swallow("look at a request", ex);
			return null;
		}
	}

	/**
	 * Returns who counts, {@code null} where that is another seam.
	 */
	private @Nullable HttpCallRecorder counting(Operation operation) {
		return switch (operation) {
			case SPEECH, TRANSCRIPTION -> this.audio;
			case MODERATION -> this.calls;
			case IMAGE_GENERATION -> CallClaim.isOpen() ? null : this.calls;
			default -> null;
		};
	}

	private Response read(Response response) {
		if (response.code() >= FIRST_ERROR || response.body() == null) {
			return response;
		}
		URI url = response.request().url().uri();
		return watched(response, this.calls.read(url, this.details));
	}

	private Response count(Chain chain, Request request, HttpCall call) throws IOException {
		Request watched = (request.body() != null)
				? request.newBuilder().method(request.method(), new WatchedRequestBody(request.body(), call)).build()
				: request;
		Response response = chain.proceed(watched);
		call.responded(response.code(), response.header("Content-Type"));
		if (response.code() < FIRST_ERROR) {
			return watched(response, call);
		}
		if (!isRetried(response)) {
			call.stopped();
		}
		return response;
	}

	/** As the SDKs decide it. */
	private static boolean isRetried(Response response) {
		String told = response.header("X-Should-Retry");
		if (told != null) {
			return told.equals("true");
		}
		return switch (response.code()) {
			case 408, 409, 429 -> true;
			default -> response.code() >= 500;
		};
	}

	private static Response watched(Response response, BodyListener listener) {
		return (response.body() != null)
				? response.newBuilder().body(new WatchedResponseBody(response.body(), listener)).build() : response;
	}

	private enum Seen {

		ONCE

	}

}
