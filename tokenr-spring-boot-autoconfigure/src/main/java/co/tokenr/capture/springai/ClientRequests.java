package co.tokenr.capture.springai;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionParameters;
import co.tokenr.capture.CaptureGuard;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;

/**
 * Reads what the request of a {@code ChatClient} says of whom it is for.
 */
final class ClientRequests {

	private ClientRequests() {
	}

	/**
	 * Returns the attribution that the request's own parameters say.
	 */
	static Attribution parameters(ChatClientRequest request, CaptureGuard guard) {
		return guard.get("read the parameters of a request", () -> AttributionParameters.read(request.context()::get),
				Attribution.NONE);
	}

	/**
	 * Returns the context that the turn was begun in, {@code null} where the request
	 * carries none.
	 */
	static @Nullable AttributionContext context(ChatClientRequest request) {
		Object carried = request.context().get(AttributionContext.KEY);
		return (carried instanceof AttributionContext context) ? context : null;
	}

}
