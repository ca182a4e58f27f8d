package co.tokenr.capture.restclient;

import java.io.IOException;
import java.io.InputStream;

import co.tokenr.capture.HttpCall;
import co.tokenr.capture.TeeInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * An answer whose body is listened to while it is read.
 */
final class WatchedResponse implements ClientHttpResponse {

	private final ClientHttpResponse response;

	private final HttpCall call;

	private @Nullable InputStream body;

	WatchedResponse(ClientHttpResponse response, HttpCall call) {
		this.response = response;
		this.call = call;
	}

	@Override
	public HttpStatusCode getStatusCode() throws IOException {
		return this.response.getStatusCode();
	}

	@Override
	public String getStatusText() throws IOException {
		return this.response.getStatusText();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.response.getHeaders();
	}

	@Override
	public InputStream getBody() throws IOException {
		if (this.body == null) {
			this.body = new TeeInputStream(open(), this.call);
		}
		return this.body;
	}

	private InputStream open() throws IOException {
		try {
			return this.response.getBody();
		}
		catch (IOException | RuntimeException ex) {
			this.call.failed(ex);
			throw ex;
		}
	}

	@Override
	public void close() {
		this.call.stopped();
		this.response.close();
	}

}
