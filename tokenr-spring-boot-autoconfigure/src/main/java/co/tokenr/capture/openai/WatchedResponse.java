package co.tokenr.capture.openai;

import java.io.InputStream;

import co.tokenr.capture.HttpCall;
import co.tokenr.capture.TeeInputStream;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body is listened to while it is read.
 */
final class WatchedResponse implements HttpResponse {

	private final HttpResponse response;

	private final HttpCall call;

	private @Nullable InputStream body;

	WatchedResponse(HttpResponse response, HttpCall call) {
		this.response = response;
		this.call = call;
	}

	@Override
	public int statusCode() {
		return this.response.statusCode();
	}

	@Override
	public Headers headers() {
		return this.response.headers();
	}

	@Override
	public synchronized InputStream body() {
		if (this.body == null) {
			this.body = new TeeInputStream(this.response.body(), this.call);
		}
		return this.body;
	}

	@Override
	public void close() {
		this.call.stopped();
		this.response.close();
	}

}
