package co.tokenr.capture.springai;

import java.util.HashMap;
import java.util.Map;

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

	/**
	 * Returns a request as those behind the last reader of the turn's context get it:
	 * without that. What the request of a stream carries comes back with each chunk, and
	 * every advisor on the way copies it once more.
	 */
	static ChatClientRequest withoutContext(ChatClientRequest request) {
		if (!request.context().containsKey(AttributionContext.KEY)) {
			return request;
		}
		Map<String, Object> rest = new HashMap<>();
		request.context().forEach((name, value) -> {
			if (!name.equals(AttributionContext.KEY)) {
				rest.put(name, value);
			}
		});
		return new ChatClientRequest(request.prompt(), rest);
	}

}
